"""Scores, places and who is above the line, from votes alone."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from services.scoring.domain.panels.aggregation import Vote, combined, mean
from services.scoring.domain.panels.documents import rounded_half_up
from services.scoring.domain.panels.generator import keyed_digest
from services.scoring.domain.panels.pool import Application, Basis, Line


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one application stands."""

    application_id: str
    #: What the experts' ballots come to, before rounding; None when too few are left.
    expert_points: Fraction | None
    #: Experts' and machine's points, rounded as published; ranks are by this.
    score: Decimal | None
    #: Equal ranks where the scheme's rule does not part them.
    rank: int | None
    is_above_line: bool | None


def standings(basis: Basis, seed: bytes, votes: Sequence[Vote]) -> dict[str, Standing]:
    """Score and rank every application on these votes."""
    rule = basis.terms.aggregation
    ids = sorted(one.application_id for one in basis.applications)
    points = combined(rule, votes, ids)
    scores = {
        one.application_id: _score(points[one.application_id], one, rule.decimals)
        for one in basis.applications
    }
    ranks = _ranks(basis, seed, votes, scores)
    return {
        one: Standing(
            application_id=one,
            expert_points=points[one],
            score=scores[one],
            rank=ranks.get(one),
            is_above_line=_is_above(basis.terms.line, scores[one], ranks.get(one)),
        )
        for one in ids
    }


def item_means(
    votes: Sequence[Vote], only: frozenset[str] | None = None
) -> Mapping[str, Mapping[str, Fraction]]:
    """Average each item of each application over its ballots, or these items alone."""
    found: defaultdict[str, defaultdict[str, list[Decimal]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for vote in votes:
        for item, points in vote.points.items():
            if only is not None and item not in only:
                continue
            found[vote.application_id][item].append(points)
    return {
        application: {item: mean(many) for item, many in sorted(items.items())}
        for application, items in found.items()
    }


def _score(points: Fraction | None, application: Application, decimals: int) -> Decimal | None:
    if points is None:
        return None
    machine = sum(map(Fraction, application.machine_points.values()), Fraction(0))
    return rounded_half_up(points + machine, decimals)


def _ranks(
    basis: Basis, seed: bytes, votes: Sequence[Vote], scores: Mapping[str, Decimal | None]
) -> dict[str, int]:
    # Averaging items is most of the work, and only a tie by item asks for it.
    asked = frozenset(tie.item_id for tie in basis.terms.aggregation.ties if tie.item_id)
    means = item_means(votes, asked) if asked else {}
    keys = {
        application.application_id: _key(
            basis, seed, application, score, means.get(application.application_id, {})
        )
        for application in basis.applications
        if (score := scores[application.application_id]) is not None
    }
    ordered = sorted(keys.values())
    return {one: bisect_left(ordered, key) + 1 for one, key in keys.items()}


#: What applications are compared by, the better one first: numbers negated, a lot as it is.
_Key = tuple[Fraction | str, ...]


def _key(
    basis: Basis,
    seed: bytes,
    application: Application,
    score: Decimal,
    means: Mapping[str, Fraction],
) -> _Key:
    key: list[Fraction | str] = [-Fraction(score)]
    for tie in basis.terms.aggregation.ties:
        if tie.item_id is None:
            key.append(keyed_digest(seed, f"lot\n{application.application_id}").hex())
        elif tie.item_id in application.machine_points:
            key.append(-Fraction(application.machine_points[tie.item_id]))
        else:
            key.append(-means.get(tie.item_id, Fraction(0)))
    return tuple(key)


def _is_above(line: Line | None, score: Decimal | None, rank: int | None) -> bool | None:
    if line is None or score is None or rank is None:
        return None
    # Equal ranks at the line are all above it: no rule of ours parts what the scheme's does not.
    return rank <= line.places if line.places is not None else score >= (line.least or Decimal(0))
