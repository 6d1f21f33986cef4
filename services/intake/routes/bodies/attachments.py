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
from shared.contracts.documents import Ticket

_EXAMPLE_TICKET = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3YW5nIn0.c2lnbmF0dXJl"
_EXAMPLE_VERSION_URL = (
    "http://127.0.0.1:8003/v1/documents/0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01"
    "/versions/0198f0a3-11aa-7d52-8c44-5e6f70819a2b"
)


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
    """下载地址与读取凭证 · Where to read a file, and the ticket to read with."""

    url: str = Field(
        description="下载地址，已带凭证，可直接打开 · the file itself; the ticket is in it",
        examples=[f"{_EXAMPLE_VERSION_URL}/content?ticket={_EXAMPLE_TICKET}"],
    )
    ticket: str = Field(
        description="读取凭证，仅限该文件版本：放入 Ticket 请求头，或作为 ticket 查询参数（用于图片地址） · the ticket for this "
        "version alone: the header Ticket, or the query parameter ticket where an address is all there is, as of a picture",
        examples=[_EXAMPLE_TICKET],
    )
    version_url: str = Field(
        description="该文件版本在文档服务中的地址，凭同一凭证可取：/pages/{n}.png（第 n 页图像）、/pages/{n}/findings.png（标出该页核查"
        "发现的图像）、/findings/{n}.png（第 n 项核查发现的局部图像）、/check-sheet.pdf（核查单） · the version in the documents "
        "service; append /pages/{n}.png (a page), /pages/{n}/findings.png (the page with its findings marked), "
        "/findings/{n}.png (the place of one finding) or /check-sheet.pdf, with the same ticket",
        examples=[_EXAMPLE_VERSION_URL],
    )
    expires_at: datetime = Field(
        description="凭证失效时间，过后重新申请 · when the ticket ends; ask for another one then"
    )

    @classmethod
    def of(cls, ticket: Ticket) -> "ReadTicket":
        # The ticket's address is that of the version's content, with the ticket in its query.
        address, _, _ = ticket.url.partition("?")
        return cls(
            url=ticket.url,
            ticket=ticket.ticket,
            version_url=address.removesuffix("/content"),
            expires_at=ticket.expires_at,
        )


class AttachRequest(Body):
    """关联已上传的文件 · A version that was uploaded."""

    document_id: Id
    version_id: Id
