"""Hand in (报送): a unit gives what it recommended or tabulated of one tier to the city, which receives it."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, HandIn
from services.intake.domain.errors import IllegalTransition, UnitNotFound, UnitWindowClosed
from services.intake.domain.lifecycle import TRANSITIONS, Action, State
from services.intake.domain.list_errors import ApplicationsNotRecommended
from services.intake.domain.order_errors import OrderMissing
from services.intake.domain.priority_order import PriorityOrder, no_order
from services.intake.domain.tiers import Tier
from services.intake.domain.units import is_within
from services.intake.store.applications import lock_applications
from services.intake.store.lists import (
    HandInFilter,
    add_hand_in,
    hand_in_for,
    page_of_hand_ins,
    save_hand_in,
)
from services.intake.store.priority_orders import lock_order, save_order
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.hand_in_scans import order_freezing_of_scans
from services.intake.usecases.order_recommendations import event_of, recommended_below
from services.intake.usecases.print_hand_in import order_papers
from services.intake.usecases.steps import take_step
from shared.errors import Fault
from shared.event_log import NewEvent, append_event


async def hand_in(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
    unit_code: str,
    application_ids: Sequence[str],
) -> HandIn:
    """Hand in, and have the papers printed; all of the applications or none.

    Raises UnitNotFound, TierNotOffered, UnitWindowClosed, ApplicationsNotRecommended; for a tier whose
    recommendations are ordered also OrderMissing, OrderFrozen, OrderDiffers.
    """
    unit = context.unit(unit_code)
    if not caller.access.permits(enterprise=None, unit_path=unit.path):
        raise UnitNotFound
    if not context.rules_for(round_id, tier).window.is_open_to_units(caller.arrived_at):
        raise UnitWindowClosed
    handed_in = HandIn(
        hand_in_id=str(uuid.uuid4()),
        round_id=round_id,
        tier=tier,
        unit_code=unit.code,
        unit_path=unit.path,
        application_ids=tuple(application_ids),
        handed_in_by=caller.subject,
        handed_in_at=context.clocks.business(),
    )
    order = await _order_of(context, connection, handed_in)
    recommended = await _lock_recommended(connection, handed_in)
    await add_hand_in(connection, handed_in)
    if order is not None:
        await _freeze_order(context, connection, order, handed_in)
    await _record(connection, handed_in, "hand-in.made", caller)
    await _move_all(connection, recommended, Action.HAND_IN, handed_in, caller)
    await order_papers(context, connection, handed_in)
    return handed_in


async def receive_hand_in(
    context: IntakeContext, connection: AsyncConnection, caller: Caller, hand_in_id: str
) -> HandIn:
    """Take a hand-in into the city's hands; raise HandInNotFound or IllegalTransition."""
    handed_in = await hand_in_for(connection, hand_in_id, caller.access, lock=True)
    if handed_in.received_at is not None:
        raise IllegalTransition.of(State.RECEIVED, Action.RECEIVE)
    at = context.clocks.business()
    received = replace(handed_in, received_by=caller.subject, received_at=at)
    await save_hand_in(connection, received)
    await _record(connection, received, "hand-in.received", caller)
    applications = await lock_applications(connection, handed_in.application_ids)
    await _move_all(connection, applications, Action.RECEIVE, received, caller)
    await order_freezing_of_scans(context, connection, hand_in_id)
    return received


async def read_hand_in(connection: AsyncConnection, caller: Caller, hand_in_id: str) -> HandIn:
    """Read a hand-in within the caller's scope; raise HandInNotFound."""
    return await hand_in_for(connection, hand_in_id, caller.access)


async def list_hand_ins(
    connection: AsyncConnection,
    caller: Caller,
    wanted: HandInFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[HandIn]:
    """List hand-ins, newest first; at most ``limit`` + 1, the last telling that there are more."""
    return await page_of_hand_ins(connection, caller.access, wanted, after=after, limit=limit + 1)


async def _order_of(
    context: IntakeContext, connection: AsyncConnection, handed_in: HandIn
) -> PriorityOrder | None:
    """Lock the order that is handed in, where the round asks for one; raise OrderMissing without one."""
    if not context.rules_for(handed_in.round_id, handed_in.tier).recommendation_is_ordered:
        return None
    unset = no_order(handed_in.round_id, handed_in.tier, handed_in.unit_code, handed_in.unit_path)
    order = await lock_order(connection, unset)
    if order.version == unset.version:
        raise OrderMissing
    order.require_open()
    return order


async def _freeze_order(
    context: IntakeContext, connection: AsyncConnection, order: PriorityOrder, handed_in: HandIn
) -> None:
    """Freeze the order with its hand-in, which leaves out nothing that only this unit can hand in."""
    must_hold = {
        application.application_id
        for application in await recommended_below(connection, order)
        if _responsible_unit(context, application) == handed_in.unit_code
    }
    frozen = order.handed_in(handed_in.application_ids, must_hold, hand_in_id=handed_in.hand_in_id)
    stamped = replace(frozen, changed_by=handed_in.handed_in_by, changed_at=handed_in.handed_in_at)
    await save_order(connection, stamped)
    await append_event(connection, event_of(stamped, "priority-order.handed-in"))


def _responsible_unit(context: IntakeContext, application: Application) -> str | None:
    unit = context.units.recommending_unit(application.unit_code)
    return unit.code if unit else None


async def _lock_recommended(connection: AsyncConnection, handed_in: HandIn) -> list[Application]:
    """Lock what is handed in; raise ApplicationsNotRecommended naming each that may not be."""
    locked = {
        application.application_id: application
        for application in await lock_applications(connection, handed_in.application_ids)
    }
    faults = [
        Fault(
            pointer=f"/application_ids/{place}",
            code="not-recommended",
            message=ApplicationsNotRecommended.title,
        )
        for place, application_id in enumerate(handed_in.application_ids)
        if not _may_be_handed_in(locked.get(application_id), handed_in)
    ]
    if faults:
        raise ApplicationsNotRecommended(faults=faults)
    return list(locked.values())


def _may_be_handed_in(application: Application | None, handed_in: HandIn) -> bool:
    return (
        application is not None
        and application.round_id == handed_in.round_id
        and application.tier is handed_in.tier
        and (application.state, Action.HAND_IN) in TRANSITIONS
        and is_within(application.unit_path, handed_in.unit_path)
    )


async def _move_all(
    connection: AsyncConnection,
    applications: Sequence[Application],
    action: Action,
    handed_in: HandIn,
    caller: Caller,
) -> None:
    for application in applications:
        await take_step(
            connection,
            application,
            action,
            actor=caller.subject,
            at=handed_in.received_at or handed_in.handed_in_at,
            data={"hand_in_id": handed_in.hand_in_id},
        )


async def _record(
    connection: AsyncConnection, handed_in: HandIn, kind: str, caller: Caller
) -> None:
    at = handed_in.received_at or handed_in.handed_in_at
    await append_event(
        connection,
        NewEvent(
            aggregate_type="hand-in",
            aggregate_id=handed_in.hand_in_id,
            kind=kind,
            data={
                "round_id": handed_in.round_id,
                "tier": handed_in.tier.value,
                "unit_code": handed_in.unit_code,
                "application_ids": list(handed_in.application_ids),
            },
            actor=caller.subject,
            at=at,
        ),
    )
