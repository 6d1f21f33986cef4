"""What may stand in a check and in the sentences that explain it."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

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
    if isinstance(check, _COMBINATIONS):
        for position, part in enumerate(check.checks):
            yield from faults_of_check(f"{here}/checks/{position}", part, sorts, stages)
        return
    for field, wanted in _READS[check.op].items():
        fact = getattr(check, field)
        if fact is None:
            continue  # an operand that may be left out
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
    yield from _faults_of_operands(here, check, stages)


_COMBINATIONS = (check_schema.AllOfData, check_schema.AnyOfData, check_schema.AtLeastNOfData)

#: The fields of each operator that name a fact, and the sort of fact that it wants there.
_READS: Mapping[str, Mapping[str, FactSort]] = {
    "is-true": {"fact": FactSort.BOOLEAN},
    "is-filled": {"fact": FactSort.NULLABLE},
    "at-least": {"fact": FactSort.NUMBER},
    "at-most": {"fact": FactSort.NUMBER},
    "equal-to": {"fact": FactSort.NUMBER},
    "between": {"fact": FactSort.NUMBER},
    "period-within": {"starts": FactSort.DATE, "ends": FactSort.DATE},
    "one-of": {"fact": FactSort.WORD},
    "count-at-least": {"fact": FactSort.ENTRIES},
    "covers": {"fact": FactSort.NAMES},
    "covers-at-least": {"fact": FactSort.NAMES},
    "recognised-as": {"fact": FactSort.RECOGNITIONS},
    "share-at-least": {"part": FactSort.NUMBER, "whole": FactSort.NUMBER},
    "within-band": {"score": FactSort.NUMBER, "level": FactSort.NUMBER},
}


def _faults_of_operands(
    here: str, check: check_schema.SimpleCheckData, stages: AbstractSet[str]
) -> Iterator[Fault]:
    match check:
        case check_schema.CoversData(required=required):
            yield from _faults_of_stages(f"{here}/required", required, stages)
        case check_schema.CoversAtLeastData(listed=listed, threshold=threshold):
            yield from _faults_of_stages(f"{here}/listed", listed, stages)
            if threshold > len(listed):
                yield bundle_fault(
                    f"{here}/threshold",
                    "threshold-out-of-reach",
                    "门槛大于所列环节数",
                    "asks for more stages than are listed",
                )
        case check_schema.OneOfData(values=values):
            yield from repeated(f"{here}/values", values)
        case check_schema.WithinBandData(bands=bands):
            yield from _faults_of_bands(f"{here}/bands", bands)


def _faults_of_stages(here: str, named: Sequence[str], stages: AbstractSet[str]) -> Iterator[Fault]:
    yield from repeated(here, named)
    for position, name in enumerate(named):
        if name not in stages:
            yield bundle_fault(
                f"{here}/{position}",
                "stage-unknown",
                "没有此要素环节",
                "is not an element stage of the edition",
            )


def _faults_of_bands(here: str, bands: Sequence[check_schema.BandData]) -> Iterator[Fault]:
    yield from repeated(here, [band.level for band in bands])
    for position, band in enumerate(bands):
        for other in bands[:position]:
            if band.level != other.level and _overlap(band, other):
                yield bundle_fault(
                    f"{here}/{position}",
                    "bands-overlap",
                    f"与第 {other.level} 级的分数段重叠",
                    f"overlaps the band of level {other.level}",
                )


def _overlap(one: check_schema.BandData, other: check_schema.BandData) -> bool:
    low, high = sorted((one, other), key=lambda band: band.lower)
    if low.up_to is not None:
        return high.lower <= low.up_to
    return low.below is not None and high.lower < low.below


def repeated(here: str, values: Sequence[Hashable], *, skip: int = 0) -> Iterator[Fault]:
    """Name what stands twice; places are counted after the ones to skip."""
    seen: set[Hashable] = set()
    for position, value in enumerate(values):
        if position >= skip and value in seen:
            yield bundle_fault(f"{here}/{position - skip}", "repeated", "重复", "stands twice")
        seen.add(value)


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
