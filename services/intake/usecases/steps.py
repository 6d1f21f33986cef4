"""Taking one step of an application's life: state, version and event in one go, under its row lock."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.errors import UnitWindowClosed, WindowClosed
from services.intake.domain.lifecycle import EVENT_KINDS, Action
from services.intake.store.applications import save_application
from services.intake.usecases.context import Caller, IntakeContext
from shared.canonical import JsonValue
from shared.event_log import NewEvent, append_event

AGGREGATE = "application"


async def take_step(
    connection: AsyncConnection,
    application: Application,
    action: Action,
    *,
    actor: str,
    at: datetime,
    data: Mapping[str, JsonValue] | None = None,
) -> Application:
    """Move a locked application on and record it; raise IllegalTransition when the step is not possible."""
    moved = application.after(action, at=at)
    await save_application(connection, moved)
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=application.application_id,
            kind=EVENT_KINDS[action],
            data={
                "action": action.value,
                "from_state": application.state.value,
                "to_state": moved.state.value,
                "round_id": application.round_id,
                "tier": application.tier.value,
                "unit_code": application.unit_code,
                **(data or {}),
            },
            actor=actor,
            at=at,
        ),
    )
    return moved


def require_open_to_enterprises(
    context: IntakeContext, application: Application, caller: Caller
) -> None:
    """Raise WindowClosed unless the request arrived while enterprises may take their steps (notice 三（二）1)."""
    rules = context.rules_for(application.round_id, application.tier)
    if not rules.is_open_to_enterprises(caller.arrived_at):
        raise WindowClosed


def require_open_to_units(context: IntakeContext, application: Application, caller: Caller) -> None:
    """Raise UnitWindowClosed unless the request arrived inside the units' window (notice 三（二）3)."""
    window = context.rules_for(application.round_id, application.tier).window
    if not window.is_open_to_units(caller.arrived_at):
        raise UnitWindowClosed
