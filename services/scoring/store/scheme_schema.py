"""The form of a scheme's file, and the scheme made of it; what holds between its parts is the domain's."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from services.scoring.domain import schemes as domain
from services.scoring.domain.edition import ContentHash
from services.scoring.domain.provenance import Certainty, Source
from services.scoring.domain.schemes import MachineRule
from services.scoring.store.bundle_schema import SourceData
from services.scoring.store.schema_parts import Data, FactName, Name, TextData
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of
from shared.text import Text

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


def _number_of(value: object) -> Decimal:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise PydanticCustomError(
        "decimal",
        "not a decimal",
        {
            "zh": "应为不超过九位整数、六位小数的十进制数文本",
            "en": "must be a decimal as text, of nine digits before the point and six after at most",
        },
    )


#: Nothing that takes long to compute with, and never a float.
Number = Annotated[Decimal, BeforeValidator(_number_of)]
Count = Annotated[int, Field(ge=0, le=1000)]


class StepData(Data):
    at_least: Number
    points: Number


class LadderData(Data):
    kind: Literal["ladder"]
    fact: FactName
    steps: Annotated[list[StepData], Field(min_length=1, max_length=100)]

    def rule(self) -> MachineRule:
        return domain.Ladder(
            fact=self.fact, steps=tuple((step.at_least, step.points) for step in self.steps)
        )


class BandData(Data):
    #: Included.
    starts: Annotated[Number | None, Field(alias="from")] = None
    #: Not included.
    below: Number | None = None
    points: Number


class BandsData(Data):
    kind: Literal["bands"]
    fact: FactName
    bands: Annotated[list[BandData], Field(min_length=1, max_length=100)]

    def rule(self) -> MachineRule:
        return domain.Bands(fact=self.fact, bands=_bands(self.bands))


class ShareData(Data):
    kind: Literal["share"]
    numerator: FactName
    denominator: FactName
    bands: Annotated[list[BandData], Field(min_length=1, max_length=100)] | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None

    def rule(self) -> MachineRule:
        return domain.Share(
            numerator=self.numerator,
            denominator=self.denominator,
            bands=None if self.bands is None else _bands(self.bands),
            decimals=self.decimals,
        )


class ExpertData(Data):
    kind: Literal["expert"]
    least: Number
    step: Number
    guidance: TextData

    def rule(self) -> domain.ExpertRule:
        return domain.ExpertRule(least=self.least, step=self.step, guidance=_text(self.guidance))


class ItemData(Data):
    id: Name
    title: TextData
    most: Number | None
    rule: Annotated[
        LadderData | BandsData | ShareData | ExpertData | None, Field(discriminator="kind")
    ]
    when_unknown: Number | None = None
    source: Name | None = None
    certainty: Certainty | None = None
    note: TextData | None = None


class TieData(Data):
    by: Literal["item", "lot"]
    item: Name | None = None


class AggregationData(Data):
    method: domain.Method
    trim: Count = 0
    least_ballots: Count = 0
    decimals: Annotated[int, Field(ge=0, le=6)]
    outliers_from: Number | None = None
    ties: Annotated[list[TieData], Field(max_length=20)]

    def aggregation(self) -> domain.Aggregation:
        """Make the rule; a tie by item without its item is found by the scheme's checks."""
        return domain.Aggregation(
            method=self.method,
            trim=self.trim,
            least_ballots=self.least_ballots,
            decimals=self.decimals,
            outliers_from=self.outliers_from,
            ties=tuple(
                domain.Tie(item_id=(tie.item or "") if tie.by == "item" else None)
                for tie in self.ties
            ),
        )


class SchemeFile(Data):
    scheme_id: Name
    title: TextData
    standing: domain.Standing
    place: TextData
    note: TextData
    sources: dict[Name, SourceData]
    edition_id: Name | None
    total: Number | None
    items: Annotated[list[ItemData], Field(min_length=1, max_length=100)]
    aggregation: AggregationData | None


def scheme_of(content: Mapping[str, JsonValue]) -> domain.Scheme:
    """Make a scheme of its content, hashed in canonical form; raise Pydantic's ValidationError."""
    file = SchemeFile.model_validate(content)
    digests = digests_of(canonical_bytes(content))
    return domain.Scheme(
        scheme_id=file.scheme_id,
        title=_text(file.title),
        standing=file.standing,
        place=_text(file.place),
        note=_text(file.note),
        edition_id=file.edition_id,
        total=file.total,
        items=tuple(_item(item, file.sources) for item in file.items),
        aggregation=None if file.aggregation is None else file.aggregation.aggregation(),
        content_hash=ContentHash(sha256=digests.sha256, sm3=digests.sm3),
        content=content,
    )


def _item(item: ItemData, sources: Mapping[str, SourceData]) -> domain.Item:
    source = sources.get(item.source) if item.source else None
    return domain.Item(
        item_id=item.id,
        title=_text(item.title),
        most=item.most,
        rule=None if item.rule is None else item.rule.rule(),
        when_unknown=item.when_unknown,
        source=None if source is None else Source(title=source.title, url=source.url),
        certainty=item.certainty,
        note=None if item.note is None else _text(item.note),
    )


def _bands(bands: list[BandData]) -> tuple[domain.Band, ...]:
    return tuple(domain.Band(starts=one.starts, ends=one.below, points=one.points) for one in bands)


def _text(text: TextData) -> Text:
    return Text(zh=text.zh, en=text.en)
