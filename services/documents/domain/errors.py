"""What can be wrong with a document, as facts.

TiduError
├── NotFound               DocumentNotFound, DocumentDeleted, PageCodeUnknown
├── Conflict               DocumentFrozen, DocumentKindDiffers, DigestDiffers, PrintedFormDiffers,
│                          PrintedFormKept
├── Invalid                DigestMismatch, FileEmpty, FileDamaged, FileEncrypted, TooManyPages,
│   │                      TooManyPixels, FileNameRefused, KindNotUploadable, PageCodeWrong
│   ├── Malformed          ContentDigestMalformed, UploadAborted
│   ├── BodyTooLarge       FileTooLarge
│   ├── UnsupportedMedia   TypeMismatch, TypeNotAccepted
│   └── RangeNotSat.       RangeOutsideFile
├── Forbidden              TicketForOtherUse, TicketOfAnotherHolder
│   └── Unauthenticated    TicketMissing, TicketInvalid, TicketExpired
└── Unavailable            ObjectStoreUnavailable, StoredBytesDiffer
"""

from shared.errors import (
    BodyTooLarge,
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    RangeNotSatisfiable,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
)
from shared.text import Text

_NEW_TICKET = Text(
    zh="回到申报页面重新获取上传或下载凭证",
    en="Go back to the application and ask for a new ticket",
)
_SAVE_AGAIN = Text(
    zh="用原程序重新导出或重新扫描该文件后再上传",
    en="Export or scan the file again, then upload the new one",
)


class DocumentNotFound(NotFound):
    code = "document-not-found"
    title = Text(zh="没有这个文件版本", en="There is no such version of a document")
    remedy = Text(
        zh="核对文件编号和版本编号", en="Check the ids of the document and of its version"
    )


class DocumentDeleted(NotFound):
    code = "document-deleted"
    title = Text(
        zh="该文件版本的内容已删除", en="The bytes of this version of a document were deleted"
    )
    remedy = Text(
        zh="重新上传文件；已删除版本的登记信息仍可读取",
        en="Upload the file again; what is known about the deleted version can still be read",
    )


class PageCodeUnknown(NotFound):
    code = "page-code-unknown"
    title = Text(zh="没有打印过带此编码的页", en="No page was printed with this code")
    remedy = Text(
        zh="核对是否为本系统打印的页；本系统启用页码编码之前的打印件没有此编码",
        en="Check that this system printed the page: what it printed before pages had codes has none",
    )


class DocumentFrozen(Conflict):
    code = "document-frozen"
    title = Text(zh="该文件已随申报锁定，不能再更换", en="This document is locked by a submission")
    remedy = Text(
        zh="如需更换，请申请退回修改，并以新文件上传",
        en="Ask for the application to be returned, then upload a new document",
    )


class DocumentKindDiffers(Conflict):
    code = "document-kind-differs"
    title = Text(zh="该编号下已有另一类文件", en="A document of another kind stands under this id")
    remedy = Text(zh="为这份文件使用新的编号", en="Use a new id for this document")


class DigestDiffers(Conflict):
    code = "digest-differs"
    title = Text(
        zh="摘要与所存文件不一致，未锁定",
        en="The digest is not that of the stored bytes: nothing was locked",
    )
    remedy = Text(zh="重新读取该版本的摘要并核对", en="Read the version's digest again and compare")


class PrintedFormDiffers(Conflict):
    code = "printed-form-differs"
    title = Text(
        zh="该编号下已按另一份内容生成过申报书",
        en="Another form was already printed under this id",
    )
    remedy = Text(zh="新的修订版请使用新的编号", en="Use a new id for a new revision")


class PrintedFormKept(Conflict):
    code = "printed-form-kept"
    title = Text(
        zh="系统生成的申报书不能删除", en="A form that the system printed is never deleted"
    )
    remedy = Text(
        zh="申报书随定稿版本保存；只能删除上传的文件",
        en="It is kept with its revision; only what was uploaded can be deleted",
    )


class DigestMismatch(Invalid):
    code = "digest-mismatch"
    title = Text(
        zh="收到的内容与 Content-Digest 不一致",
        en="The bytes received are not those of Content-Digest",
    )
    remedy = Text(
        zh="文件可能在传输中损坏，请重新上传", en="The transfer may have failed: upload again"
    )


class ContentDigestMalformed(Malformed):
    code = "content-digest-malformed"
    title = Text(zh="Content-Digest 请求头无法识别", en="The Content-Digest header cannot be read")
    remedy = Text(
        zh="按 RFC 9530 书写，例如 sha-256=:…base64…:，或不带该请求头",
        en="Write it by RFC 9530, as in sha-256=:…base64…:, or leave it out",
    )


class FileEmpty(Invalid):
    code = "file-empty"
    title = Text(zh="文件是空的", en="The file is empty")
    remedy = Text(zh="选择有内容的文件后重新上传", en="Choose a file with content and upload again")


class FileDamaged(Invalid):
    code = "file-damaged"
    title = Text(
        zh="文件无法打开，可能已损坏或不完整",
        en="The file cannot be opened: it is damaged or incomplete",
    )
    remedy = _SAVE_AGAIN


