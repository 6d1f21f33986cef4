"""Records the digest of a secret and names a public value that nobody can know yet."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import PublicValueKnown
from services.scoring.domain.panels.commitment import Commitment
from services.scoring.domain.panels.lifecycle import Action, State
from services.scoring.domain.panels.panel import Panel
from services.scoring.usecases.panel_steps import (
    Caller,
    panel_for_step,
    require_state,
    take_step,
)


async def commit_secret(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    commitment: Commitment,
    *,
    expected: frozenset[int],
) -> Panel:
    """Commit once and for all; raise PanelNotFound, StaleETag, PanelNotInState, PublicValueKnown."""
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.POOL_FROZEN)
    value = commitment.value
    if value.known_at <= caller.at:
        raise PublicValueKnown
    return await take_step(
        connection,
        replace(panel, commitment=commitment),
        Action.COMMIT_SECRET,
        caller,
        {
            "secret_sha256": commitment.secret_sha256,
            "public_value": {
                "what": value.what,
                "where": value.where,
                "known_at": value.known_at.isoformat(),
                "alphabet": value.alphabet.value,
                "length": value.length,
            },
        },
    )
