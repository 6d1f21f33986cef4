"""The form of an edition's other files, before the parts are held against each other."""

from typing import Annotated, Literal

from pydantic import Field

from services.scoring.domain.edition import Kind, Status
from services.scoring.domain.provenance import Certainty
from services.scoring.domain.scenes import DescriptionBasis
from services.scoring.store.check_schema import CheckData
from services.scoring.store.schema_parts import Data, Name, NonEmpty, TextData, Truth


class ReasonsData(Data):
    met: TextData
    not_met: Annotated[TextData, Field(alias="not-met")]
    #: Said while a fact is unknown; what it leaves unproven is the criterion.
    unknown: TextData


class CriterionData(Data):
    id: Name
    tiers: Annotated[list[Name], Field(min_length=1)]
    kind: Kind
    title: TextData
    requirement: TextData
    clause: TextData
    source: Name
    certainty: Certainty
    note: TextData | None = None
    check: CheckData | None = None
    only_when: CheckData | None = None
    reasons: ReasonsData | None = None


class TierData(Data):
    tier: Name
    title: TextData
    aim: TextData
    source: Name
    certainty: Certainty


class CriteriaFile(Data):
    tiers: Annotated[list[TierData], Field(min_length=1)]
    criteria: Annotated[list[CriterionData], Field(min_length=1)]


class ConditionsFile(Data):
    round_id: Name
    title: TextData
    document_number: NonEmpty
    official_url: NonEmpty | None
    #: What was read of the notice, when that needs saying.
    note: TextData | None = None
    #: The tiers that the round opens; left out when it opens all of the edition.
    tiers: Annotated[list[Name], Field(min_length=1)] | None = None
    #: Empty when the notice asks for the edition's conditions and for nothing of its own.
    criteria: list[CriterionData]


# --- edition.yaml, scenes.yaml, wording.yaml ----------------------------------------------------


class SourceData(Data):
    title: NonEmpty
    url: NonEmpty | None


class ElementStageData(Data):
    name: NonEmpty
    en: NonEmpty


class EditionFile(Data):
    edition_id: Name
    title: TextData
    document_number: NonEmpty
    official_url: NonEmpty | None
    official_read: Truth
    status: Status
    note: TextData
    sources: dict[Name, SourceData]
    element_stages: Annotated[list[ElementStageData], Field(min_length=1)]


class GuideStageData(Data):
    number: int
    name: NonEmpty
    en: NonEmpty
    element_stage: NonEmpty
    certainty: Certainty


class SceneData(Data):
    number: int
    name: TextData
    guide_stage: NonEmpty
    certainty: Certainty
    description_basis: DescriptionBasis
    description: TextData


class ScenesFile(Data):
    title: TextData
    document_number: NonEmpty
    official_url: NonEmpty | None
    official_read: Truth
    note: TextData
    stages: Annotated[list[GuideStageData], Field(min_length=1)]
    #: Null says that the guide's list is not known; a known one is never empty.
    scenes: Annotated[list[SceneData], Field(min_length=1)] | None


class GapsData(Data):
    not_met: Annotated[TextData, Field(alias="not-met")]
    in_principle: Annotated[TextData, Field(alias="in-principle")]
    unknown: TextData


class WordingFile(Data):
    #: By operator; those that only combine others have no sentences of their own.
    reasons: dict[
        Literal["is-true", "is-filled", "at-least", "covers", "share-at-least", "within-band"],
        ReasonsData,
    ]
    judged: TextData
    gaps: GapsData