class FileEncrypted(Invalid):
    code = "file-encrypted"
    title = Text(
        zh="文件带有密码或权限限制", en="The file is protected by a password or restrictions"
    )
    remedy = Text(zh="去除密码和权限限制后重新上传", en="Remove the protection and upload again")


class TooManyPages(Invalid):
    code = "too-many-pages"
    title = Text(zh="文件页数超过限制", en="The file has too many pages")
    remedy = Text(zh="删减或拆分后重新上传", en="Shorten or split the file and upload again")


class TooManyPixels(Invalid):
    code = "too-many-pixels"
    title = Text(zh="图像尺寸超过限制", en="The image has too many pixels")
    remedy = Text(zh="以较低分辨率（300 dpi 即可）重新扫描", en="Scan again at 300 dpi or less")


class FileNameRefused(Invalid):
    code = "file-name-refused"
    title = Text(zh="文件名不可用", en="This file name cannot be taken")
    remedy = Text(
        zh="删去文件名中的不可见字符、方向控制符和斜线",
        en="Remove invisible characters, direction marks and slashes from the name",
    )


class KindNotUploadable(Invalid):
    code = "kind-not-uploadable"
    title = Text(
        zh="这类文件由系统生成，不能上传",
        en="Documents of this kind are made by the system, not uploaded",
    )
    remedy = Text(zh="选择其他文件类别", en="Choose another kind of document")


class PageCodeWrong(Invalid):
    code = "page-code-wrong"
    title = Text(zh="页码编码有误", en="This is not the code of a page")
    remedy = Text(
        zh="逐字核对页脚二维码旁的 20 位编码；字母 O、I、L 与数字 0、1 不加区分，大小写、空格和连字符不影响",
        en="Compare it with the twenty characters beside the QR at the foot of the page; O, I and L count as 0 and 1, and "
        "case, blanks and hyphens do not matter",
    )


class FileTooLarge(BodyTooLarge):
    code = "file-too-large"
    title = Text(zh="文件超过大小限制", en="The file is larger than allowed")
    remedy = Text(
        zh="压缩图像或降低扫描分辨率后重新上传", en="Compress it or scan at a lower resolution"
    )


class TypeMismatch(UnsupportedMediaType):
    code = "type-mismatch"
    title = Text(
        zh="文件内容与声明的类型不符", en="The bytes are not of the type that was declared"
    )
    remedy = Text(
        zh="不要只改扩展名；用原程序导出为所需格式",
        en="Do not just rename a file: export it in the format asked for",
    )


class TypeNotAccepted(UnsupportedMediaType):
    code = "type-not-accepted"
    title = Text(zh="这类文件不接受该格式", en="This kind of document is not taken in this format")
    remedy = Text(zh="转换为可接受的格式后重新上传", en="Convert it to an accepted format")


class RangeOutsideFile(RangeNotSatisfiable):
    code = "range-outside-file"
    title = Text(zh="请求的字节范围超出文件", en="The range asked for lies outside the file")
    remedy = Text(zh="按文件实际大小重新请求", en="Ask again within the size of the file")


class TicketMissing(Unauthenticated):
    code = "ticket-missing"
    title = Text(zh="缺少上传或下载凭证", en="A ticket is needed here")
    remedy = _NEW_TICKET


class TicketInvalid(Unauthenticated):
    code = "ticket-invalid"
    title = Text(zh="凭证无效", en="The ticket is not one of ours")
    remedy = _NEW_TICKET


class TicketExpired(Unauthenticated):
    code = "ticket-expired"
    title = Text(zh="凭证已过期", en="The ticket has expired")
    remedy = _NEW_TICKET


class TicketForOtherUse(Forbidden):
    code = "ticket-for-other-use"
    title = Text(
        zh="该凭证属于另一文件或另一操作",
        en="The ticket is for another document or another action",
    )
    remedy = _NEW_TICKET


class TicketOfAnotherHolder(Forbidden):
    code = "ticket-of-another-holder"
    title = Text(zh="该凭证属于他人", en="The ticket belongs to somebody else")
    remedy = _NEW_TICKET


class ObjectStoreUnavailable(Unavailable):
    code = "object-store-unavailable"
    title = Text(zh="文件存储暂时不可用", en="The file store does not answer at the moment")
    remedy = Text(zh="请稍后重试；已上传的文件不受影响", en="Try again later; no file is lost")


class StoredBytesDiffer(Unavailable):
    code = "stored-bytes-differ"
    title = Text(
        zh="存储中的文件缺失或与登记的摘要不符",
        en="The stored file is missing or not what was recorded",
    )
    remedy = Text(
        zh="请联系系统管理员；该版本在恢复之前不能使用",
        en="Tell the operator: this version cannot be used until it is restored",
    )


class UploadAborted(Malformed):
    code = "upload-aborted"
    title = Text(zh="上传中断", en="The upload broke off before its end")
    remedy = Text(
        zh="检查网络后重新上传；中断的上传不留任何内容",
        en="Check the connection and upload again; nothing was kept of it",
    )
