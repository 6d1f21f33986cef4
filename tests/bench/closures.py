"""The checks of an edition as bare closures: yes or no, nothing missing, nothing told. What could not be faster in Python."""

from collections.abc import Callable, Mapping
from typing import Any

from services.scoring.domain import checks
from services.scoring.domain.edition import Edition

Closure = Callable[[Mapping[str, Any]], bool]


def closures_of(edition: Edition, round_id: str | None) -> list[Closure]:
    """Write each check of each criterion as one closure."""
    return [
        _closure(check)
        for one in edition.all_criteria(round_id)
        for check in (one.only_when, one.check)
        if check is not None
    ]


def _closure(check: checks.Check) -> Closure:  # noqa: PLR0911 - one return a form
    match check:
        case checks.IsTrue(fact=fact):
            return lambda known: known.get(fact) is True
        case checks.IsFilled(fact=fact):
            return lambda known: known.get(fact) is not None
        case checks.AtLeast(fact=fact, threshold=threshold):
            return lambda known: known.get(fact, 0) >= threshold
        case checks.Covers(fact=fact, required=required):
            wanted = frozenset(required)
            return lambda known: wanted.issubset(known.get(fact, ()))
        case checks.ShareAtLeast(part=part, whole=whole, threshold=threshold):
            up, down = threshold.numerator, threshold.denominator
            return lambda known: part in known and known[part] * down >= known[whole] * up
        case checks.WithinBand(score=score, level=level, bands=bands):
            by_level = {band.level: band for band in bands}
            return lambda known: (
                score in known and level in known and by_level[known[level]].holds(known[score])
            )
        case checks.AnyOf(checks=parts):
            either = [_closure(part) for part in parts]
            return lambda known: any(part(known) for part in either)
        case _:
            raise TypeError(type(check))
