"""Priority orders in the database. Locking a unit's row makes its steps wait for one another."""

from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.priority_order import PriorityOrder
from services.intake.domain.tiers import Tier
from services.intake.store.portal_tables import priority_orders
from services.intake.store.rows import columns_of, value_of
from shared.etags import StaleETag


async def find_order(
    connection: AsyncConnection, round_id: str, tier: Tier, unit_code: str, *, lock: bool = False
) -> PriorityOrder | None:
    """Read a unit's order, None while it has set none."""
    statement = select(priority_orders).where(
        priority_orders.c.round_id == round_id,
        priority_orders.c.tier == tier.value,
        priority_orders.c.unit_code == unit_code,
    )
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _order_of(row)


async def save_order(connection: AsyncConnection, order: PriorityOrder) -> None:
    """Write an order: the first one of a unit, or a changed one whose row the caller holds.

    Raises StaleETag when somebody else set the first one at the same time.
    """
    if order.version == 1:
        try:
            await connection.execute(insert(priority_orders).values(_columns(order)))
        except IntegrityError as error:
            raise StaleETag from error
        return
    await connection.execute(
        update(priority_orders)
        .where(
            priority_orders.c.round_id == order.round_id,
            priority_orders.c.tier == order.tier.value,
            priority_orders.c.unit_code == order.unit_code,
        )
        .values(_columns(order))
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
