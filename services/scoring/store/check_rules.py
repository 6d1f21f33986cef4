"""What may stand in a check and in the sentences that explain it."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import assert_never

from services.scoring.domain.explanation import PLACEHOLDERS, placeholders_in
from services.scoring.store import bundle_schema as data
from services.scoring.store import check_schema, schema_parts
from services.scoring.store.bundle import bundle_fault
from services.scoring.store.fact_sorts import FactSort
from shared.errors import Fault

_MISSING = frozenset({"missing"})


def faults_of_check(
    here: str,
    check: check_schema.CheckData,
    sorts: Mapping[str, AbstractSet[FactSort]],
    stages: AbstractSet[str],
) -> Iterator[Fault]:
    """Find facts that do not exist or are of a type that the operator cannot read."""
    if isinstance(check, check_schema.AllOfData | check_schema.AnyOfData):
        for position, part in enumerate(check.checks):
            yield from faults_of_check(f"{here}/checks/{position}", part, sorts, stages)
        return
    for field, fact, wanted in _reads(check):
        if fact not in sorts:
            yield bundle_fault(
                f"{here}/{field}", "fact-unknown", "没有此事实", "is not a fact of the catalogue"
            )
        elif wanted not in sorts[fact]:
            yield bundle_fault(
                f"{here}/{field}",
                "fact-of-other-type",
                f"{check.op} 不能读取此类型的事实",
                f"{check.op} cannot read a fact of this type",
            )
    yield from _faults_of_names(here, check, stages)


def _faults_of_names(
    here: str, check: check_schema.SimpleCheckData, stages: AbstractSet[str]
) -> Iterator[Fault]:
    if isinstance(check, check_schema.CoversData):
        for position, name in enumerate(check.required):
            if name not in stages:
                yield bundle_fault(
                    f"{here}/required/{position}",
                    "stage-unknown",
                    "没有此要素环节",
                    "is not an element stage of the edition",
                )
    elif isinstance(check, check_schema.WithinBandData):
        levels = [band.level for band in check.bands]
        for position, level in enumerate(levels):
            if level in levels[:position]:
                yield bundle_fault(f"{here}/bands/{position}", "repeated", "重复", "stands twice")


def _reads(check: check_schema.SimpleCheckData) -> list[tuple[str, str, FactSort]]:
    """List field, fact and the sort of fact that an operator wants there."""
    match check:
        case check_schema.IsTrueData(fact=fact):
            return [("fact", fact, FactSort.BOOLEAN)]
        case check_schema.IsFilledData(fact=fact):
            return [("fact", fact, FactSort.NULLABLE)]
        case check_schema.AtLeastData(fact=fact):
            return [("fact", fact, FactSort.NUMBER)]
        case check_schema.CoversData(fact=fact):
            return [("fact", fact, FactSort.NAMES)]
        case check_schema.ShareAtLeastData(part=part, whole=whole):
            return [("part", part, FactSort.NUMBER), ("whole", whole, FactSort.NUMBER)]
        case check_schema.WithinBandData(score=score, level=level):
            return [("score", score, FactSort.NUMBER), ("level", level, FactSort.NUMBER)]
        case _:
            assert_never(check)


def faults_of_reasons(here: str, reasons: data.ReasonsData, op: str) -> Iterator[Fault]:
    """Find holes in an operator's sentences that nothing fills."""
    allowed = PLACEHOLDERS[op] | _MISSING
    yield from faults_of_sentence(f"{here}/met", reasons.met, allowed)
    yield from faults_of_sentence(f"{here}/not-met", reasons.not_met, allowed)
    yield from faults_of_sentence(f"{here}/unknown", reasons.unknown, allowed)


def faults_of_sentence(
    here: str, sentence: schema_parts.TextData, allowed: AbstractSet[str]
) -> Iterator[Fault]:
    """Find holes in a sentence that nothing fills, and braces that do not close."""
    for language, template in (("zh", sentence.zh), ("en", sentence.en)):
        try:
            wanted = placeholders_in(template)
        except ValueError:
            yield bundle_fault(
                f"{here}/{language}", "braces", "花括号不成对", "has braces that do not match"
            )
            continue
        for name in sorted(wanted - allowed):
            yield bundle_fault(
                f"{here}/{language}",
                "placeholder-unknown",
                f"此处没有 {{{name}}}",
                f"nothing fills {{{name}}} here",
            )
