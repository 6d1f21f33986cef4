"""Audit, feed and outbox are one log: every change of state appends an event in its own transaction.

Events of one aggregate are chained by digest under that aggregate's lock, so that none can be altered,
dropped or slipped in unseen. ``position`` is given later, by the sequencer: a committed event gets the
next number, so the feed has no gaps and never shows an event before an older one that is still in flight.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bells import ring_after_commit
from shared.canonical import JsonValue, canonical_bytes
from shared.database import Database, UtcDateTime

#: Rung when events were committed that have no position yet.
APPENDED = "appended"

#: What the first event of an aggregate is chained to.
GENESIS = ""

#: Any number of ours will do, as long as only sequencers use it.
_SEQUENCER_LOCK = 0x71D0_5E9

#: Events numbered in one transaction.
MOST_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """What happened to one aggregate."""

    aggregate_type: str
    aggregate_id: str
    #: ``<aggregate>.<past participle>``, such as ``application.submitted``.
    kind: str
    #: Facts of the event; exact JSON only (see shared.canonical).
    data: dict[str, JsonValue]
    #: Subject of the caller, or the name of the process that acted.
    actor: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event as it stands in the log."""

    aggregate_type: str
    aggregate_id: str
    aggregate_seq: int
    kind: str
    #: The canonical bytes that were hashed.
    payload: bytes
    prev_sha256: str
    sha256: str
    prev_sm3: str
    sm3: str
    recorded_at: datetime
    #: Place in the feed; None until the sequencer has seen it.
    position: int | None = None

    def content(self) -> dict[str, object]:
        """Read the payload back."""
        content = json.loads(self.payload)
        return dict(content)


def event_table(metadata: MetaData) -> Table:
    """Add the event log to a service's metadata."""
    return Table(
        "event",
        metadata,
        # SQLite gives row ids to INTEGER keys only.
        Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("aggregate_type", String(40), nullable=False),
        Column("aggregate_id", String(64), nullable=False),
        Column("aggregate_seq", Integer, nullable=False),
        Column("kind", String(80), nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("prev_sha256", String(64), nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("prev_sm3", String(64), nullable=False),
        Column("sm3", String(64), nullable=False),
        Column("recorded_at", UtcDateTime, nullable=False),
        Column("position", BigInteger, nullable=True, unique=True),
        UniqueConstraint("aggregate_id", "aggregate_seq"),
        Index(
            "ix_event_unsequenced",
            "id",
            sqlite_where=text("position IS NULL"),
            postgresql_where=text("position IS NULL"),
        ),
    )


_events = event_table(MetaData())

# Written once: composing it anew for every request is a cost that the bench shows.
_LAST_OF_AGGREGATE = (
    select(_events.c.aggregate_seq, _events.c.sha256, _events.c.sm3)
    .where(_events.c.aggregate_id == bindparam("aggregate_id"))
    .order_by(_events.c.aggregate_seq.desc())
    .limit(1)
)


async def append_event(connection: AsyncConnection, new: NewEvent) -> Event:
    """Append to an aggregate's chain; the caller holds that aggregate's row lock."""
    about = {"aggregate_id": new.aggregate_id}
    last = (await connection.execute(_LAST_OF_AGGREGATE, about)).one_or_none()
    seq = 1 if last is None else last.aggregate_seq + 1
    prev_sha256, prev_sm3 = (GENESIS, GENESIS) if last is None else (last.sha256, last.sm3)
    payload = canonical_bytes(
        {
            "aggregate_type": new.aggregate_type,
            "aggregate_id": new.aggregate_id,
            "aggregate_seq": seq,
            "kind": new.kind,
            "at": new.at.isoformat(),
            "actor": new.actor,
            "data": new.data,
        }
    )
    event = Event(
        aggregate_type=new.aggregate_type,
        aggregate_id=new.aggregate_id,
        aggregate_seq=seq,
        kind=new.kind,
        payload=payload,
        prev_sha256=prev_sha256,
        sha256=chained_digest("sha256", prev_sha256, payload),
        prev_sm3=prev_sm3,
        sm3=chained_digest("sm3", prev_sm3, payload),
        recorded_at=new.at,
    )
    columns = {name: getattr(event, name) for name in _EVENT_COLUMNS if name != "position"}
    await connection.execute(insert(_events), columns)
    ring_after_commit(connection, APPENDED)
    return event


def chained_digest(algorithm: str, previous: str, payload: bytes) -> str:
    """Digest a payload together with the digest before it."""
    return hashlib.new(algorithm, previous.encode("ascii") + b"\n" + payload).hexdigest()


def chain_break(events: Sequence[Event]) -> int | None:
    """Give the sequence number at which an aggregate's chain does not hold, or None if it holds."""
    prev_sha256 = prev_sm3 = GENESIS
    for seq, event in enumerate(events, start=1):
        holds = (
            event.aggregate_seq == seq
            and event.content().get("aggregate_seq") == seq
            and event.content().get("aggregate_id") == event.aggregate_id
            and event.prev_sha256 == prev_sha256
            and event.prev_sm3 == prev_sm3
            and event.sha256 == chained_digest("sha256", prev_sha256, event.payload)
            and event.sm3 == chained_digest("sm3", prev_sm3, event.payload)
        )
        if not holds:
            return seq
        prev_sha256, prev_sm3 = event.sha256, event.sm3
    return None


async def events_of(connection: AsyncConnection, aggregate_id: str) -> list[Event]:
    """Read one aggregate's events in order."""
    statement = (
        select(_events)
        .where(_events.c.aggregate_id == aggregate_id)
        .order_by(_events.c.aggregate_seq)
    )
    return [_event_of(row) for row in (await connection.execute(statement)).mappings()]


async def events_after(connection: AsyncConnection, position: int, limit: int) -> list[Event]:
    """Read the feed after a position."""
    statement = (
        select(_events)
        .where(_events.c.position > position)
        .order_by(_events.c.position)
        .limit(limit)
    )
    return [_event_of(row) for row in (await connection.execute(statement)).mappings()]


async def number_committed_events(database: Database) -> int:
    """Give the next positions to committed events; the number of events numbered.

    One holder at a time: an advisory lock of the transaction on PostgreSQL, the write lock on SQLite.
    """
    unnumbered = select(_events.c.id).where(_events.c.position.is_(None))
    async with database.transaction(read_only=True) as connection:
        if (await connection.execute(unnumbered.limit(1))).first() is None:
            return 0
    async with database.transaction() as connection:
        if database.dialect == "postgresql":
            lock = select(func.pg_try_advisory_xact_lock(_SEQUENCER_LOCK))
            if not (await connection.execute(lock)).scalar_one():
                return 0
        # Within an aggregate ids follow the order of commits, because both are made under its lock.
        rows = await connection.execute(unnumbered.order_by(_events.c.id).limit(MOST_AT_ONCE))
        ids = list(rows.scalars())
        last = (await connection.execute(select(func.max(_events.c.position)))).scalar() or 0
        if ids:
            await connection.execute(
                update(_events)
                .where(_events.c.id == bindparam("event_id"))
                .values(position=bindparam("next_position")),
                [
                    {"event_id": event_id, "next_position": last + place}
                    for place, event_id in enumerate(ids, start=1)
                ],
            )
        return len(ids)


_EVENT_COLUMNS = tuple(Event.__dataclass_fields__)


def _event_of(row: object) -> Event:
    return Event(**{name: row[name] for name in _EVENT_COLUMNS})  # type: ignore[index]  # a row mapping
