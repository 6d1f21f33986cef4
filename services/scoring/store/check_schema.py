"""The form of a check: one operator of the closed set, with its facts and its threshold."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.scoring.store.schema_parts import Data, Exact, FactName, NonEmpty, Share


class IsTrueData(Data):
    op: Literal["is-true"]
    fact: FactName


class IsFilledData(Data):
    op: Literal["is-filled"]
    fact: FactName


class AtLeastData(Data):
    op: Literal["at-least"]
    fact: FactName
    #: More than 0: a threshold that an edition does not set is left out.
    threshold: Annotated[Exact, Field(gt=0)]


class CoversData(Data):
    op: Literal["covers"]
    fact: FactName
    required: Annotated[list[NonEmpty], Field(min_length=1)]


class ShareAtLeastData(Data):
    op: Literal["share-at-least"]
    part: FactName
    whole: FactName
    threshold: Annotated[Share, Field(gt=0, le=1)]


class BandData(Data):
    level: int
    lower: Annotated[Exact, Field(alias="from")]
    #: Exclusive upper bound; a band has this or the next one.
    below: Exact | None = None
    up_to: Exact | None = None

    @model_validator(mode="after")
    def _has_one_upper_bound(self) -> "BandData":
        upper = self.below if self.up_to is None else self.up_to
        if (self.below is None) == (self.up_to is None) or upper is None or upper <= self.lower:
            raise PydanticCustomError(
                "band-bounds",
                "bounds do not fit",
                {
                    "zh": "须有且仅有一个上限（below 或 up_to），且大于下限",
                    "en": "needs one upper bound, below or up_to, above the lower one",
                },
            )
        return self


class WithinBandData(Data):
    op: Literal["within-band"]
    score: FactName
    level: FactName
    bands: Annotated[list[BandData], Field(min_length=1)]


class AllOfData(Data):
    op: Literal["all-of"]
    checks: Annotated[list["CheckData"], Field(min_length=1)]


class AnyOfData(Data):
    op: Literal["any-of"]
    checks: Annotated[list["CheckData"], Field(min_length=1)]


SimpleCheckData = (
    IsTrueData | IsFilledData | AtLeastData | CoversData | ShareAtLeastData | WithinBandData
)

CheckData = Annotated[
    IsTrueData
    | IsFilledData
    | AtLeastData
    | CoversData
    | ShareAtLeastData
    | WithinBandData
    | AllOfData
    | AnyOfData,
    Field(discriminator="op"),
]
