"""The form of a check: one operator of the closed set, with its facts and its threshold."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.scoring.store.schema_parts import (
    Data,
    Day,
    Exact,
    FactName,
    Name,
    NonEmpty,
    Share,
    Whole,
)

#: More than 0: a threshold that an edition does not set is left out.
_Least = Annotated[Exact, Field(gt=0)]
_Number = Annotated[Whole, Field(ge=1)]


class IsTrueData(Data):
    """事实为是 · The fact, a boolean, is true."""

    op: Literal["is-true"]
    fact: FactName


class IsFilledData(Data):
    """事实已填写 · The fact is not null, where null says that there is none."""

    op: Literal["is-filled"]
    fact: FactName


class AtLeastData(Data):
    """数值不低于门槛（≥） · The number is the threshold or more."""

    op: Literal["at-least"]
    fact: FactName
    threshold: _Least


class AtMostData(Data):
    """数值不高于门槛（≤） · The number is the threshold or less."""

    op: Literal["at-most"]
    fact: FactName
    threshold: Exact


class EqualToData(Data):
    """数值等于（=） · The number is exactly this one."""

    op: Literal["equal-to"]
    fact: FactName
    value: Exact


class BetweenData(Data):
    """数值在两个界限之间，含界限 · The number lies between both bounds, or on one of them."""

    op: Literal["between"]
    fact: FactName
    lower: Annotated[Exact, Field(alias="from")]
    upper: Annotated[Exact, Field(alias="to")]

    @model_validator(mode="after")
    def _bounds_are_in_order(self) -> "BetweenData":
        if self.lower > self.upper:
            raise _out_of_order()
        return self


class PeriodWithinData(Data):
    """日期或期间在界限之内，含界限 · A day, or a period with its last day, lies within bounds."""

    op: Literal["period-within"]
    starts: FactName
    ends: FactName | None = None
    not_before: Day | None = None
    not_after: Day | None = None

    @model_validator(mode="after")
    def _bounds_are_in_order(self) -> "PeriodWithinData":
        first, last = self.not_before, self.not_after
        if first is None and last is None:
            raise PydanticCustomError(
                "bounds-missing",
                "no bound",
                {
                    "zh": "须有 not_before 或 not_after",
                    "en": "needs not_before or not_after, or both",
                },
            )
        if first is not None and last is not None and first > last:
            raise _out_of_order()
        return self


class OneOfData(Data):
    """文本或选项属于所列之一 · The text or choice is one of the values."""

    op: Literal["one-of"]
    fact: FactName
    values: Annotated[list[NonEmpty], Field(min_length=1)]


class CountAtLeastData(Data):
    """条目数不少于门槛 · The list, the map or the set of names has at least so many entries."""

    op: Literal["count-at-least"]
    fact: FactName
    threshold: _Number


class CoversData(Data):
    """覆盖所列全部环节 · The element stages of the fact are all that are required, or more."""

    op: Literal["covers"]
    fact: FactName
    required: Annotated[list[NonEmpty], Field(min_length=1)]


class CoversAtLeastData(Data):
    """至少覆盖所列环节中的若干个 · The fact has at least so many of the listed element stages."""

    op: Literal["covers-at-least"]
    fact: FactName
    listed: Annotated[list[NonEmpty], Field(min_length=1)]
    threshold: _Number


class RecognisedAsData(Data):
    """已获某等级、某部门、某批次的认定 · One of the recognitions is of such a tier, body and batch."""

    op: Literal["recognised-as"]
    #: A list of records with the fields tier, by and batch.
    fact: FactName
    tiers: Annotated[list[Name], Field(min_length=1)]
    by: Annotated[list[Name], Field(min_length=1)] | None = None
    batches: Annotated[list[NonEmpty], Field(min_length=1)] | None = None


class ShareAtLeastData(Data):
    """比例不低于门槛，按精确分数 · Part over whole, as an exact fraction, is the threshold or more."""

    op: Literal["share-at-least"]
    part: FactName
    whole: FactName
    threshold: Annotated[Share, Field(gt=0, le=1)]


class BandData(Data):
    """一个等级的分数段 · The scores of one level; either `below` or `up_to` is its upper bound."""

    level: Whole
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
    """得分在所报等级的分数段内 · The score lies within the band of the level."""

    op: Literal["within-band"]
    score: FactName
    level: FactName
    bands: Annotated[list[BandData], Field(min_length=1)]


class AllOfData(Data):
    """全部成立 · All of the checks hold."""

    op: Literal["all-of"]
    checks: Annotated[list["CheckData"], Field(min_length=1)]


class AnyOfData(Data):
    """至少一项成立 · At least one of the checks holds."""

    op: Literal["any-of"]
    checks: Annotated[list["CheckData"], Field(min_length=1)]


class AtLeastNOfData(Data):
    """至少若干项成立 · At least so many of the checks hold."""

    op: Literal["at-least-n-of"]
    threshold: _Number
    checks: Annotated[list["CheckData"], Field(min_length=1)]

    @model_validator(mode="after")
    def _can_be_reached(self) -> "AtLeastNOfData":
        if self.threshold > len(self.checks):
            raise PydanticCustomError(
                "threshold-out-of-reach",
                "more than there are",
                {"zh": "门槛大于检查项数", "en": "asks for more checks than there are"},
            )
        return self


#: What has sentences of its own; combinations are explained where they stand.
Operator = Literal[
    "is-true",
    "is-filled",
    "at-least",
    "at-most",
    "equal-to",
    "between",
    "period-within",
    "one-of",
    "count-at-least",
    "covers",
    "covers-at-least",
    "recognised-as",
    "share-at-least",
    "within-band",
]

SimpleCheckData = (
    IsTrueData
    | IsFilledData
    | AtLeastData
    | AtMostData
    | EqualToData
    | BetweenData
    | PeriodWithinData
    | OneOfData
    | CountAtLeastData
    | CoversData
    | CoversAtLeastData
    | RecognisedAsData
    | ShareAtLeastData
    | WithinBandData
)

CheckData = Annotated[
    SimpleCheckData | AllOfData | AnyOfData | AtLeastNOfData, Field(discriminator="op")
]


def _out_of_order() -> PydanticCustomError:
    return PydanticCustomError(
        "bounds-out-of-order",
        "bounds are out of order",
        {"zh": "下限大于上限", "en": "has a lower bound above the upper one"},
    )
