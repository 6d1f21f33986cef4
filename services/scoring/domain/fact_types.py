"""The closed set of types that a fact may have, as data of an edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: What a checked fact is inside the domain: decimals are exact, lists are tuples.
FactValue = (
    None | bool | int | Decimal | str | date | tuple["FactValue", ...] | Mapping[str, "FactValue"]
)


@dataclass(frozen=True, kw_only=True)
class IntegerType:
    minimum: int
    maximum: int
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class DecimalType:
    """A number written as a decimal string, so that no reader rounds it."""

    minimum: Decimal
    maximum: Decimal
    places: int
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class BooleanType:
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class TextType:
    maximum_length: int
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class DateType:
    """A day of the calendar, written ``2025-07-18``; it has no time and no zone."""

    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class ChoiceType:
    values: tuple[str, ...]
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordType:
    fields: Mapping[str, "FactType"]
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class ListType:
    items: "FactType"
    maximum_items: int
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class MapType:
    """An object whose keys are codes that the caller chose."""

    values: "FactType"
    maximum_items: int
    nullable: bool = False
    optional: bool = False


FactType = (
    IntegerType
    | DecimalType
    | BooleanType
    | TextType
    | DateType
    | ChoiceType
    | RecordType
    | ListType
    | MapType
)
