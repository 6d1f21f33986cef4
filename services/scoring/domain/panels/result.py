"""The result of a panel, as the JSON whose bytes are frozen; it recommends nothing and recognises nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from services.scoring.domain.panels.aggregation import Vote, not_standardised, outliers
from services.scoring.domain.panels.documents import Document, Value, fixed, spelt, spelt_fraction
from services.scoring.domain.panels.pool import Application, Basis, aggregation_document
from services.scoring.domain.panels.ranking import Standing, item_means, standings
from services.scoring.domain.panels.sensitivity import Without, sensitivity

RESULT_FORM = "tidu-panel-result-1"


def vote_of(application_id: str, expert_id: str, points: Mapping[str, Decimal]) -> Vote:
    """Add up one ballot."""
    return Vote(
        application_id=application_id,
        expert_id=expert_id,
        total=sum(points.values(), Decimal(0)),
        points=points,
    )


def result_document(
    basis: Basis, seed: bytes, votes: Sequence[Vote], *, basis_sha256: str, draw_sha256: str
) -> Document:
    """Compute everything that ballots say; the same ballots give the same bytes."""
    found = standings(basis, seed, votes)
    without = sensitivity(basis, seed, votes, found)
    return {
        "form": RESULT_FORM,
        "panel_id": basis.panel_id,
        "basis_sha256": basis_sha256,
        "draw_sha256": draw_sha256,
        "aggregation": aggregation_document(basis.terms.aggregation),
        "not_standardised": list(not_standardised(basis.terms.aggregation, votes)),
        "applications": _applications(basis, votes, found),
        "sensitivity": {
            "is_robust": not any(one.changes_the_line for one in without),
            "without": [_without(one) for one in without],
        },
    }


def _applications(
    basis: Basis, votes: Sequence[Vote], found: Mapping[str, Standing]
) -> list[Value]:
    far = outliers(basis.terms.aggregation, votes)
    means = item_means(votes)
    return [
        {
            "application_id": one.application_id,
            "score": _score(found[one.application_id]),
            "rank": found[one.application_id].rank,
            "is_above_line": found[one.application_id].is_above_line,
            "machine_points": {item: spelt(points) for item, points in one.machine_points.items()},
            "expert_points": _points(found[one.application_id]),
            "item_means": {
                item: spelt_fraction(value)
                for item, value in means.get(one.application_id, {}).items()
            },
            "ballots": _ballots(one, votes, far),
        }
        for one in sorted(basis.applications, key=lambda one: one.application_id)
    ]


def _score(standing: Standing) -> str | None:
    return None if standing.score is None else fixed(standing.score)


def _points(standing: Standing) -> str | None:
    points = standing.expert_points
    return None if points is None else spelt_fraction(points)


def _ballots(
    application: Application, votes: Sequence[Vote], far: set[tuple[str, str]]
) -> list[Value]:
    return [
        {
            "expert_id": vote.expert_id,
            "total": spelt(vote.total),
            "is_outlier": (vote.application_id, vote.expert_id) in far,
        }
        for vote in sorted(votes, key=lambda one: one.expert_id)
        if vote.application_id == application.application_id
    ]


def _without(one: Without) -> Value:
    return {
        "expert_id": one.expert_id,
        "rises": list(one.rises),
        "falls": list(one.falls),
        "without_score": list(one.without_score),
        "order_changes": one.order_changes,
    }
