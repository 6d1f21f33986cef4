"""Set the priority order (推荐项目优先顺序) of a unit, for tiers whose recommendations the round orders."""

import uuid
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.errors import UnitNotFound, UnitWindowClosed
from services.intake.domain.lifecycle import State
from services.intake.domain.order_errors import TierNotOrdered, UnitDoesNotRecommend
from services.intake.domain.priority_order import Place, PriorityOrder, no_order
from services.intake.domain.tiers import Tier
from services.intake.domain.units import Unit
from services.intake.store.applications import ApplicationFilter, applications_matching
from services.intake.store.priority_orders import find_order, lock_order, save_order
from services.intake.usecases.context import Caller, IntakeContext
from shared.canonical import JsonValue
from shared.etags import require_version
from shared.event_log import NewEvent, append_event

#: Makes an order's id from what it orders.
_ORDERS = uuid.UUID("0b0e6a52-8a0c-5d0e-8f4d-3d9a9a2a7c11")


async def read_order(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
    unit_code: str,
) -> PriorityOrder:
    """Read a unit's order, one of version 0 while it has set none.

    Raises RoundNotFound, TierNotOffered, TierNotOrdered, UnitNotFound, UnitDoesNotRecommend.
    """
    unit = _ordering_unit(context, caller, round_id, tier, unit_code)
    found = await find_order(connection, round_id, tier, unit.code)
    return found or no_order(round_id, tier, unit.code, unit.path)


async def set_order(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
    unit_code: str,
    places: Sequence[Place],
    expected: frozenset[int],
) -> PriorityOrder:
    """Set the order of what the unit has recommended.

    Raises RoundNotFound, TierNotOffered, TierNotOrdered, UnitNotFound, UnitDoesNotRecommend, UnitWindowClosed,
    StaleETag, OrderFrozen, OrderFaulty.
    """
    unit = _ordering_unit(context, caller, round_id, tier, unit_code)
    if not context.rules_for(round_id, tier).window.is_open_to_units(caller.arrived_at):
        raise UnitWindowClosed
    order = await lock_order(connection, no_order(round_id, tier, unit.code, unit.path))
    require_version(order.version, expected)
    recommended = await recommended_below(connection, order)
    changed = order.changed(
        places,
        {application.application_id for application in recommended},
        by=caller.subject,
        at=context.clocks.business(),
    )
    await save_order(connection, changed)
    await append_event(connection, event_of(changed, "priority-order.set"))
    return changed


async def recommended_below(connection: AsyncConnection, order: PriorityOrder) -> list[Application]:
    """List what is recommended, and not handed in yet, in a unit's subtree."""
    wanted = ApplicationFilter(
        round_id=order.round_id,
        tier=order.tier,
        state=State.RECOMMENDED,
        unit_path=order.unit_path,
    )
    return await applications_matching(connection, wanted)


def order_id(order: PriorityOrder) -> str:
    """Name an order in the event log."""
    return str(uuid.uuid5(_ORDERS, f"{order.round_id}/{order.tier}/{order.unit_code}"))


def event_of(order: PriorityOrder, kind: str) -> NewEvent:
    """Write the event of an order that was just changed."""
    assert order.changed_by is not None  # noqa: S101 - an order that was set says who and when
    assert order.changed_at is not None  # noqa: S101 - likewise
    application_ids: list[JsonValue] = list(order.application_ids)
    return NewEvent(
        aggregate_type="priority-order",
        aggregate_id=order_id(order),
        kind=kind,
        data={
            "round_id": order.round_id,
            "tier": order.tier.value,
            "unit_code": order.unit_code,
            "version": order.version,
            "application_ids": application_ids,
            "hand_in_id": order.hand_in_id,
        },
        actor=order.changed_by,
        at=order.changed_at,
    )


def _ordering_unit(
    context: IntakeContext, caller: Caller, round_id: str, tier: Tier, unit_code: str
) -> Unit:
    if not context.rules_for(round_id, tier).recommendation_is_ordered:
        raise TierNotOrdered
    unit = context.unit(unit_code)
    if not caller.access.permits(enterprise=None, unit_path=unit.path):
        raise UnitNotFound
    if not unit.recommends:
        raise UnitDoesNotRecommend
    return unit
