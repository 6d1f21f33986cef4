"""Takes an expert off an application or off the panel (回避), and draws who takes over from the same seed."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import AssignmentNotFound
from services.scoring.domain.panels.assignment import Assignment
from services.scoring.domain.panels.ballots import Ballot, BallotState
from services.scoring.domain.panels.draw import Recusal, replacement_for
from services.scoring.domain.panels.lifecycle import State
from services.scoring.domain.panels.panel import Panel, RecusalRecord
from services.scoring.store.ballots import (
    add_ballots,
    ballot_of_expert,
    ballots_of_panel,
    save_ballot,
)
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.store.panels import add_recusal, recusals_of, save_panel
from services.scoring.usecases.draw_panel import empty_ballot
from services.scoring.usecases.own_ballot import ballot_for_step
from services.scoring.usecases.panel_steps import Caller, note, panel_for_step, require_state


async def recuse_expert(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    *,
    expert_id: str,
    application_id: str | None,
    reason: str,
    expected: frozenset[int],
) -> Panel:
    """Recuse by an officer; without an application the expert leaves the panel.

    Raises PanelNotFound, StaleETag, PanelNotInState, AssignmentNotFound.
    """
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.DRAWN)
    concerned = [
        one
        for one in await ballots_of_panel(connection, panel_id)
        if one.expert_id == expert_id
        and one.state is not BallotState.VOID
        and application_id in {None, one.application_id}
    ]
    if not concerned:
        raise AssignmentNotFound
    return await _recuse(
        connection, caller, panel, concerned, reason=reason, is_whole=application_id is None
    )


async def recuse_myself(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    application_id: str,
    *,
    reason: str,
    expected: frozenset[int],
) -> Ballot:
    """Recuse by the expert, from one application; the answer tells nothing of who takes over.

    Raises BallotNotFound, StaleETag, BallotVoid, PanelNotInState.
    """
    panel, ballot = await ballot_for_step(
        connection, caller, panel_id, application_id, expected=expected
    )
    await _recuse(connection, caller, panel, [ballot], reason=reason, is_whole=False)
    return await ballot_of_expert(
        connection, panel_id=panel_id, application_id=application_id, expert_id=caller.subject
    )


async def _recuse(
    connection: AsyncConnection,
    caller: Caller,
    panel: Panel,
    concerned: Sequence[Ballot],
    *,
    reason: str,
    is_whole: bool,
) -> Panel:
    log = [_plain(one) for one in await recusals_of(connection, panel.panel_id)]
    assert panel.seed is not None  # noqa: S101 - a drawn panel has it
    for ballot in concerned:
        recusal = replacement_for(
            panel.basis,
            panel.seed,
            _drawn(panel),
            log,
            application_id=ballot.application_id,
            expert_id=ballot.expert_id,
            is_whole=is_whole,
        )
        log.append(recusal)
        await _record(connection, caller, ballot, recusal, reason)
    after = replace(panel, version=panel.version + 1)
    await save_panel(connection, after)
    return after


async def _record(
    connection: AsyncConnection, caller: Caller, ballot: Ballot, recusal: Recusal, reason: str
) -> None:
    record = RecusalRecord(
        counter=recusal.counter,
        application_id=recusal.application_id,
        expert_id=recusal.expert_id,
        is_whole=recusal.is_whole,
        replacement_id=recusal.replacement_id,
        reason=reason,
        signed=caller.signed(),
    )
    # Its version stays, so that the digest of what was handed in can still be checked.
    void = replace(ballot, state=BallotState.VOID)
    await save_ballot(connection, void)
    await add_recusal(connection, ballot.panel_id, record)
    if recusal.replacement_id is not None:
        new = empty_ballot(ballot.panel_id, recusal.application_id, recusal.replacement_id)
        await add_ballots(connection, [new], assigned_at=caller.at)
    # Who judges what is for those who read the panel; the feed carries a digest that binds the log to it.
    digest = kept_bytes(recusal_document(record)).sha256
    await note(
        connection,
        ballot.panel_id,
        "panel.expert-recused",
        caller,
        {"counter": recusal.counter, "recusal_sha256": digest},
    )


def recusal_document(record: RecusalRecord) -> dict[str, str | int | bool | None]:
    """Write an entry of the log as JSON."""
    return {
        "counter": record.counter,
        "application_id": record.application_id,
        "expert_id": record.expert_id,
        "is_whole": record.is_whole,
        "replacement_id": record.replacement_id,
        "reason": record.reason,
        "recused_by": record.signed.by,
        "recused_at": record.signed.at.isoformat(),
    }


def _plain(record: RecusalRecord) -> Recusal:
    return Recusal(
        counter=record.counter,
        application_id=record.application_id,
        expert_id=record.expert_id,
        is_whole=record.is_whole,
        replacement_id=record.replacement_id,
    )


def _drawn(panel: Panel) -> Assignment:
    assert panel.draw is not None  # noqa: S101 - a drawn panel has it
    return {
        one["application_id"]: tuple(one["expert_ids"])
        for one in json.loads(panel.draw.content)["assignments"]
    }
