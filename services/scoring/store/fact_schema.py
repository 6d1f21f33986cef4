"""The form of ``facts.yaml``: which facts there are, and of what type."""

from typing import Annotated, Literal

from pydantic import Field

from services.scoring.domain.scenes import Derivation
from services.scoring.store.schema_parts import Data, Exact, FactName, NonEmpty, TextData, Truth


class _TypeData(Data):
    nullable: Truth = False
    optional: Truth = False


class IntegerData(_TypeData):
    kind: Literal["integer"]
    minimum: int
    maximum: int


class DecimalData(_TypeData):
    kind: Literal["decimal"]
    minimum: Exact
    maximum: Exact
    places: Annotated[int, Field(ge=0, le=18)]


class BooleanData(_TypeData):
    kind: Literal["boolean"]


class TextTypeData(_TypeData):
    kind: Literal["text"]
    maximum_length: Annotated[int, Field(ge=1)]


class ChoiceData(_TypeData):
    kind: Literal["choice"]
    values: Annotated[list[NonEmpty], Field(min_length=1)]


class RecordData(_TypeData):
    kind: Literal["record"]
    fields: dict[FactName, "TypeData"]


class ListData(_TypeData):
    kind: Literal["list"]
    items: "TypeData"
    maximum_items: Annotated[int, Field(ge=1)]


class MapData(_TypeData):
    kind: Literal["map"]
    values: "TypeData"
    maximum_items: Annotated[int, Field(ge=1)]


TypeData = Annotated[
    IntegerData
    | DecimalData
    | BooleanData
    | TextTypeData
    | ChoiceData
    | RecordData
    | ListData
    | MapData,
    Field(discriminator="kind"),
]


class FactData(Data):
    name: FactName
    title: TextData
    type: TypeData
    unit: TextData | None = None
    comes_from: TextData


class DerivedData(Data):
    name: FactName
    by: Derivation
    from_fact: Annotated[FactName, Field(alias="from")]
    title: TextData


class FactsFile(Data):
    facts: list[FactData]
    derived: list[DerivedData]
