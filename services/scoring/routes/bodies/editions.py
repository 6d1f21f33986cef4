"""Bodies of the life of an edition: import, draft, difference, schemas."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue

from services.scoring.domain.edition_diff import Change
from services.scoring.domain.edition_life import KeptEdition
from services.scoring.routes.bodies.edition_example import EXAMPLE_FILES
from services.scoring.store.bundle import BundleFault
from shared.contracts.editions import Edition, EditionState
from shared.contracts.verdicts import Body, LocalisedText, Name, Sha256

FileName = Annotated[str, Field(max_length=100)]


class EditionBundle(Body):
    """版次文件：文件名 → 文本 · The files of an edition, text by file name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"files": dict(EXAMPLE_FILES)}]})

    files: dict[FileName, str] = Field(
        min_length=1,
        max_length=40,
        description="五个文件及各批次的 conditions-<批次>.yaml；每个文件的格式见 GET /v1/edition-schemas · the five files and "
        "one conditions-<round>.yaml a round; GET /v1/edition-schemas has the form of each",
    )


class BundleWarning(Body):
    """提示：不是错误，请核对 · What is odd and no fault: look at it."""

    file: str
    line: int | None
    path: str
    code: str
    message: LocalisedText

    @classmethod
    def of(cls, one: BundleFault) -> "BundleWarning":
        """Show a warning."""
        message = one.fault.message
        return cls(
            file=one.file,
            line=one.line,
            path=one.fault.pointer,
            code=one.fault.code,
            message=LocalisedText(zh=message.zh, en=message.en),
        )


class EditionLife(Body):
    """导入版次的状态与经手人 · Where an imported edition stands, and who did what."""

    edition_id: Name
    state: EditionState
    version: int = Field(description="即 ETag · what the ETag says")
    content_sha256: Sha256 = Field(
        description="版次内容的摘要值，与核验结果中的 edition_hash 相同 · the edition_hash of its verdicts"
    )
    bundle_sha256: Sha256 = Field(
        description="全部文件（规范化 JSON）的摘要值 · over the canonical JSON of all files as they came"
    )
    imported_by: str
    imported_at: datetime
    requested_by: str | None
    requested_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    retired_by: str | None
    retired_at: datetime | None

    @classmethod
    def of(cls, kept: KeptEdition) -> "EditionLife":
        """Show where an edition stands."""
        return cls(
            edition_id=kept.edition_id,
            state=kept.state.value,
            version=kept.version,
            content_sha256=kept.content_sha256,
            bundle_sha256=kept.bundle.sha256,
            imported_by=kept.imported_by,
            imported_at=kept.imported_at,
            requested_by=kept.requested_by,
            requested_at=kept.requested_at,
            published_by=kept.published_by,
            published_at=kept.published_at,
            retired_by=kept.retired_by,
            retired_at=kept.retired_at,
        )


class EditionDraft(Body):
    """版次草稿全文 · A draft in full; it is no edition yet."""

    life: EditionLife
    edition: Edition
    warnings: list[BundleWarning]


class EditionDraftList(Body):
    """版次草稿 · The drafts."""

    items: list[EditionLife]


class FieldDifference(Body):
    """一个属性的前后取值 · One property before and after; null where there is, or was, none."""

    field: str
    before: JsonValue
    after: JsonValue


class Difference(Body):
    """一处差异 · One thing that differs."""

    part: Literal[
        "edition",
        "tier",
        "criterion",
        "round",
        "condition",
        "element-stage",
        "scene-guide",
        "guide-stage",
        "scene",
        "fact",
    ]
    name: str = Field(
        description="条件编号、场景序号、事实名称等 · the criterion's id, the scene's number, the fact's name, …"
    )
    tiers: list[Name] = Field(
        description="条件：在哪些等级上差异相同 · of a criterion, the tiers for which it differs in just this way"
    )
    round_id: Name | None
    change: Literal["added", "removed", "changed", "not-covered"] = Field(
        description="not-covered：两个版次之一不完整，未涵盖，不表示有差异 · one of the two is partial and does not have it, "
        "which does not say that it differs"
    )
    title: LocalisedText
    fields: list[FieldDifference]
    summary: LocalisedText

    @classmethod
    def of(cls, one: Change) -> "Difference":
        """Show a change."""
        return cls.model_validate(
            {
                "part": one.part.value,
                "name": one.name,
                "tiers": list(one.tiers),
                "round_id": one.round_id,
                "change": one.kind.value,
                "title": one.title.as_json(),
                "fields": [
                    {"field": each.field, "before": each.before, "after": each.after}
                    for each in one.fields
                ],
                "summary": one.summary.as_json(),
            }
        )


class EditionReference(Body):
    """所比较的版次 · One of the two that are compared."""

    edition_id: Name
    content_sha256: Sha256


class EditionDifference(Body):
    """两个版次的差异 · What leads from one edition to the other."""

    before: EditionReference
    after: EditionReference
    differences: list[Difference]


class SchemaReference(Body):
    """一种版次文件的格式 · The form of one file of a bundle."""

    name: Name
    file: str
    href: str


class SchemaList(Body):
    """版次文件的格式 · The forms of a bundle's files."""

    items: list[SchemaReference]
