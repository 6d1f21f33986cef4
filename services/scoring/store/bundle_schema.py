"""The form of an edition's other files, before the parts are held against each other."""

from typing import Annotated

from pydantic import Field

from services.scoring.domain.edition import Kind, Status
from services.scoring.domain.provenance import Certainty
from services.scoring.domain.scenes import DescriptionBasis
from services.scoring.store.check_schema import CheckData, Operator
from services.scoring.store.schema_parts import Data, Name, NonEmpty, TextData, Truth, Whole


class ReasonsData(Data):
    """一个操作的说明文字 · What is said of a check that is met, not met or not known."""

    met: TextData
    not_met: Annotated[TextData, Field(alias="not-met")]
    #: Said while a fact is unknown; what it leaves unproven is the criterion.
    unknown: TextData


class CriterionData(Data):
    """一条条件 · One criterion, with its clause, its source and how sure it is."""

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
    """一个等级 · One tier; the tiers stand from the lowest up."""

    tier: Name
    title: TextData
    aim: TextData
    source: Name
    certainty: Certainty


class CriteriaFile(Data):
    """要素条件 · The tiers of an edition and their criteria."""

    tiers: Annotated[list[TierData], Field(min_length=1)]
    criteria: Annotated[list[CriterionData], Field(min_length=1)]


class ConditionsFile(Data):
    """批次附加条件 · What a round's own notice asks beyond the edition."""

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
    """来源 · A document in which something was read."""

    title: NonEmpty
    url: NonEmpty | None


class ElementStageData(Data):
    """要素环节 · One stage of the element conditions."""

    name: NonEmpty
    en: NonEmpty


class EditionFile(Data):
    """版次 · What the edition is, how much of it was read, and its sources."""

    edition_id: Name
    title: TextData
    document_number: NonEmpty
    official_url: NonEmpty | None
    official_read: Truth
    #: Not all tiers of the edition are known; those it does not have are answered as not covered.
    partial: Truth = False
    status: Status
    note: TextData
    sources: dict[Name, SourceData]
    element_stages: Annotated[list[ElementStageData], Field(min_length=1)]


class GuideStageData(Data):
    """指引环节 · One stage of the scene guide and the element stage it counts for."""

    number: Whole
    name: NonEmpty
    en: NonEmpty
    element_stage: NonEmpty
    certainty: Certainty


class SceneData(Data):
    """场景 · One scene of the guide; its description is never official wording."""

    number: Whole
    name: TextData
    guide_stage: NonEmpty
    certainty: Certainty
    description_basis: DescriptionBasis
    description: TextData


class ScenesFile(Data):
    """场景指引 · The stages and scenes of the guide."""

    title: TextData
    document_number: NonEmpty
    official_url: NonEmpty | None
    official_read: Truth
    note: TextData
    stages: Annotated[list[GuideStageData], Field(min_length=1)]
    #: Null says that the guide's list is not known; a known one is never empty.
    scenes: Annotated[list[SceneData], Field(min_length=1)] | None


class GapsData(Data):
    """差距的说明文字 · What an applicant is told to be missing."""

    not_met: Annotated[TextData, Field(alias="not-met")]
    in_principle: Annotated[TextData, Field(alias="in-principle")]
    unknown: TextData


class WordingFile(Data):
    """说明文字 · The sentences of a verdict; holes in braces are filled."""

    #: By operator; those that only combine others have no sentences of their own.
    reasons: dict[Operator, ReasonsData]
    judged: TextData
    gaps: GapsData
