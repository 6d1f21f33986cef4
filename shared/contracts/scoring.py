"""The bodies that are asked of the scoring service and recorded by it, for the service and for its callers.

What it finds stands in ``shared.contracts.verdicts``, its editions in ``shared.contracts.editions``.

Facts are an open object here on purpose: which facts exist, and of what type, is data of an
edition (``GET /v1/facts``), and the scoring service checks them against it with all faults at once.
Times and identifiers are strings of one fixed form, so that "the same body again" has one meaning.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from shared.contracts.earlier_verdicts import EarlierVerdict
from shared.contracts.verdicts import Body, Name, Sha256, Verdict

Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]
Sm3 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

_EXAMPLE_FACTS: dict[str, JsonValue] = {
    "maturity_level": 2,
    "maturity_score": "2.35",
    "is_above_designated_size": True,
    "self_assessed_basic": True,
    "scenes": [
        {"scene_number": 24, "own_name": None, "guide_stage": "生产作业", "uses_ai": True},
        {"scene_number": 9, "own_name": None, "guide_stage": "生产管理", "uses_ai": False},
    ],
}
_EXAMPLE_EVALUATION: dict[str, JsonValue] = {
    "edition_id": "cn-2025",
    "tier": "advanced",
    "round_id": "tianjin-2025-2",
    "facts": _EXAMPLE_FACTS,
}
_EXAMPLE_SUBJECT: dict[str, JsonValue] = {
    "application_id": "0b8f8f0e-3c2e-4f0a-9d55-6f6c9a4b1c11",
    "revision_number": 3,
    "revision_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
_EXAMPLE_DOCUMENT: dict[str, JsonValue] = {
    "kind": "maturity-report",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sm3": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
}

_EXAMPLE_LABELS: dict[str, JsonValue] = {"unit_code": "120116", "industry": "3610"}

#: What an assessment's request could not have at first; the same request must be hashed as it was then.
_ADDED_LATER = ("documents", "labels")


class EvaluationRequest(Body):
    """一家工厂的事实，按一个版次核验，不保存 · The facts of one factory, to be held against an edition; nothing is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_EVALUATION]})

    edition_id: Name = Field(description="版次编号，见 GET /v1/editions · edition")
    tier: Name = Field(
        description="所问的等级，列于结果首层；其余等级见 tiers · the tier asked for, told at the top of the answer; the "
        "others stand in tiers"
    )
    facts: Annotated[dict[str, JsonValue], Field(max_length=100)] = Field(
        description="按名称给出的事实，目录见 GET /v1/facts。未知的事实应省略，不得以空值或 0 代替 · facts by name, as "
        "GET /v1/facts lists them; leave out what is not known, never send null or 0 for it"
    )
    round_id: Name | None = Field(
        default=None,
        description="批次编号；给出时同时核验该批次通知的附加条件 · the round whose own conditions are checked too; without it "
        "the edition's alone",
    )


class AssessmentSubject(Body):
    """评估的对象：一份申报的一个修订，以摘要值固定 · One revision of one application, pinned by its digest."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_SUBJECT]})

    application_id: Identifier
    revision_number: Annotated[int, Field(ge=1, le=1_000_000)]
    revision_sha256: Sha256


class AssessedDocument(Body):
    """事实所依据的文件，以摘要值固定 · A document that facts rest on, pinned by its digests."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_DOCUMENT]})

    kind: Name = Field(description="文件种类，如 maturity-report · kind of document")
    sha256: Sha256
    sm3: Sm3


class AssessmentLabels(Body):
    """申报提交时的标签，随评估固定 · Where the filing belonged when it was submitted; frozen with the assessment.

    不参与核验，只用于按单位和行业选取与汇总 · They enter no verdict; cohorts are chosen and told by them.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_LABELS]})

    unit_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,40}$")] = Field(
        description="推荐单位代码 · the unit that recommends"
    )
    industry: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,4}$")] | None = Field(
        description="国民经济行业代码（GB/T 4754），申报书未填时为空 · code of GB/T 4754; null where the form states none"
    )


class AssessmentRequest(EvaluationRequest):
    """予以记录、不再改变的核验 · An evaluation that is recorded under the caller's own id and never changes again."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_EXAMPLE_EVALUATION,
                    "subject": _EXAMPLE_SUBJECT,
                    "documents": [_EXAMPLE_DOCUMENT],
                    "labels": _EXAMPLE_LABELS,
                }
            ]
        }
    )

    subject: AssessmentSubject
    documents: Annotated[list[AssessedDocument], Field(max_length=500)] | None = Field(
        default=None,
        description="随事实提交的文件及其摘要值，与评估一并固定，并列于回执 · the documents that came with the facts; frozen with the "
        "assessment and told on its receipt",
    )
    labels: AssessmentLabels | None = Field(
        default=None,
        description="申报的标签；较早的调用方不提供 · labels of the filing; earlier callers send none",
    )

    def as_recorded(self) -> dict[str, Any]:
        """Give what is hashed as the request: what was not sent leaves no trace, as before it could be sent."""
        return self.model_dump(
            exclude={name for name in _ADDED_LATER if getattr(self, name) is None}
        )


class Assessment(Body):
    """评估记录，按计算摘要值时的字节保存 · A recorded verdict, kept as the bytes that were hashed."""

    assessment_id: Identifier
    subject: AssessmentSubject
    request_sha256: Sha256 = Field(
        description="请求（含事实）规范化 JSON 的摘要值 · digest of the canonical JSON of the request, facts included"
    )
    recorded_at: str
    verdict: Verdict | EarlierVerdict = Field(
        description="核验结果；较早的记录保持当时的形式 · the verdict; earlier records keep the form of their time"
    )
    assessment_sha256: Sha256 = Field(
        description="按去掉两个摘要字段后的规范化 JSON（RFC 8785）计算 · over the canonical JSON (RFC 8785) of this body "
        "without its two digests"
    )
    assessment_sm3: Sm3
