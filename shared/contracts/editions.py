"""The bodies in which the scoring service shows its editions, their scene guides and their facts.

What stands in an edition is its data; nothing here knows a tier, a scene or a threshold.
"""

from typing import Literal

from pydantic import JsonValue

from shared.contracts.scoring import (
    Body,
    Certainty,
    Kind,
    LocalisedText,
    Name,
    Sha256,
    Sm3,
    SourceReference,
)


class EditionSummary(Body):
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


class EditionList(Body):
    """All editions this service has loaded."""

    items: list[EditionSummary]


class CriterionDefinition(Body):
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


class TierDefinition(Body):
    """One tier and what it aims at."""

    tier: Name
    title: LocalisedText
    aim: LocalisedText
    source: SourceReference
    certainty: Certainty


class RoundConditions(Body):
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


class GuideStage(Body):
    """One of the scene guide's stages (环节) and the element stage it counts for."""

    number: int
    name: LocalisedText
    element_stage: str
    certainty: Certainty


class Scene(Body):
    """One scene of the guide; its description is ours and never the official wording."""

    number: int
    name: LocalisedText
    guide_stage: str
    element_stage: str
    certainty: Certainty
    description: LocalisedText
    description_basis: Literal["paraphrase-of-text-seen", "inferred-from-the-name"]


class SceneGuide(Body):
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


class FactDefinition(Body):
    """One fact that criteria may read: its name, its type and where it comes from."""

    name: str
    title: LocalisedText
    #: ``integer``, ``decimal``, ``boolean``, ``text``, ``choice``, ``record``, ``list`` or ``map``.
    type: str
    #: The type in full, as the edition's data states it.
    specification: dict[str, JsonValue]
    unit: LocalisedText | None
    comes_from: LocalisedText


class FactCatalogue(Body):
    """The facts of one edition."""

    edition_id: Name
    facts: list[FactDefinition]


class FactCatalogueList(Body):
    """The fact catalogues of all editions."""

    items: list[FactCatalogue]
