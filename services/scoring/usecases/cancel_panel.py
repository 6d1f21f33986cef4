"""Gives a panel up for good, with a reason: its applications may go before another one."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panels.lifecycle import Action
from services.scoring.domain.panels.panel import Panel
from services.scoring.store.panels import release_applications
from services.scoring.usecases.panel_steps import (
    Caller,
    panel_for_step,
    require_other_officer,
    take_step,
)


async def cancel_panel(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    *,
    reason: str,
    expected: frozenset[int],
) -> Panel:
    """Cancel; the next panel over these applications says which attempt it is.

    Whoever committed to the secret could withhold it after a value they do not like, so cancelling
    is somebody else's: raises OtherOfficerNeeded, beside PanelNotFound, StaleETag, PanelNotInState.
    """
    panel = await panel_for_step(connection, panel_id, expected)
    require_other_officer(caller, panel.taken_by(Action.COMMIT_SECRET))
    cancelled = await take_step(
        connection, replace(panel, reason=reason), Action.CANCEL, caller, {"reason": reason}
    )
    await release_applications(connection, panel_id)
    return cancelled
