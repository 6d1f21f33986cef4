"""The closed set of operators that an edition may use, compiled to closures over known facts.

There are no expressions of users here, so there is nothing to bound: each operator reads a fixed
number of facts once. A fact that is not known makes a check unknown, never false.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import assert_never

from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.logic import Truth, all_of, any_of

Known = Mapping[str, FactValue]
CompiledCheck = Callable[[Known], Truth]


@dataclass(frozen=True, kw_only=True)
class IsTrue:
    fact: str


@dataclass(frozen=True, kw_only=True)
class IsFilled:
    """The fact is known and says something: null, where it is allowed, says that there is none."""

    fact: str


@dataclass(frozen=True, kw_only=True)
class AtLeast:
    fact: str
    threshold: Decimal


@dataclass(frozen=True, kw_only=True)
class Covers:
    """The fact, a set of names, holds all the required ones."""

    fact: str
    required: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShareAtLeast:
    """Part over whole, as an exact fraction; over a whole of zero there is no share."""

    part: str
    whole: str
    threshold: Fraction


@dataclass(frozen=True, kw_only=True)
class Band:
    """Scores of one level: from the lower bound, below the upper one or up to it."""

    level: int
    lower: Decimal
    upper: Decimal
    includes_upper: bool

    def holds(self, score: Decimal) -> bool:
        return self.lower <= score and (
            score <= self.upper if self.includes_upper else score < self.upper
        )


@dataclass(frozen=True, kw_only=True)
class WithinBand:
    score: str
    level: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class AllOf:
    checks: tuple["Check", ...]


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    checks: tuple["Check", ...]


Check = IsTrue | IsFilled | AtLeast | Covers | ShareAtLeast | WithinBand | AllOf | AnyOf


def compile_check(check: Check) -> CompiledCheck:  # noqa: PLR0911 - one return an operator
    """Turn an operator's data into a function of the known facts."""
    match check:
        case IsTrue(fact=fact):
            return partial(_is_true, fact)
        case IsFilled(fact=fact):
            return partial(_is_filled, fact)
        case AtLeast(fact=fact, threshold=threshold):
            return partial(_at_least, fact, threshold)
        case Covers(fact=fact, required=required):
            return partial(_covers, fact, frozenset(required))
        case ShareAtLeast():
            return partial(_share_at_least, check)
        case WithinBand(bands=bands):
            return partial(_within_band, check, {band.level: band for band in bands})
        case AllOf(checks=checks):
            return partial(_combined, all_of, tuple(map(compile_check, checks)))
        case AnyOf(checks=checks):
            return partial(_combined, any_of, tuple(map(compile_check, checks)))
        case _:
            assert_never(check)


def facts_read_by(check: Check) -> tuple[str, ...]:
    """Name the facts a check reads, each once, in the order in which it reads them."""
    match check:
        case IsTrue(fact=fact) | IsFilled(fact=fact) | AtLeast(fact=fact) | Covers(fact=fact):
            return (fact,)
        case ShareAtLeast(part=part, whole=whole):
            return (part, whole)
        case WithinBand(score=score, level=level):
            return (score, level)
        case AllOf(checks=checks) | AnyOf(checks=checks):
            return tuple(dict.fromkeys(name for part in checks for name in facts_read_by(part)))
        case _:
            assert_never(check)


def number(known: Known, name: str) -> Decimal | None:
    """Give a known number exactly."""
    value = known.get(name)
    if isinstance(value, bool):
        return None
    return Decimal(value) if isinstance(value, int | Decimal) else None


def names(known: Known, name: str) -> frozenset[str] | None:
    """Give a known set of names."""
    value = known.get(name)
    return frozenset(map(str, value)) if isinstance(value, tuple) else None


def share(known: Known, check: ShareAtLeast) -> Fraction | None:
    """Give part over whole, unless one is not known or the whole is zero."""
    part, whole = number(known, check.part), number(known, check.whole)
    return Fraction(part) / Fraction(whole) if part is not None and whole else None


def _is_true(fact: str, known: Known) -> Truth:
    value = known.get(fact)
    return value if isinstance(value, bool) else None


def _is_filled(fact: str, known: Known) -> Truth:
    return known[fact] is not None if fact in known else None


def _at_least(fact: str, threshold: Decimal, known: Known) -> Truth:
    value = number(known, fact)
    return None if value is None else value >= threshold


def _covers(fact: str, required: frozenset[str], known: Known) -> Truth:
    held = names(known, fact)
    return None if held is None else required <= held


def _share_at_least(check: ShareAtLeast, known: Known) -> Truth:
    found = share(known, check)
    return None if found is None else found >= check.threshold


def _within_band(check: WithinBand, bands: Mapping[int, Band], known: Known) -> Truth:
    score, level = number(known, check.score), number(known, check.level)
    if score is None or level is None:
        return None
    band = bands.get(int(level))
    return band is not None and band.holds(score)


def _combined(
    combine: Callable[[Iterable[Truth]], Truth], checks: tuple[CompiledCheck, ...], known: Known
) -> Truth:
    return combine(check(known) for check in checks)
