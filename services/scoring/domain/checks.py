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

from services.scoring.domain.bound_checks import (
    AtLeast,
    AtMost,
    Between,
    EqualTo,
    PeriodWithin,
    holds_at_least,
    holds_at_most,
    holds_between,
    holds_equal_to,
    holds_period_within,
)
from services.scoring.domain.known import Known, number
from services.scoring.domain.list_checks import (
    CountAtLeast,
    Covers,
    CoversAtLeast,
    OneOf,
    RecognisedAs,
    holds_count,
    holds_covers,
    holds_covers_at_least,
    holds_one_of,
    holds_recognised_as,
)
from services.scoring.domain.logic import Truth, all_of, any_of, at_least_n_of

#: The operators, and what they are made of, are imported from here.
__all__ = [
    "AllOf",
    "AnyOf",
    "AtLeast",
    "AtLeastNOf",
    "AtMost",
    "Band",
    "Between",
    "Check",
    "CompiledCheck",
    "CountAtLeast",
    "Covers",
    "CoversAtLeast",
    "EqualTo",
    "IsFilled",
    "IsTrue",
    "Known",
    "OneOf",
    "PeriodWithin",
    "RecognisedAs",
    "ShareAtLeast",
    "WithinBand",
    "compile_check",
    "facts_read_by",
    "share",
]

CompiledCheck = Callable[[Known], Truth]


@dataclass(frozen=True, kw_only=True)
class IsTrue:
    fact: str


@dataclass(frozen=True, kw_only=True)
class IsFilled:
    """The fact is known and says something: null, where it is allowed, says that there is none."""

    fact: str


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


@dataclass(frozen=True, kw_only=True)
class AtLeastNOf:
    checks: tuple["Check", ...]
    threshold: int


Simple = (
    IsTrue
    | IsFilled
    | AtLeast
    | AtMost
    | EqualTo
    | Between
    | PeriodWithin
    | OneOf
    | CountAtLeast
    | Covers
    | CoversAtLeast
    | RecognisedAs
    | ShareAtLeast
    | WithinBand
)
Check = Simple | AllOf | AnyOf | AtLeastNOf


def compile_check(check: Check) -> CompiledCheck:
    """Turn an operator's data into a function of the known facts."""
    match check:
        case WithinBand(bands=bands):
            return partial(_holds_band, check, {band.level: band for band in bands})
        case AllOf(checks=parts):
            return partial(_combined, all_of, tuple(map(compile_check, parts)))
        case AnyOf(checks=parts):
            return partial(_combined, any_of, tuple(map(compile_check, parts)))
        case AtLeastNOf(checks=parts, threshold=threshold):
            count = partial(at_least_n_of, threshold)
            return partial(_combined, count, tuple(map(compile_check, parts)))
        case _:
            holds: Callable[..., Truth] = _HOLDS[type(check)]
            return partial(holds, check)


def facts_read_by(check: Check) -> tuple[str, ...]:
    """Name the facts a check reads, each once, in the order in which it reads them."""
    match check:
        case ShareAtLeast(part=part, whole=whole):
            return (part, whole)
        case WithinBand(score=score, level=level):
            return (score, level)
        case PeriodWithin(starts=starts, ends=ends):
            return (starts,) if ends is None else (starts, ends)
        case AllOf(checks=checks) | AnyOf(checks=checks) | AtLeastNOf(checks=checks):
            return tuple(dict.fromkeys(name for part in checks for name in facts_read_by(part)))
        case (
            IsTrue()
            | IsFilled()
            | AtLeast()
            | AtMost()
            | EqualTo()
            | Between()
            | OneOf()
            | CountAtLeast()
            | Covers()
            | CoversAtLeast()
            | RecognisedAs()
        ):
            return (check.fact,)
        case _:
            assert_never(check)


def share(known: Known, check: ShareAtLeast) -> Fraction | None:
    """Give part over whole, unless one is not known or the whole is zero."""
    part, whole = number(known, check.part), number(known, check.whole)
    return Fraction(part) / Fraction(whole) if part is not None and whole else None


def _holds_true(check: IsTrue, known: Known) -> Truth:
    value = known.get(check.fact)
    return value if isinstance(value, bool) else None


def _holds_filled(check: IsFilled, known: Known) -> Truth:
    return known[check.fact] is not None if check.fact in known else None


def _holds_share(check: ShareAtLeast, known: Known) -> Truth:
    found = share(known, check)
    return None if found is None else found >= check.threshold


def _holds_band(check: WithinBand, bands: Mapping[int, Band], known: Known) -> Truth:
    score, level = number(known, check.score), number(known, check.level)
    if score is None or level is None:
        return None
    band = bands.get(int(level))
    return band is not None and band.holds(score)


def _combined(
    combine: Callable[[Iterable[Truth]], Truth], checks: tuple[CompiledCheck, ...], known: Known
) -> Truth:
    return combine(check(known) for check in checks)


_HOLDS: Mapping[type, Callable[..., Truth]] = {
    IsTrue: _holds_true,
    IsFilled: _holds_filled,
    AtLeast: holds_at_least,
    AtMost: holds_at_most,
    EqualTo: holds_equal_to,
    Between: holds_between,
    PeriodWithin: holds_period_within,
    OneOf: holds_one_of,
    CountAtLeast: holds_count,
    Covers: holds_covers,
    CoversAtLeast: holds_covers_at_least,
    RecognisedAs: holds_recognised_as,
    ShareAtLeast: _holds_share,
}
