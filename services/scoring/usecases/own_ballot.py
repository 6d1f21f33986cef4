"""An expert's own ballots: listed, read, saved, handed in. No query here reaches anybody else's."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import BallotHandedIn, BallotInvalid, BallotVoid
from services.scoring.domain.panels.ballots import (
    Ballot,
    BallotState,
    ballot_document,
    read_points,
)
from services.scoring.domain.panels.documents import spelt
from services.scoring.domain.panels.lifecycle import State
from services.scoring.domain.panels.panel import Panel
from services.scoring.store import ballots as store
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.store.panels import panel_of
from services.scoring.usecases.panel_steps import Caller, note, require_state
from shared.etags import require_version

SALT_BYTES = 32


async def list_own_assignments(
    connection: AsyncConnection,
    expert_id: str,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[tuple[Ballot, datetime, State]]:
    """List what is assigned to an expert, newest first."""
    return await store.own_assignments(connection, expert_id, after=after, limit=limit)


async def read_own_ballot(
    connection: AsyncConnection, expert_id: str, panel_id: str, application_id: str
) -> tuple[Panel, Ballot]:
    """Give an expert's ballot, with its panel for what to score; raise BallotNotFound."""
    ballot = await store.ballot_of_expert(
        connection, panel_id=panel_id, application_id=application_id, expert_id=expert_id
    )
    return await panel_of(connection, panel_id), ballot


async def ballot_for_step(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    application_id: str,
    *,
    expected: frozenset[int],
) -> tuple[Panel, Ballot]:
    """Lock the panel and give the caller's ballot, which may be changed.

    Raises BallotNotFound, BallotVoid, PanelNotInState, BallotHandedIn, StaleETag.
    """
    # Before the panel is touched: who has no ballot there learns nothing of the panel.
    await store.ballot_of_expert(
        connection, panel_id=panel_id, application_id=application_id, expert_id=caller.subject
    )
    panel = await panel_of(connection, panel_id, lock=True)
    # Read again under the lock: a recusal or a second window may have changed it.
    ballot = await store.ballot_of_expert(
        connection, panel_id=panel_id, application_id=application_id, expert_id=caller.subject
    )
    if ballot.state is BallotState.VOID:
        raise BallotVoid
    require_state(panel, State.DRAWN)
    return panel, _at_version(ballot, expected)


async def save_ballot(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    application_id: str,
    stated: Mapping[str, str],
    remark: str | None,
    *,
    expected: frozenset[int],
) -> tuple[Panel, Ballot]:
    """Replace the points; what was saved before is kept.

    Raises what ballot_for_step raises, BallotHandedIn, BallotInvalid.
    """
    panel, ballot = await ballot_for_step(
        connection, caller, panel_id, application_id, expected=expected
    )
    _require_not_handed_in(ballot)
    points, faults = read_points(panel.basis.scheme, stated, must_be_whole=False)
    if faults:
        raise BallotInvalid(faults=faults)
    saved = replace(ballot, version=ballot.version + 1, points=points, remark=remark)
    await store.save_ballot(connection, saved)
    await store.add_version(connection, saved, saved_at=caller.at)
    return panel, saved


async def hand_in_ballot(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    application_id: str,
    *,
    expected: frozenset[int],
) -> tuple[Panel, Ballot]:
    """Hand in what was saved last; from then on it stands.

    The event carries a salted digest: it binds the ballot now and tells nothing until the salt is shown.
    Raises what ballot_for_step raises, BallotHandedIn, BallotInvalid.
    """
    panel, ballot = await ballot_for_step(
        connection, caller, panel_id, application_id, expected=expected
    )
    _require_not_handed_in(ballot)
    stated = {item: spelt(points) for item, points in ballot.points.items()}
    _, faults = read_points(panel.basis.scheme, stated, must_be_whole=True)
    if faults:
        raise BallotInvalid(faults=faults)
    salted = replace(
        ballot,
        state=BallotState.HANDED_IN,
        version=ballot.version + 1,
        salt=secrets.token_hex(SALT_BYTES),
        handed_in_at=caller.at,
    )
    handed_in = replace(salted, commitment=kept_bytes(ballot_document(salted)).sha256)
    await store.save_ballot(connection, handed_in)
    data = {"ballot_sha256": handed_in.commitment}
    await note(connection, panel_id, "panel.ballot-handed-in", caller, data)
    return panel, handed_in


def _at_version(ballot: Ballot, expected: frozenset[int]) -> Ballot:
    require_version(ballot.version, expected)
    return ballot


def _require_not_handed_in(ballot: Ballot) -> None:
    if ballot.state is BallotState.HANDED_IN:
        raise BallotHandedIn
