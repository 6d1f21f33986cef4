"""The form of ``facts.yaml``: which facts there are, and of what type."""

from typing import Annotated, Literal

from pydantic import Field

from services.scoring.domain.scenes import Derivation
from services.scoring.store.schema_parts import (
    Data,
    Exact,
    FactName,
    Name,
    NonEmpty,
    TextData,
    Truth,
    Whole,
)


class _TypeData(Data):
    nullable: Truth = False
    optional: Truth = False


class IntegerData(_TypeData):
    """整数 · A whole number."""

    kind: Literal["integer"]
    minimum: Whole
    maximum: Whole


class DecimalData(_TypeData):
    """十进制数 · A decimal, sent as text."""

    kind: Literal["decimal"]
    minimum: Exact
    maximum: Exact
    places: Annotated[Whole, Field(ge=0, le=18)]


class BooleanData(_TypeData):
    """是否 · True or false."""

    kind: Literal["boolean"]


class TextTypeData(_TypeData):
    """文本 · Text."""

    kind: Literal["text"]
    maximum_length: Annotated[Whole, Field(ge=1)]


class DateData(_TypeData):
    """日期 · A day of the calendar."""

    kind: Literal["date"]


class ChoiceData(_TypeData):
    """选项 · One of the values."""

    kind: Literal["choice"]
    values: Annotated[list[NonEmpty], Field(min_length=1)]


class RecordData(_TypeData):
    """记录 · An object of named fields."""

    kind: Literal["record"]
    fields: dict[FactName, "TypeData"]


class ListData(_TypeData):
    """列表 · A list."""

    kind: Literal["list"]
    items: "TypeData"
    maximum_items: Annotated[Whole, Field(ge=1)]


class MapData(_TypeData):
    """按代码排列的对象 · An object by codes that the caller chose."""

    kind: Literal["map"]
    values: "TypeData"
    maximum_items: Annotated[Whole, Field(ge=1)]


TypeData = Annotated[
    IntegerData
    | DecimalData
    | BooleanData
    | TextTypeData
    | DateData
    | ChoiceData
    | RecordData
    | ListData
    | MapData,
    Field(discriminator="kind"),
]


class EvidenceData(Data):
    """佐证材料的一种 · One kind of document that may show a fact."""

    kind: Name
    title: TextData


class FactData(Data):
    """事实 · One fact that a caller may state."""

    name: FactName
    title: TextData
    type: TypeData
    unit: TextData | None = None
    comes_from: TextData
    #: Kinds of documents that may show it; left out when no text names one.
    evidence: list[Name] = Field(default_factory=list)


class DerivedData(Data):
    """计算得出的事实 · A fact that is computed from another one and never sent."""

    name: FactName
    by: Derivation
    from_fact: Annotated[FactName, Field(alias="from")]
    title: TextData


class FactsFile(Data):
    """事实目录 · The facts that criteria may read, and what is computed from them."""

    evidence_kinds: list[EvidenceData] = Field(default_factory=list)
    facts: list[FactData]
    derived: list[DerivedData]
