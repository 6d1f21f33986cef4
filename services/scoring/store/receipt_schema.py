"""The form of a receipt's payload, for reading one back; written by ``services/scoring/domain/receipt.py``.

Strict about what a check relies on, and open where an assessment is told as it was recorded: whether that is
right is what the check finds out.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.scoring import AssessmentSubject, Identifier, Sm3
from shared.contracts.verdicts import LocalisedText, Name, Sha256


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class AssessmentPart(_Part):
    assessment_id: Identifier
    version: int = Field(ge=1)
    recorded_at: str
    sha256: Sha256
    sm3: Sm3


class IssuedPart(_Part):
    at: str
    when: Literal["with-assessment", "on-first-reading"]


class EditionPart(_Part):
    edition_id: Name
    sha256: Sha256
    round_id: Name | None
    conditions_sha256: Sha256 | None


class RequestPart(BaseModel):
    """What was asked, as it was recorded; labels and whatever else came with it stay as they are."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    edition_id: Name
    tier: Name
    round_id: Name | None
    facts: dict[str, Any]
    subject: AssessmentSubject
    documents: list[dict[str, str]] = Field(default_factory=list)


class CriterionPart(BaseModel):
    """One criterion; its other members are compared as they stand."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    criterion_id: Name
    title: LocalisedText
    result: str
    requirement: LocalisedText
    clause: LocalisedText
    clause_sha256: Sha256


class VerdictPart(BaseModel):
    """The tier that was asked for; its other members are compared as they stand."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    tier: Name
    outcome: str
    left_to_a_person: int
    criteria: list[CriterionPart]


class ReceiptPayload(_Part):
    """What a receipt says."""

    format: Literal["tidu-receipt-1"]
    statement: LocalisedText
    assessment: AssessmentPart
    issued: IssuedPart
    subject: AssessmentSubject
    edition: EditionPart
    engine_version: str | None
    request: RequestPart
    request_sha256: Sha256
    rests_on: dict[str, list[str]]
    names: dict[str, Any]
    clause_hash: LocalisedText
    verdict: VerdictPart
    tiers: list[dict[str, Any]]
