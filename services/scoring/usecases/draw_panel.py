"""Reveals the secret and draws the experts, in one transaction: there is no moment between the two."""

import asyncio
import uuid
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import SecretDiffers
from services.scoring.domain.panels.assignment import Assignment
from services.scoring.domain.panels.ballots import Ballot, BallotState
from services.scoring.domain.panels.commitment import commitment_to, seed_of
from services.scoring.domain.panels.draw import draw, draw_document
from services.scoring.domain.panels.lifecycle import Action, State
from services.scoring.domain.panels.panel import Panel
from services.scoring.store.ballots import add_ballots
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.usecases.panel_steps import (
    Caller,
    panel_for_step,
    require_state,
    take_step,
)
from shared.failpoints import fail_point


async def draw_panel(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    secret: str,
    *,
    expected: frozenset[int],
) -> Panel:
    """Draw; raise PanelNotFound, StaleETag, PanelNotInState, SecretDiffers."""
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.VALUE_RECORDED)
    assert panel.commitment is not None  # noqa: S101 - the state has all three
    assert panel.public_value is not None  # noqa: S101 - likewise
    assert panel.frozen is not None  # noqa: S101 - likewise
    if commitment_to(secret) != panel.commitment.secret_sha256:
        raise SecretDiffers
    seed = seed_of(
        basis_sha256=panel.frozen.sha256, secret=secret, public_value=panel.public_value.value
    )
    # Evening out many experts takes a while: not on the loop.
    assignment = await asyncio.to_thread(draw, panel.basis, seed)
    drawn = kept_bytes(
        draw_document(basis_sha256=panel.frozen.sha256, seed=seed, assignment=assignment)
    )
    after = await take_step(
        connection,
        replace(panel, secret=secret, seed=seed, draw=drawn),
        Action.DRAW,
        caller,
        {
            "secret": secret,
            "public_value": panel.public_value.value,
            "seed": seed.hex(),
            "draw_sha256": drawn.sha256,
            "draw_sm3": drawn.sm3,
        },
    )
    await fail_point("draw-panel.after-reveal")
    await add_ballots(connection, _empty_ballots(panel_id, assignment), assigned_at=caller.at)
    return after


def _empty_ballots(panel_id: str, assignment: Assignment) -> list[Ballot]:
    return [
        empty_ballot(panel_id, application_id, expert_id)
        for application_id, experts in assignment.items()
        for expert_id in experts
    ]


def empty_ballot(panel_id: str, application_id: str, expert_id: str) -> Ballot:
    """Make the ballot of a new assignment."""
    return Ballot(
        assignment_id=str(uuid.uuid4()),
        panel_id=panel_id,
        application_id=application_id,
        expert_id=expert_id,
        state=BallotState.OPEN,
        version=0,
        points={},
        remark=None,
        salt=None,
        commitment=None,
        handed_in_at=None,
    )
