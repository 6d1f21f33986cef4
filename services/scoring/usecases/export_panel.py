"""Everything that a machine without the service needs to draw and compute a panel again."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import KeptBytes
from services.scoring.domain.panels.ballots import Ballot, BallotState, SavedVersion
from services.scoring.domain.panels.documents import Document, Value, spelt
from services.scoring.domain.panels.lifecycle import State, not_in_state
from services.scoring.domain.panels.panel import Panel
from services.scoring.store.ballots import ballots_of_panel, versions_of_panel
from services.scoring.store.panels import panel_of, recusals_of
from services.scoring.usecases.recuse_expert import recusal_document

EXPORT_FORM = "tidu-panel-export-1"

#: The states in which the draw is made and may be checked.
_DRAWN = (State.DRAWN, State.CLOSING, State.CLOSED)


async def read_result(connection: AsyncConnection, panel_id: str) -> Panel:
    """Give a closed panel; raise PanelNotFound, PanelNotInState."""
    panel = await panel_of(connection, panel_id)
    if panel.state is not State.CLOSED:
        raise not_in_state(panel.state)
    return panel


async def export_panel(connection: AsyncConnection, panel_id: str) -> Document:
    """Give basis, draw and recusals, and once the panel is closed its ballots and its result.

    Raises PanelNotFound, PanelNotInState.
    """
    panel = await panel_of(connection, panel_id)
    if panel.state not in _DRAWN:
        raise not_in_state(panel.state)
    is_closed = panel.state is State.CLOSED
    ballots = await ballots_of_panel(connection, panel_id) if is_closed else None
    versions = await versions_of_panel(connection, panel_id) if is_closed else {}
    return {
        "form": EXPORT_FORM,
        **_kept("basis", panel.frozen),
        "commitment": _commitment(panel),
        "reveal": _reveal(panel),
        **_kept("draw", panel.draw),
        "recusals": [
            dict(recusal_document(one)) for one in await recusals_of(connection, panel_id)
        ],
        "ballots": None if ballots is None else [_ballot(one, versions) for one in ballots],
        **_kept("result", panel.result if is_closed else None),
        "signature": panel.signature if is_closed else None,
    }


def _kept(name: str, kept: KeptBytes | None) -> Document:
    return {
        name: None if kept is None else json.loads(kept.content),
        f"{name}_sha256": None if kept is None else kept.sha256,
        f"{name}_sm3": None if kept is None else kept.sm3,
    }


def _commitment(panel: Panel) -> Value:
    assert panel.commitment is not None  # noqa: S101 - a drawn panel has it
    value = panel.commitment.value
    return {
        "secret_sha256": panel.commitment.secret_sha256,
        "what": value.what,
        "where": value.where,
        "known_at": value.known_at.isoformat(),
        "alphabet": value.alphabet.value,
        "length": value.length,
    }


def _reveal(panel: Panel) -> Value:
    assert panel.public_value is not None  # noqa: S101 - a drawn panel has it
    return {
        "secret": panel.secret,
        "public_value": panel.public_value.value,
        "source": panel.public_value.source,
    }


def _ballot(ballot: Ballot, versions: dict[str, list[SavedVersion]]) -> Value:
    counts = ballot.state is BallotState.HANDED_IN
    return {
        "application_id": ballot.application_id,
        "expert_id": ballot.expert_id,
        "state": ballot.state.value,
        "is_counted": counts,
        "version": ballot.version,
        "points": {item: spelt(points) for item, points in ballot.points.items()},
        "remark": ballot.remark,
        "salt": ballot.salt,
        "ballot_sha256": ballot.commitment,
        "handed_in_at": _time(ballot.handed_in_at),
        "saved": [
            {
                "version": one.version,
                "points": {item: spelt(points) for item, points in one.points.items()},
                "remark": one.remark,
                "saved_at": one.saved_at.isoformat(),
            }
            for one in _saved(ballot, versions)
        ],
    }


def _saved(ballot: Ballot, versions: dict[str, list[SavedVersion]]) -> Sequence[SavedVersion]:
    return versions.get(ballot.assignment_id, ())


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
