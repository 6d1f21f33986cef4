"""What operators and derivations can read of a fact, by its type."""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from services.scoring.domain.fact_types import (
    BooleanType,
    ChoiceType,
    DateType,
    DecimalType,
    FactType,
    IntegerType,
    ListType,
    MapType,
    RecordType,
    TextType,
)
from services.scoring.domain.scenes import Derivation


class FactSort(StrEnum):
    """What a fact can be read as."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    NAMES = "names"
    #: One text or choice.
    WORD = "word"
    DATE = "date"
    #: Something whose entries can be counted.
    ENTRIES = "entries"
    #: A list of records with the fields tier, by and batch.
    RECOGNITIONS = "recognitions"
    #: Null says something about it.
    NULLABLE = "nullable"


_SCENE_FIELDS: dict[str, type[FactType]] = {
    "scene_number": IntegerType,
    "own_name": TextType,
    "guide_stage": ChoiceType,
    "uses_ai": BooleanType,
}


def sorts_of(type_: FactType) -> AbstractSet[FactSort]:
    """Tell what a stated fact can be read as."""
    sorts: set[FactSort] = {FactSort.NULLABLE} if type_.nullable else set()
    if isinstance(type_, BooleanType):
        sorts.add(FactSort.BOOLEAN)
    if isinstance(type_, IntegerType | DecimalType):
        sorts.add(FactSort.NUMBER)
    if isinstance(type_, TextType | ChoiceType):
        sorts.add(FactSort.WORD)
    if isinstance(type_, DateType):
        sorts.add(FactSort.DATE)
    if isinstance(type_, ListType | MapType):
        sorts.add(FactSort.ENTRIES)
    if isinstance(type_, ListType) and _holds_recognitions(type_.items):
        sorts.add(FactSort.RECOGNITIONS)
    return sorts


def sorts_of_derivation(derivation: Derivation) -> AbstractSet[FactSort]:
    """Tell what a derived fact can be read as."""
    if derivation is Derivation.ELEMENT_STAGES:
        return {FactSort.NAMES, FactSort.ENTRIES}
    return {FactSort.NUMBER}


def stages_offered(type_: FactType) -> frozenset[str] | None:
    """Give the guide stages that a list of scenes offers; None when it is no such list."""
    record = type_.items if isinstance(type_, ListType) else None
    if not isinstance(record, RecordType):
        return None
    fits = all(
        isinstance(record.fields.get(name), kind)
        # These two are computed with; a scene goes by its number or its name.
        and (name not in ("guide_stage", "uses_ai") or not record.fields[name].optional)
        for name, kind in _SCENE_FIELDS.items()
    )
    stage = record.fields.get("guide_stage")
    return frozenset(stage.values) if fits and isinstance(stage, ChoiceType) else None


def _holds_recognitions(type_: FactType) -> bool:
    return isinstance(type_, RecordType) and all(
        isinstance(type_.fields.get(name), TextType | ChoiceType)
        for name in ("tier", "by", "batch")
    )
