"""The bodies of evaluations and assessments, used by the scoring service and by the client that calls it.

Those of its editions stand in ``shared.contracts.editions``.

Facts are an open object here on purpose: which facts exist, and of what type, is data of an
edition (``GET /v1/facts``), and the scoring service checks them against it with all faults at once.
Times and identifiers are strings of one fixed form, so that "the same body again" has one meaning.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Sm3 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]

Kind = Literal["required", "in-principle", "judged", "informative"]
Result = Literal["met", "not-met", "unknown", "to-be-judged", "informative", "not-applicable"]
Outcome = Literal["met", "not-met", "incomplete"]
Certainty = Literal["seen-in-official-text", "seen-in-secondary-source", "inferred", "from-memory"]

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
_EXAMPLE_TIER: dict[str, JsonValue] = {
    "tier": "excellent",
    "outcome": "not-met",
    "left_to_a_person": 4,
    "not_met": ["br-5-maturity", "stage-coverage"],
    "unknown": [],
    "to_be_judged": ["br-1-competitiveness", "ai-scene-share", "effect"],
    "not_applicable": ["branch-ground"],
}
_EXAMPLE_NEXT_TIER: dict[str, JsonValue] = {
    "tier": "excellent",
    "gaps": [
        {
            "criterion_id": "br-5-maturity",
            "message": {
                "zh": "智能制造能力成熟度：智能制造能力成熟度等级为 2，未达到 3。"
                "要求：智能制造能力成熟度（GB/T 39116-2020）达到三级及以上。",
                "en": "Smart manufacturing maturity: Smart manufacturing maturity level is 2, which "
                "does not reach 3. Required: Smart manufacturing maturity (GB/T 39116-2020) is "
                "level 3 or higher.",
            },
        }
    ],
}


class Body(BaseModel):
    """What all bodies share: nothing unknown is taken, nothing is converted, nothing changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LocalisedText(Body):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


# --- requests -----------------------------------------------------------------------------------


class EvaluationRequest(Body):
    """The facts of one factory, to be held against one tier of one edition; nothing is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_EVALUATION]})

    edition_id: Name
    tier: Name
    #: Facts by name. A fact that is not known is left out; it is never null or 0.
    facts: Annotated[dict[str, JsonValue], Field(max_length=100)]
    #: Names the round whose own conditions are to be checked too; without it only the edition's.
    round_id: Name | None = None


class AssessmentSubject(Body):
    """What an assessment is about: one revision of one application, pinned by its digest."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_SUBJECT]})

    application_id: Identifier
    revision_number: Annotated[int, Field(ge=1, le=1_000_000)]
    revision_sha256: Sha256


class AssessmentRequest(EvaluationRequest):
    """An evaluation that is recorded under the caller's own id and never changes again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_EXAMPLE_EVALUATION, "subject": _EXAMPLE_SUBJECT}]}
    )

    subject: AssessmentSubject


# --- verdicts -----------------------------------------------------------------------------------


class SourceReference(Body):
    """The document in which a clause was read; official or not is told by the certainty."""

    title: str
    url: str | None


class CriterionVerdict(Body):
    """One criterion: what was found, the value it was found on, and the clause it rests on."""

    criterion_id: Name
    #: ``required`` and ``in-principle`` are decided by the machine, ``judged`` by a person only;
    #: an ``in-principle`` one that is not met is a warning that a person may waive with a reason.
    kind: Kind
    title: LocalisedText
    #: ``not-applicable`` when the criterion does not apply to this factory; ``unknown`` also while it
    #: is not known whether it applies.
    result: Result
    #: The value used, or the one that kept the criterion from applying; null when it is not known.
    value: JsonValue
    requirement: LocalisedText
    clause: LocalisedText
    source: SourceReference
    certainty: Certainty
    reason: LocalisedText


class Gap(Body):
    """What is missing or not reached, as a sentence for the applicant."""

    criterion_id: Name
    message: LocalisedText


class TierOutcome(Body):
    """What came out for one tier; the criteria it does not name are met or informative."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_TIER]})

    tier: Name
    #: Over the machine-checkable ``required`` criteria alone.
    outcome: Outcome
    left_to_a_person: Annotated[int, Field(ge=0)]
    #: Criteria by id, those that hold in principle too: they never make the outcome.
    not_met: list[Name]
    unknown: list[Name]
    to_be_judged: list[Name]
    not_applicable: list[Name]


class NextTier(Body):
    """The tier above, and what the machine found missing for it; persons judge the rest."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_NEXT_TIER]})

    tier: Name
    gaps: list[Gap]


class Verdict(Body):
    """What the machine found; it is never a recognition, and persons decide the rest."""

    edition_id: Name
    edition_hash: Sha256
    round_id: Name | None
    #: Digest of the round's own conditions, when a round was named.
    conditions_hash: Sha256 | None
    tier: Name
    #: Over the machine-checkable ``required`` criteria alone.
    outcome: Outcome
    #: How many criteria a person has to decide: the judged ones, and those in principle not shown.
    left_to_a_person: Annotated[int, Field(ge=0)]
    criteria: list[CriterionVerdict]
    gaps: list[Gap]
    #: Null when the scenes are not known.
    scenes_built: int | None
    scenes_with_ai: int | None
    #: Every tier of the edition on the same facts, from the lowest up. Records made before this was
    #: added do not have it, nor the next one.
    tiers: list[TierOutcome] | None = None
    #: What is missing for the tier above the one asked for; null for the highest.
    next_tier: NextTier | None = None


class Assessment(Body):
    """A recorded verdict, kept as the bytes that were hashed."""

    assessment_id: Identifier
    subject: AssessmentSubject
    #: Digest of the canonical JSON of the request, facts included.
    request_sha256: Sha256
    recorded_at: str
    verdict: Verdict
    #: Over the canonical JSON (RFC 8785) of this body without the two digests themselves.
    assessment_sha256: Sha256
    assessment_sm3: Sm3
