"""The outbox: work for other services, written with its cause, leased to one relay at a time.

A lease is a short transaction of its own; delivery happens outside any; the mark carries the lease's token,
so that a relay that lost its lease cannot mark what another one is delivering.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.relay_tables import outbox
from services.intake.store.rows import value_of
from shared.bells import ring_after_commit

#: Rung when work was committed that is due at once.
ORDERED = "ordered"

#: A relay that has not finished by then is taken for dead.
LEASE = timedelta(seconds=60)
FIRST_PAUSE = timedelta(seconds=0.2)
LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One piece of work, leased."""

    outbox_id: int
    kind: str
    target_id: str
    body: bytes
    attempts: int
    lease_token: str


@dataclass(frozen=True, kw_only=True)
class WaitingDelivery:
    """One piece of work that has not been delivered, without its body: that may quote what people typed."""

    outbox_id: int
    kind: str
    ordering_key: str
    target_id: str
    written_at: datetime
    attempts: int
    not_before: datetime
    last_error: str | None


async def write_outbox(
    connection: AsyncConnection,
    *,
    kind: str,
    ordering_key: str,
    target_id: str,
    body: bytes,
    at: datetime,
) -> None:
    """Add work in the transaction of its cause."""
    await connection.execute(
        insert(outbox),
        {
            "ordering_key": ordering_key,
            "kind": kind,
            "target_id": target_id,
            "body": body,
            "written_at": at,
            "not_before": at,
            "attempts": 0,
        },
    )
    ring_after_commit(connection, ORDERED)


async def lease_deliveries(
    connection: AsyncConnection, *, now: datetime, limit: int
) -> list[Delivery]:
    """Lease the oldest undelivered row of each ordering key that is due."""
    older = outbox.alias("older")
    blocked = exists(
        select(older.c.outbox_id).where(
            older.c.ordering_key == outbox.c.ordering_key,
            older.c.outbox_id < outbox.c.outbox_id,
            older.c.delivered_at.is_(None),
        )
    )
    due = (
        select(outbox)
        .where(
            outbox.c.delivered_at.is_(None),
            outbox.c.not_before <= now,
            or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now),
            ~blocked,
        )
        .order_by(outbox.c.outbox_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await connection.execute(due)).mappings().all()
    token = str(uuid.uuid4())
    if rows:
        await connection.execute(
            update(outbox)
            .where(outbox.c.outbox_id.in_([row["outbox_id"] for row in rows]))
            .values(lease_token=token, lease_until=now + LEASE, attempts=outbox.c.attempts + 1)
        )
    return [
        value_of(Delivery, {**row, "attempts": row["attempts"] + 1, "lease_token": token})
        for row in rows
    ]


async def mark_delivered(connection: AsyncConnection, delivery: Delivery, *, at: datetime) -> bool:
    """Mark work as done; False when the lease was lost meanwhile."""
    result = await connection.execute(
        update(outbox)
        .where(_held(delivery))
        .values(delivered_at=at, lease_token=None, lease_until=None, last_error=None)
    )
    return result.rowcount == 1


async def mark_failed(
    connection: AsyncConnection, delivery: Delivery, *, at: datetime, error: str
) -> None:
    """Give work back, to be tried again after a pause that doubles."""
    pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts - 1, 20), LONGEST_PAUSE)
    await connection.execute(
        update(outbox)
        .where(_held(delivery))
        .values(lease_token=None, lease_until=None, not_before=at + pause, last_error=error[:300])
    )


async def page_of_waiting(
    connection: AsyncConnection, *, after: tuple[datetime, str] | None, limit: int
) -> list[WaitingDelivery]:
    """List what is still to be delivered, oldest first: the row whose number a cursor names comes next."""
    statement = (
        select(outbox)
        .where(outbox.c.delivered_at.is_(None))
        .order_by(outbox.c.written_at, outbox.c.outbox_id)
        .limit(limit)
    )
    if after is not None:
        at, number = after
        statement = statement.where(
            or_(
                outbox.c.written_at > at,
                and_(outbox.c.written_at == at, outbox.c.outbox_id > int(number)),
            )
        )
    rows = (await connection.execute(statement)).mappings()
    return [value_of(WaitingDelivery, row) for row in rows]


def _held(delivery: Delivery) -> ColumnElement[bool]:
    return and_(
        outbox.c.outbox_id == delivery.outbox_id, outbox.c.lease_token == delivery.lease_token
    )
