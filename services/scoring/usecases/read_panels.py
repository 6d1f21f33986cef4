"""Reads panels as officers and auditors see them: nothing of what stands on a ballot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panels.ballots import Ballot
from services.scoring.domain.panels.panel import Panel, RecusalRecord
from services.scoring.store import panels as store
from services.scoring.store.ballots import ballots_of_panel


@dataclass(frozen=True, kw_only=True)
class PanelRecord:
    """A panel with its assignments and its log of recusals."""

    panel: Panel
    ballots: Sequence[Ballot]
    recusals: Sequence[RecusalRecord]


async def read_panel(connection: AsyncConnection, panel_id: str) -> PanelRecord:
    """Give a panel; raise PanelNotFound."""
    return await record_of(connection, await store.panel_of(connection, panel_id))


async def record_of(connection: AsyncConnection, panel: Panel) -> PanelRecord:
    """Put a panel together with what hangs on it."""
    return PanelRecord(
        panel=panel,
        ballots=await ballots_of_panel(connection, panel.panel_id),
        recusals=await store.recusals_of(connection, panel.panel_id),
    )


async def list_panels(
    connection: AsyncConnection,
    *,
    round_id: str | None,
    tier: str | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Panel]:
    """List panels, newest first."""
    return await store.list_panels(
        connection, round_id=round_id, tier=tier, after=after, limit=limit
    )
