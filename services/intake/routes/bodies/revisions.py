"""Bodies about revisions and receipts."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from services.intake.domain.applications import (
    Application,
    Receipt,
    Revision,
    RevisionCause,
)
from services.intake.routes.bodies.base import Body
from shared.contracts.printing import Unprintable
from shared.text import Text

_UNPRINTABLE = Text(
    zh="“{field}”中的字符“{character}”（{code}）无法打印，纸上以〓代替；请核对，必要时以手写补正或改用其他写法",
    en="The character {character} ({code}) of {field} cannot be printed and stands as 〓 on paper: check it, and write it by "
    "hand or another way where it matters",
)

#: What the database's integer column holds.
MAX_REVISION_NUMBER = 2**31 - 1


class RevisionView(Body):
    """版本 · A revision."""

    number: int
    cause: RevisionCause = Field(
        description="saved 保存，autosaved 自动保存，finalised 定稿（提交的只能是它），recorded 国家平台登记，returned 退回时 · "
        "only a finalised one is submitted; recorded: what was filed in the national portal"
    )
    form_code: str | None = Field(
        description="识别码，印在定稿每页及回执；仅限定稿和登记 · code on every page of what is finalised and on the receipt, of finalised "
        "and recorded ones alone"
    )
    sha256: str
    sm3: str
    cut_at: datetime
    cut_by: str
    printed: bool = Field(description="申报书是否已生成 · whether the form has been printed")

    @classmethod
    def of(cls, revision: Revision) -> "RevisionView":
        return cls(
            number=revision.number,
            cause=revision.cause,
            form_code=revision.form_code,
            sha256=revision.sha256,
            sm3=revision.sm3,
            cut_at=revision.cut_at,
            cut_by=revision.cut_by,
            printed=revision.printed_version_id is not None,
        )


class PrintWarning(Body):
    """打印提示 · A character that cannot be printed, and where it stands."""

    code: Literal["character-unprintable"]
    field: str = Field(description="所在栏目 · the field's label, as it is printed")
    character: str
    code_point: str = Field(examples=["U+3134A"])
    message: dict[str, str]

    @classmethod
    def of(cls, lost: Unprintable) -> "PrintWarning":
        values = {"field": lost.label, "character": lost.character, "code": lost.code_point}
        return cls(
            code="character-unprintable",
            field=lost.label,
            character=lost.character,
            code_point=lost.code_point,
            message=_UNPRINTABLE.fill(**values).as_json(),
        )


class FinalisedView(RevisionView):
    """定稿 · A finalised revision, and what its print will lack."""

    warnings: list[PrintWarning] = Field(
        description="字库中没有、纸上以〓代替的字符；不妨碍提交，可修改后重新定稿 · characters printed as 〓; they keep nothing from "
        "being submitted, and may be changed before finalising again"
    )

    @classmethod
    def with_warnings(
        cls, revision: Revision, unprintable: Sequence[Unprintable]
    ) -> "FinalisedView":
        return cls(
            **RevisionView.of(revision).model_dump(),
            warnings=[PrintWarning.of(each) for each in unprintable],
        )


class RevisionContent(RevisionView):
    """版本内容 · A revision with what it says."""

    content: dict[str, Any] = Field(
        description="按 RFC 8785 规范化后的字节即为哈希对象 · its RFC 8785 bytes are what was hashed"
    )


class SubmitRequest(Body):
    """提交申报 · Which revision is submitted."""

    revision_number: Annotated[int, Field(ge=1, le=MAX_REVISION_NUMBER, strict=True)] = Field(
        description="要提交的定稿版本，须为最新版本 · the finalised revision, which must be the newest",
        examples=[1],
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
