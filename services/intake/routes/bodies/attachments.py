"""Bodies about the files of an application."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.intake.domain.applications import (
    Attachment,
)
from services.intake.domain.rounds import DocumentKind
from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Id


class AttachmentView(Body):
    """附件 · A file pinned to an application."""

    kind: str
    revision_number: int | None = Field(
        description="盖章扫描件所证明的定稿版本 · the revision that a stamped scan proves"
    )
    document_id: str
    version_id: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    sm3: str
    attached_at: datetime
    frozen_at: datetime | None = Field(
        description="文档服务锁定该版本的时间 · when the documents service froze this version"
    )

    @classmethod
    def of(cls, attachment: Attachment) -> "AttachmentView":
        return cls(**{name: getattr(attachment, name) for name in cls.model_fields})


class UploadTicketRequest(Body):
    """申请上传凭证 · A wish to upload a file."""

    kind: DocumentKind = Field(description="文件类别 · kind of file", examples=["stamped-scan"])
    file_name: Annotated[str, StringConstraints(min_length=1, max_length=512)] = Field(
        description="文件名 · the file's name", examples=["申报书盖章扫描件.pdf"]
    )
    document_id: Id | None = Field(
        default=None,
        description="为先前取得的文件编号换新凭证，例如续传大文件 · renews the ticket of an id given out before, to resume a large upload",
    )


class UploadTicket(Body):
    """上传凭证 · Where and with what to upload."""

    document_id: str
    method: Literal["PUT"]
    url: str = Field(description="向此地址 PUT 文件内容 · send the bytes here")
    ticket: str = Field(description="放入 Ticket 请求头 · send it as the header Ticket")
    expires_at: datetime
    max_files: int = Field(
        description="一份申报可有几份这类文件 · how many files of this kind an application may have"
    )


class ReadTicket(Body):
    """下载地址 · Where to read a file."""

    url: str
    expires_at: datetime


class AttachRequest(Body):
    """关联已上传的文件 · A version that was uploaded."""

    document_id: Id
    version_id: Id
