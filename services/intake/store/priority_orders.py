"""Priority orders in the database. Locking a unit's row makes its steps wait for one another."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.priority_order import PriorityOrder
from services.intake.domain.tiers import Tier
from services.intake.store.portal_tables import priority_orders
from services.intake.store.rows import columns_of, value_of


async def find_order(
    connection: AsyncConnection, round_id: str, tier: Tier, unit_code: str
) -> PriorityOrder | None:
    """Read a unit's order; None, or one of version 0, while it has set none."""
    statement = select(priority_orders).where(_is(round_id, tier, unit_code))
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _order_of(row)


async def open_orders(connection: AsyncConnection) -> list[PriorityOrder]:
    """Read the orders that no hand-in has frozen."""
    statement = select(priority_orders).where(priority_orders.c.hand_in_id.is_(None))
    return [_order_of(row) for row in (await connection.execute(statement)).mappings()]


async def lock_order(connection: AsyncConnection, unset: PriorityOrder) -> PriorityOrder:
    """Hold a unit's order until the transaction ends; ``unset`` names it and is what stands before it is set.

    The row is made when it is not there yet: a lock on nothing would hold nobody up. Whoever also locks
    applications locks the order first.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = dialect.insert(priority_orders).values(_columns(unset)).on_conflict_do_nothing()
    await connection.execute(made)
    named = _is(unset.round_id, unset.tier, unset.unit_code)
    statement = select(priority_orders).where(named).with_for_update()
    return _order_of((await connection.execute(statement)).mappings().one())


async def save_order(connection: AsyncConnection, order: PriorityOrder) -> None:
    """Write a changed order; the caller holds its row."""
    await connection.execute(
        update(priority_orders)
        .where(_is(order.round_id, order.tier, order.unit_code))
        .values(_columns(order))
    )


def _is(round_id: str, tier: Tier, unit_code: str) -> ColumnElement[bool]:
    return and_(
        priority_orders.c.round_id == round_id,
        priority_orders.c.tier == tier.value,
        priority_orders.c.unit_code == unit_code,
    )


def _order_of(row: RowMapping) -> PriorityOrder:
    return value_of(
        PriorityOrder,
        {**row, "tier": Tier(row["tier"]), "application_ids": tuple(row["application_ids"])},
    )


def _columns(order: PriorityOrder) -> dict[str, Any]:
    return {
        **columns_of(order),
        "tier": order.tier.value,
        "application_ids": list(order.application_ids),
    }
