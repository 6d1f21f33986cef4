"""Bodies about revisions and receipts."""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from services.intake.domain.applications import (
    Application,
    Receipt,
    Revision,
)
from services.intake.routes.bodies.base import Body

#: What the database's integer column holds.
MAX_REVISION_NUMBER = 2**31 - 1


class RevisionView(Body):
    """定稿版本 · A revision."""

    number: int
    form_code: str = Field(description="印在每页的识别码 · code printed on every page")
    sha256: str
    sm3: str
    cut_at: datetime
    printed: bool = Field(description="申报书是否已生成 · whether the form has been printed")

    @classmethod
    def of(cls, revision: Revision) -> "RevisionView":
        return cls(
            number=revision.number,
            form_code=revision.form_code,
            sha256=revision.sha256,
            sm3=revision.sm3,
            cut_at=revision.cut_at,
            printed=revision.printed_version_id is not None,
        )


class RevisionList(Body):
    """一份申报的定稿版本 · The revisions of an application."""

    items: list[RevisionView]


class RevisionContent(RevisionView):
    """定稿内容 · A revision with what it says."""

    content: dict[str, Any] = Field(
        description="按 RFC 8785 规范化后的字节即为哈希对象 · its RFC 8785 bytes are what was hashed"
    )


class SubmitRequest(Body):
    """提交申报 · Which revision is submitted."""

    revision_number: Annotated[int, Field(ge=1, le=MAX_REVISION_NUMBER, strict=True)] = Field(
        examples=[1]
    )


class ReceiptView(Body):
    """申报回执 · The receipt."""

    number: str
    application_id: str
    revision_number: int
    arrived_at: datetime = Field(
        description="请求首字节到达时间 · when the request's first bytes came"
    )
    submitted_at: datetime
    stands: bool = Field(
        description="该次提交是否仍然有效 · false once the submission was taken back, returned or replaced"
    )
    sha256: str
    sm3: str
    content: dict[str, Any]

    @classmethod
    def of(cls, receipt: Receipt, application: Application) -> "ReceiptView":
        names = [name for name in cls.model_fields if name not in {"content", "stands"}]
        return cls(
            content=json.loads(receipt.content),
            stands=receipt.number == application.receipt_number,
            **{name: getattr(receipt, name) for name in names},
        )


class ReceiptList(Body):
    """一份申报的回执 · The receipts of an application."""

    items: list[ReceiptView]
