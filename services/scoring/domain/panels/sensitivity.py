"""Would leaving out any single expert change who is above the line, or the order? (敏感性分析)"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.scoring.domain.panels.aggregation import Vote
from services.scoring.domain.panels.pool import Basis
from services.scoring.domain.panels.ranking import Standing, standings


@dataclass(frozen=True, kw_only=True)
class Without:
    """What would be different without one expert's ballots."""

    expert_id: str
    #: Applications that would come to be above the line.
    rises: tuple[str, ...]
    #: Applications that would no longer be above it.
    falls: tuple[str, ...]
    #: Applications that would be left with too few ballots for a score.
    without_score: tuple[str, ...]
    #: Whether those that keep a score would stand in another order.
    order_changes: bool

    @property
    def changes_the_line(self) -> bool:
        return bool(self.rises or self.falls)


def sensitivity(
    basis: Basis, seed: bytes, votes: Sequence[Vote], found: Mapping[str, Standing]
) -> list[Without]:
    """Leave out each expert in turn and compare."""
    return [
        _without(expert, found, standings(basis, seed, _others(votes, expert)))
        for expert in sorted({vote.expert_id for vote in votes})
    ]


def _others(votes: Sequence[Vote], expert: str) -> list[Vote]:
    return [vote for vote in votes if vote.expert_id != expert]


def _without(expert: str, found: Mapping[str, Standing], other: Mapping[str, Standing]) -> Without:
    lost = [one for one in found if found[one].rank is not None and other[one].rank is None]
    both = [one for one in found if one not in lost and found[one].rank is not None]
    return Without(
        expert_id=expert,
        rises=tuple(
            one for one in both if other[one].is_above_line and not found[one].is_above_line
        ),
        falls=tuple(
            one for one in both if found[one].is_above_line and not other[one].is_above_line
        ),
        without_score=tuple(lost),
        order_changes=_order(both, found) != _order(both, other),
    )


def _order(applications: Sequence[str], standing: Mapping[str, Standing]) -> list[int]:
    """Give the places among these applications alone."""
    ranks = [standing[one].rank or 0 for one in applications]
    ordered = sorted(ranks)
    return [bisect_left(ordered, rank) for rank in ranks]
