"""Operators that hold a number or a date against bounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.scoring.domain.known import Known, day, number
from services.scoring.domain.logic import Truth, all_of


@dataclass(frozen=True, kw_only=True)
class AtLeast:
    fact: str
    threshold: Decimal


@dataclass(frozen=True, kw_only=True)
class AtMost:
    fact: str
    threshold: Decimal


@dataclass(frozen=True, kw_only=True)
class EqualTo:
    """The number is exactly this one: 2 and 2.0 are the same number."""

    fact: str
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Between:
    """The number lies between both bounds, or on one of them."""

    fact: str
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True, kw_only=True)
class PeriodWithin:
    """A day, or a period from its first day to its last, lies within bounds; both bounds count as within."""

    starts: str
    #: The last day; None when ``starts`` is the only day.
    ends: str | None
    not_before: date | None
    not_after: date | None


def holds_at_least(check: AtLeast, known: Known) -> Truth:
    value = number(known, check.fact)
    return None if value is None else value >= check.threshold


def holds_at_most(check: AtMost, known: Known) -> Truth:
    value = number(known, check.fact)
    return None if value is None else value <= check.threshold


def holds_equal_to(check: EqualTo, known: Known) -> Truth:
    value = number(known, check.fact)
    return None if value is None else value == check.value


def holds_between(check: Between, known: Known) -> Truth:
    value = number(known, check.fact)
    return None if value is None else check.lower <= value <= check.upper


def holds_period_within(check: PeriodWithin, known: Known) -> Truth:
    """One end out of bounds decides, whatever the other one is."""
    first = day(known, check.starts)
    last = first if check.ends is None else day(known, check.ends)
    return all_of(
        (
            _in_order(check.not_before, first) if check.not_before else True,
            _in_order(last, check.not_after) if check.not_after else True,
            _in_order(first, last),
        )
    )


def _in_order(earlier: date | None, later: date | None) -> Truth:
    return None if earlier is None or later is None else earlier <= later
