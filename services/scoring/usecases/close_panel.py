"""Ends the voting: one officer asks, another confirms, and only then is anything of the ballots shown."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import QuorumMissing
from services.scoring.domain.panels.ballots import Ballot, BallotState
from services.scoring.domain.panels.documents import Document
from services.scoring.domain.panels.lifecycle import Action, State
from services.scoring.domain.panels.panel import Panel
from services.scoring.domain.panels.result import result_document, vote_of
from services.scoring.signing.digest_signatures import Signed, sign_digests
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.ballots import ballots_of_panel
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.usecases.panel_steps import (
    Caller,
    panel_for_step,
    require_other_officer,
    require_state,
    take_step,
)
from shared.errors import Fault
from shared.text import Text


async def request_closing(
    connection: AsyncConnection, caller: Caller, panel_id: str, *, expected: frozenset[int]
) -> Panel:
    """End the voting; raise PanelNotFound, StaleETag, PanelNotInState, QuorumMissing."""
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.DRAWN)
    _require_quorum(panel, await ballots_of_panel(connection, panel_id))
    return await take_step(connection, panel, Action.REQUEST_CLOSING, caller, {})


async def reopen_panel(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    *,
    reason: str,
    expected: frozenset[int],
) -> Panel:
    """Let the experts vote on: nothing was shown yet.

    Raises PanelNotFound, StaleETag, PanelNotInState, OtherOfficerNeeded.
    """
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.CLOSING)
    require_other_officer(caller, panel.taken_by(Action.REQUEST_CLOSING))
    return await take_step(
        connection, replace(panel, reason=reason), Action.REOPEN, caller, {"reason": reason}
    )


async def confirm_closing(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    signer: ReceiptSigner,
    *,
    expected: frozenset[int],
) -> Panel:
    """Compute the result, freeze and sign it.

    Raises PanelNotFound, StaleETag, PanelNotInState, OtherOfficerNeeded.
    """
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.CLOSING)
    require_other_officer(caller, panel.taken_by(Action.REQUEST_CLOSING))
    ballots = await ballots_of_panel(connection, panel_id)
    # Leaving out every expert in turn takes a while: not on the loop.
    document = await asyncio.to_thread(_result_of, panel, ballots)
    result = kept_bytes(document)
    signature = sign_digests(signer, Signed.PANEL_RESULT, panel_id, result)
    return await take_step(
        connection,
        replace(panel, result=result, signature=signature),
        Action.CONFIRM_CLOSING,
        caller,
        {"result_sha256": result.sha256, "result_sm3": result.sm3},
    )


def _result_of(panel: Panel, ballots: Sequence[Ballot]) -> Document:
    assert panel.seed is not None  # noqa: S101 - a panel that voted was drawn
    assert panel.frozen is not None  # noqa: S101 - likewise
    assert panel.draw is not None  # noqa: S101 - likewise
    votes = [
        vote_of(one.application_id, one.expert_id, one.points)
        for one in ballots
        if one.state is BallotState.HANDED_IN
    ]
    return result_document(
        panel.basis,
        panel.seed,
        votes,
        basis_sha256=panel.frozen.sha256,
        draw_sha256=panel.draw.sha256,
    )


def _require_quorum(panel: Panel, ballots: Sequence[Ballot]) -> None:
    counts = Counter(one.application_id for one in ballots if one.state is BallotState.HANDED_IN)
    quorum = panel.basis.terms.quorum
    short = [
        Fault(
            pointer=f"/applications/{place}",
            code="too-few-ballots",
            message=Text(
                zh=f"申报 {one.application_id} 已提交 {counts[one.application_id]} 票，"
                f"至少需要 {quorum} 票",
                en=f"Application {one.application_id} has {counts[one.application_id]} ballots "
                f"handed in and needs {quorum}",
            ),
        )
        for place, one in enumerate(panel.basis.applications)
        if counts[one.application_id] < quorum
    ]
    if short:
        raise QuorumMissing(faults=short)
