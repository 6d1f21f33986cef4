"""Records the public value once it exists: by somebody who does not know the secret, and for good."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import PublicValueMisspelt, PublicValueNotDue
from services.scoring.domain.panels.commitment import PublicValue
from services.scoring.domain.panels.lifecycle import Action, State
from services.scoring.domain.panels.panel import Panel
from services.scoring.usecases.panel_steps import (
    Caller,
    panel_for_step,
    require_other_officer,
    require_state,
    take_step,
)


async def record_public_value(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    public_value: PublicValue,
    *,
    expected: frozenset[int],
) -> Panel:
    """Record the value with its source.

    Raises PanelNotFound, StaleETag, PanelNotInState, OtherOfficerNeeded, PublicValueNotDue,
    PublicValueMisspelt.
    """
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.COMMITTED)
    require_other_officer(caller, panel.taken_by(Action.COMMIT_SECRET))
    assert panel.commitment is not None  # noqa: S101 - a committed panel has it
    if caller.at < panel.commitment.value.known_at:
        raise PublicValueNotDue
    if not panel.commitment.value.is_spelt_like(public_value.value):
        raise PublicValueMisspelt
    return await take_step(
        connection,
        replace(panel, public_value=public_value),
        Action.RECORD_PUBLIC_VALUE,
        caller,
        {"value": public_value.value, "source": public_value.source},
    )
