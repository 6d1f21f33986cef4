"""Facts under which a check comes out as wanted, worked out from the check itself."""

from decimal import Decimal
from typing import Any

from services.scoring.domain.checks import (
    AllOf,
    AnyOf,
    AtLeast,
    Check,
    Covers,
    IsFilled,
    IsTrue,
    ShareAtLeast,
    WithinBand,
)
from tests.scoring.builders import ALL_STAGES, a_scene_in, scenes_in

Facts = dict[str, Any]


def facts_that(check: Check, edition_id: str, *, meet: bool) -> Facts:  # noqa: PLR0911 - one return an operator
    """Give the facts that only just meet a check, or only just miss it."""
    match check:
        case IsTrue(fact=fact):
            return {fact: meet}
        case IsFilled(fact=fact):
            return {fact: "石油石化" if meet else None}
        case AtLeast(fact=fact, threshold=threshold):
            assert threshold == int(threshold)
            return {fact: int(threshold) if meet else int(threshold) - 1}
        case Covers(required=required):
            others = [name for name in ALL_STAGES if name not in required]
            built = required if meet else (*required[1:], *others)
            return {"scenes": scenes_in(*built, edition_id=edition_id)}
        case ShareAtLeast():
            return {"scenes": _scenes_sharing(check, edition_id, meet=meet)}
        case WithinBand(score=score, level=level, bands=(band, *_)):
            at = band.lower if meet else band.lower - Decimal("0.01")
            return {level: band.level, score: str(at)}
        case AllOf(checks=checks) | AnyOf(checks=checks):
            # One part is enough to miss all of them, or to meet any of them.
            takes_all = isinstance(check, AllOf) == meet
            return merged(
                *(
                    facts_that(part, edition_id, meet=meet)
                    for part in (checks if takes_all else checks[:1])
                )
            )
        case _:
            raise AssertionError(check)


def merged(*parts: Facts) -> Facts:
    """Put facts together; parts that want different values of one fact are not for here."""
    together: Facts = {}
    for part in parts:
        assert all(together.get(name, value) == value for name, value in part.items())
        together |= part
    return together


def _scenes_sharing(check: ShareAtLeast, edition_id: str, *, meet: bool) -> list[dict[str, Any]]:
    assert (check.part, check.whole) == ("scenes_with_ai", "scenes_built")
    with_ai = check.threshold.numerator - (0 if meet else 1)
    return [
        a_scene_in("生产作业", uses_ai=place < with_ai, edition_id=edition_id)
        for place in range(check.threshold.denominator)
    ]
