"""Panels, pools and ballots with defaults, for the pure tests and those over HTTP."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from stdnum.cn import uscc

from services.scoring.domain.panels.aggregation import Vote
from services.scoring.domain.panels.pool import Application, Basis, Expert, Line, Terms
from services.scoring.domain.panels.result import vote_of
from services.scoring.domain.schemes import Aggregation, Method, Scheme
from services.scoring.store.bundle_files import load_editions
from services.scoring.store.scheme_files import SCHEMES, load_schemes

SCHEME_ID = "liaoning-dalian-example"
#: The items of that scheme which experts score, with the most points of each.
EXPERT_ITEMS = {
    "infrastructure": "30",
    "technology": "20",
    "example-value": "10",
    "benefit": "10",
    "plan": "10",
}
PANEL_ID = "3b9d6f0a-58a1-4c53-9f3c-2f1b7d0c8e11"
SEED = bytes(range(32))
SECRET = "5e" * 32


@cache
def scheme() -> Scheme:
    [found] = [one for one in load_schemes(SCHEMES, load_editions()) if one.scheme_id == SCHEME_ID]
    return found


def credit_code(number: int) -> str:
    """A code that holds, of a firm that does not exist."""
    body = f"91120116MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def an_application(number: int = 1, **changes: Any) -> Application:
    return Application(
        **{
            "application_id": f"00000000-0000-4000-8000-{number:012d}",
            "credit_code": credit_code(number),
            "unit": "120116",
            "machine_points": {"maturity": Decimal(10)},
            **changes,
        }
    )


def an_expert(number: int = 1, **changes: Any) -> Expert:
    return Expert(**{"expert_id": f"expert-{number:03d}", "name": f"专家{number}", **changes})


def an_aggregation(**changes: Any) -> Aggregation:
    return Aggregation(**{"method": Method.MEAN, "decimals": 2, **changes})


def a_basis(
    *,
    applications: int | Sequence[Application] = 3,
    experts: int | Sequence[Expert] = 5,
    experts_each: int = 3,
    quorum: int = 2,
    aggregation: Aggregation | None = None,
    line: Line | None = None,
) -> Basis:
    return Basis(
        panel_id=PANEL_ID,
        round_id="tianjin-2025-2",
        tier="advanced",
        scheme=scheme(),
        terms=Terms(
            experts_each=experts_each,
            quorum=quorum,
            aggregation=aggregation or an_aggregation(),
            line=line,
        ),
        applications=tuple(map(an_application, range(1, applications + 1)))
        if isinstance(applications, int)
        else tuple(applications),
        experts=tuple(map(an_expert, range(1, experts + 1)))
        if isinstance(experts, int)
        else tuple(experts),
    )


def a_vote(application: int, expert: int, total: str, **points: str) -> Vote:
    """A ballot whose points add up to a total, unless its items are given."""
    stated = points or {"infrastructure": total}
    return vote_of(
        an_application(application).application_id,
        an_expert(expert).expert_id,
        {item.replace("_", "-"): Decimal(value) for item, value in stated.items()},
    )


def votes(table: Mapping[int, Mapping[int, str]]) -> list[Vote]:
    """Ballots from application → expert → total."""
    return [
        a_vote(application, expert, total)
        for application, many in table.items()
        for expert, total in many.items()
    ]
