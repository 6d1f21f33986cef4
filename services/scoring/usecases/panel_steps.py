"""What every step of a panel has in common: the row locked, the version compared, the event appended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import OtherOfficerNeeded
from services.scoring.domain.panels.lifecycle import EVENT_KINDS, Action, State, not_in_state
from services.scoring.domain.panels.panel import Panel, Signed
from services.scoring.store.panels import panel_of, save_panel
from shared.canonical import JsonValue
from shared.etags import require_version
from shared.event_log import NewEvent, append_event

AGGREGATE = "panel"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who acts, and when by the business clock."""

    subject: str
    at: datetime

    def signed(self) -> Signed:
        return Signed(by=self.subject, at=self.at)


async def panel_for_step(
    connection: AsyncConnection, panel_id: str, expected: frozenset[int]
) -> Panel:
    """Lock a panel; raise PanelNotFound, StaleETag."""
    panel = await panel_of(connection, panel_id, lock=True)
    require_version(panel.version, expected)
    return panel


def require_state(panel: Panel, *states: State) -> None:
    """Raise PanelNotInState unless the panel stands at one of these."""
    if panel.state not in states:
        raise not_in_state(panel.state)


def require_other_officer(caller: Caller, *before: str | None) -> None:
    """Raise OtherOfficerNeeded when the caller took one of the steps before."""
    if caller.subject in before:
        raise OtherOfficerNeeded


async def take_step(
    connection: AsyncConnection,
    panel: Panel,
    action: Action,
    caller: Caller,
    data: Mapping[str, JsonValue],
) -> Panel:
    """Move a locked panel on and say so in its log; raise PanelNotInState."""
    after = panel.after(action, caller.signed())
    await save_panel(connection, after)
    moved = {"action": action.value, "from_state": panel.state.value, **data}
    await note(connection, panel.panel_id, EVENT_KINDS[action], caller, moved)
    return after


async def note(
    connection: AsyncConnection,
    panel_id: str,
    kind: str,
    caller: Caller,
    data: Mapping[str, JsonValue],
) -> None:
    """Append to the panel's log; the caller holds the panel's row."""
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=panel_id,
            kind=kind,
            data=dict(data),
            actor=caller.subject,
            at=caller.at,
        ),
    )
