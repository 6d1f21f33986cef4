"""The bodies of the scoring service, used by the service itself and by the client that calls it.

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
Result = Literal["met", "not-met", "unknown", "to-be-judged", "informative"]
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


class _Body(BaseModel):
    """What all bodies share: nothing unknown is taken, nothing is converted, nothing changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LocalisedText(_Body):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


# --- requests -----------------------------------------------------------------------------------


class EvaluationRequest(_Body):
    """The facts of one factory, to be held against one tier of one edition; nothing is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_EVALUATION]})

    edition_id: Name
    tier: Name
    #: Facts by name. A fact that is not known is left out; it is never null or 0.
    facts: Annotated[dict[str, JsonValue], Field(max_length=100)]
    #: Names the round whose own conditions are to be checked too; without it only the edition's.
    round_id: Name | None = None


class AssessmentSubject(_Body):
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


class SourceReference(_Body):
    """The document in which a clause was read; official or not is told by the certainty."""

    title: str
    url: str | None


class CriterionVerdict(_Body):
    """One criterion: what was found, the value it was found on, and the clause it rests on."""

    criterion_id: Name
    #: ``required`` and ``in-principle`` are decided by the machine, ``judged`` by a person only;
    #: an ``in-principle`` one that is not met is a warning that a person may waive with a reason.
    kind: Kind
    title: LocalisedText
    result: Result
    #: The value used; null when the fact is not known.
    value: JsonValue
    requirement: LocalisedText
    clause: LocalisedText
    source: SourceReference
    certainty: Certainty
    reason: LocalisedText


class Gap(_Body):
    """What is missing or not reached, as a sentence for the applicant."""

    criterion_id: Name
    message: LocalisedText


class Verdict(_Body):
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


class Assessment(_Body):
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


# --- editions -----------------------------------------------------------------------------------


class EditionSummary(_Body):
    """One edition of the criteria, named and content-hashed."""

    edition_id: Name
    title: LocalisedText
    document_number: str
    official_url: str | None
    #: Whether the original text itself was read when the edition was written down.
    official_read: bool
    status: Literal["in-force", "superseded", "draft"]
    note: LocalisedText
    content_sha256: Sha256
    content_sm3: Sm3


class EditionList(_Body):
    """All editions this service has loaded."""

    items: list[EditionSummary]


class CriterionDefinition(_Body):
    """One criterion as the edition states it."""

    criterion_id: Name
    tiers: list[Name]
    kind: Kind
    title: LocalisedText
    requirement: LocalisedText
    clause: LocalisedText
    source: SourceReference
    certainty: Certainty
    #: Why it is of this kind, or what is uncertain about it.
    note: LocalisedText | None
    #: Names of the facts that the machine reads for it; empty when a person judges unaided.
    facts: list[str]


class TierDefinition(_Body):
    """One tier and what it aims at."""

    tier: Name
    title: LocalisedText
    aim: LocalisedText
    source: SourceReference
    certainty: Certainty


class RoundConditions(_Body):
    """The conditions that a round adds to the edition, from the round's own notice."""

    round_id: Name
    title: LocalisedText
    document_number: str
    official_url: str | None
    content_sha256: Sha256
    content_sm3: Sm3
    #: What was read of the notice, when that needs saying.
    note: LocalisedText | None
    #: Empty when the notice asks for the edition's conditions and for nothing of its own.
    criteria: list[CriterionDefinition]


class Edition(EditionSummary):
    """An edition with its tiers, criteria and the rounds that add conditions of their own."""

    tiers: list[TierDefinition]
    criteria: list[CriterionDefinition]
    rounds: list[RoundConditions]


class GuideStage(_Body):
    """One of the scene guide's stages (环节) and the element stage it counts for."""

    number: int
    name: LocalisedText
    element_stage: str
    certainty: Certainty


class Scene(_Body):
    """One scene of the guide; its description is ours and never the official wording."""

    number: int
    name: LocalisedText
    guide_stage: str
    element_stage: str
    certainty: Certainty
    description: LocalisedText
    description_basis: Literal["paraphrase-of-text-seen", "inferred-from-the-name"]


class SceneGuide(_Body):
    """The scene guide of an edition. It is a reference: a factory may have scenes of its own."""

    edition_id: Name
    title: LocalisedText
    document_number: str
    official_url: str | None
    official_read: bool
    note: LocalisedText
    stages: list[GuideStage]
    #: Null when the guide's list of scenes is not known: scenes then go by stage and a name of their own.
    scenes: list[Scene] | None


class FactDefinition(_Body):
    """One fact that criteria may read: its name, its type and where it comes from."""

    name: str
    title: LocalisedText
    #: ``integer``, ``decimal``, ``boolean``, ``text``, ``choice``, ``record``, ``list`` or ``map``.
    type: str
    #: The type in full, as the edition's data states it.
    specification: dict[str, JsonValue]
    unit: LocalisedText | None
    comes_from: LocalisedText


class FactCatalogue(_Body):
    """The facts of one edition."""

    edition_id: Name
    facts: list[FactDefinition]


class FactCatalogueList(_Body):
    """The fact catalogues of all editions."""

    items: list[FactCatalogue]
