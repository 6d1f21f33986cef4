"""How the ballots on an application become one number: exact, the same on every machine.

Means are fractions and exact. Only the standardised mean needs square roots: they are taken in one
decimal context (50 digits, half-even), in one order (by expert id), so that every rerun agrees.
Leaving out each expert in turn computes all this hundreds of times: sums are taken in decimals that hold
every digit, and what depends on one expert alone is remembered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache

from services.scoring.domain.schemes import Aggregation, Method

ROOTS = Context(prec=50, rounding=ROUND_HALF_EVEN)

#: Points have twelve digits at the most, so sums of them and of their squares fit; should one not, it raises.
_EXACT = Context(prec=200, traps=[Inexact])


@dataclass(frozen=True, kw_only=True)
class Vote:
    """What one expert's ballot on one application adds up to."""

    application_id: str
    expert_id: str
    total: Decimal
    points: Mapping[str, Decimal]


#: Application → number; None when too few ballots are left for the method.
Combined = dict[str, Fraction | None]


def combined(rule: Aggregation, votes: Sequence[Vote], applications: Sequence[str]) -> Combined:
    """Combine the votes on each application."""
    by_application: defaultdict[str, list[Vote]] = defaultdict(list)
    for vote in sorted(votes, key=lambda one: (one.application_id, one.expert_id)):
        by_application[vote.application_id].append(vote)
    if rule.method is Method.STANDARDISED_MEAN:
        return _standardised(rule, votes, by_application, applications)
    trim = rule.trim if rule.method is Method.TRIMMED_MEAN else 0
    return {
        one: _trimmed([vote.total for vote in by_application[one]], trim) for one in applications
    }


def not_standardised(rule: Aggregation, votes: Sequence[Vote]) -> list[str]:
    """Name the experts whose ballots are too few to standardise and are taken as they are."""
    if rule.method is not Method.STANDARDISED_MEAN:
        return []
    return sorted(
        expert for expert, many in _by_expert(votes).items() if len(many) < rule.least_ballots
    )


def outliers(rule: Aggregation, votes: Sequence[Vote]) -> set[tuple[str, str]]:
    """Name the ballots (application, expert) that lie far from the median of their application."""
    if rule.outliers_from is None:
        return set()
    by_application: defaultdict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_application[vote.application_id].append(vote)
    return {
        (vote.application_id, vote.expert_id)
        for many in by_application.values()
        for vote in many
        if abs(Fraction(vote.total) - _median([one.total for one in many])) >= rule.outliers_from
    }


def _trimmed(totals: Sequence[Decimal], trim: int) -> Fraction | None:
    kept = sorted(totals)[trim : len(totals) - trim]
    return mean(kept) if kept else None


def mean(numbers: Sequence[Decimal]) -> Fraction:
    """Give the exact mean."""
    return Fraction(_sum(numbers)) / len(numbers)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def _median(totals: Sequence[Decimal]) -> Fraction:
    ordered = sorted(map(Fraction, totals))
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _by_expert(votes: Sequence[Vote]) -> Mapping[str, list[Decimal]]:
    found: defaultdict[str, list[Decimal]] = defaultdict(list)
    for vote in sorted(votes, key=lambda one: (one.expert_id, one.application_id)):
        found[vote.expert_id].append(vote.total)
    return found


def _standardised(
    rule: Aggregation,
    votes: Sequence[Vote],
    by_application: Mapping[str, Sequence[Vote]],
    applications: Sequence[str],
) -> Combined:
    """Bring each expert's ballots to the mean and spread of all, then average them."""
    if not votes:
        return dict.fromkeys(applications)
    overall = _spread_of(tuple(sorted(vote.total for vote in votes)))
    own = {
        expert: _spread_of(tuple(many)) if len(many) >= rule.least_ballots else overall
        for expert, many in _by_expert(votes).items()
    }
    result: Combined = {}
    for application in applications:
        many = by_application.get(application, ())
        if not many:
            result[application] = None
            continue
        total = Decimal(0)
        for vote in many:
            total = ROOTS.add(total, _places_from_mean(own[vote.expert_id], vote.total))
        average = ROOTS.divide(total, Decimal(len(many)))
        moved = ROOTS.multiply(overall.deviation, average)
        result[application] = overall.mean + Fraction(moved)
    return result


@dataclass(frozen=True, kw_only=True)
class _Spread:
    mean: Fraction
    #: Population standard deviation.
    deviation: Decimal


@lru_cache(maxsize=2000)
def _spread_of(totals: tuple[Decimal, ...]) -> _Spread:
    count, total = len(totals), Fraction(_sum(totals))
    squares = Fraction(_sum(_EXACT.multiply(one, one) for one in totals))
    variance = (squares - total * total / count) / count
    return _Spread(mean=total / count, deviation=ROOTS.sqrt(_divided(variance)))


@lru_cache(maxsize=20_000)
def _places_from_mean(spread: _Spread, total: Decimal) -> Decimal:
    """Give the distance from the mean in deviations; 0 for who gave the same points to all."""
    if not spread.deviation:
        return Decimal(0)
    return ROOTS.divide(_divided(Fraction(total) - spread.mean), spread.deviation)


def _divided(fraction: Fraction) -> Decimal:
    return ROOTS.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
