"""What can be wrong with an upload that goes straight to the store, as facts.

TiduError
├── NotFound               UploadNotFound
├── Conflict               UploadDiffers, UploadClosed, TooManyOpenUploads
└── Invalid                UploadIncomplete, PartOutsideUpload
"""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class UploadNotFound(NotFound):
    code = "upload-not-found"
    title = Text(zh="没有这次上传", en="There is no such upload")
    remedy = Text(
        zh="核对上传编号，或重新开始上传", en="Check the upload's id, or begin a new upload"
    )


class UploadDiffers(Conflict):
    code = "upload-differs"
    title = Text(
        zh="该上传编号下已开始上传另一文件", en="Another file was begun under this upload's id"
    )
    remedy = Text(zh="为这份文件使用新的上传编号", en="Use a new id for this file")


class UploadClosed(Conflict):
    code = "upload-closed"
    title = Text(
        zh="这次上传已完成、放弃或过期", en="This upload is completed, given up or expired"
    )
    remedy = Text(
        zh="读取其状态；如需再传，请以新的上传编号开始",
        en="Read its state; begin a new upload under a new id to send a file again",
    )


class TooManyOpenUploads(Conflict):
    code = "too-many-open-uploads"
    title = Text(
        zh="这份文件已有过多未完成的上传", en="Too many uploads of this document are still open"
    )
    remedy = Text(zh="先完成或放弃其中一次", en="Complete one of them or give it up first")


class UploadIncomplete(Invalid):
    code = "upload-incomplete"
    title = Text(
        zh="有分片尚未到达或大小不对，上传仍可继续",
        en="Parts are missing or of another size; the upload is still open",
    )
    remedy = Text(
        zh="补传所列分片后再次调用“完成”", en="Send the parts listed, then complete it again"
    )


class PartOutsideUpload(Invalid):
    code = "part-outside-upload"
    title = Text(zh="这次上传没有该分片编号", en="The upload has no part of this number")
    remedy = Text(zh="分片编号从 1 到 part_count", en="Parts are numbered from 1 to part_count")
