"""The log on both databases: chains that show every change, positions without gaps."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database
from shared.event_log import (
    Event,
    NewEvent,
    append_event,
    chain_break,
    events_after,
    events_of,
    number_committed_events,
)
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.shared.notes_tables import SCHEMA, events

AT = datetime(2025, 7, 18, 16, tzinfo=UTC)


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("notes", SCHEMA)


def an_event(aggregate_id: str = "a-1", **data: str) -> NewEvent:
    return NewEvent(
        aggregate_type="note",
        aggregate_id=aggregate_id,
        kind="note.changed",
        data=dict(data),
        actor="someone",
        at=AT,
    )


async def append(database: Database, *new: NewEvent) -> None:
    async with database.transaction() as connection:
        for event in new:
            await append_event(connection, event)


async def chain(database: Database, aggregate_id: str = "a-1") -> list[Event]:
    async with database.transaction(read_only=True) as connection:
        return await events_of(connection, aggregate_id)


async def feed(database: Database, after: int = 0) -> list[Event]:
    async with database.transaction(read_only=True) as connection:
        return await events_after(connection, after, 1000)


def test_events_of_one_aggregate_are_chained(database: Database, loop: LoopThread) -> None:
    async def scenario() -> list[Event]:
        for number in range(4):
            await append(database, an_event(step=str(number)))
        await append(database, an_event("a-2"))
        return await chain(database)

    events = loop.run(scenario())

    assert [event.aggregate_seq for event in events] == [1, 2, 3, 4]
    assert events[0].prev_sha256 == events[0].prev_sm3 == ""
    assert [event.prev_sha256 for event in events[1:]] == [event.sha256 for event in events[:-1]]
    assert chain_break(events) is None


def test_an_outsider_can_recompute_the_chain_with_two_lines(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[Event]:
        await append(database, an_event(), an_event(), an_event())
        return await chain(database)

    previous = ""
    for event in loop.run(scenario()):
        digest = hashlib.sha256(previous.encode() + b"\n" + event.payload).hexdigest()
        assert digest == event.sha256
        previous = digest


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize("damage", ["payload", "dropped", "swapped", "digest", "previous"])
def test_a_chain_shows_where_it_was_tampered_with(
    database: Database, dialect: str, loop: LoopThread, damage: str, index: int
) -> None:
    if dialect == "sqlite" and index:
        return

    async def scenario() -> list[Event]:
        for number in range(4):
            await append(database, an_event(step=str(number)))
        return await chain(database)

    found = loop.run(scenario())
    event = found[index]
    if damage == "payload":
        found[index] = replace(event, payload=event.payload.replace(b"someone", b"another"))
    elif damage == "dropped":
        del found[index]
    elif damage == "swapped":
        found[index], found[index + 1] = found[index + 1], found[index]
    elif damage == "digest":
        found[index] = replace(event, sm3="0" * 64)
    else:
        found[index] = replace(event, prev_sha256="0" * 64)

    assert chain_break(found) == index + 1


def test_a_rolled_back_event_was_never_there(database: Database, loop: LoopThread) -> None:
    async def fail_after_appending() -> None:
        async with database.transaction() as connection:
            await append_event(connection, an_event(step="lost"))
            raise ZeroDivisionError

    async def scenario() -> list[Event]:
        await append(database, an_event(step="1"))
        with pytest.raises(ZeroDivisionError):
            await fail_after_appending()
        await append(database, an_event(step="2"))
        await number_committed_events(database)
        return await feed(database)

    found = loop.run(scenario())

    assert [event.position for event in found] == [1, 2]
    assert [event.aggregate_seq for event in found] == [1, 2]
    assert chain_break(found) is None


def test_positions_are_dense_and_come_only_from_the_sequencer(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[Event], list[Event], list[int]]:
        await append(database, *(an_event(f"a-{number}") for number in range(5)))
        before = await feed(database)
        numbered = [await number_committed_events(database) for _ in range(2)]
        await append(database, *(an_event(f"b-{number}") for number in range(3)))
        numbered.append(await number_committed_events(database))
        return before, await feed(database), numbered

    before, after, numbered = loop.run(scenario())

    assert before == []
    assert numbered == [5, 0, 3]
    assert [event.position for event in after] == list(range(1, 9))


def test_an_event_still_in_flight_is_not_overtaken_out_of_sight(
    database: Database, dialect: str, loop: LoopThread
) -> None:
    if dialect == "sqlite":
        # One writer at a time: nothing can be in flight beside it.
        return

    async def scenario() -> tuple[list[str], list[str]]:
        async with database.transaction() as slow:
            await append_event(slow, an_event("slow"))
            await append(database, an_event("quick"))
            await number_committed_events(database)
            seen = [event.aggregate_id for event in await feed(database)]
            cursor = len(seen)
        await number_committed_events(database)
        return seen, [event.aggregate_id for event in await feed(database, cursor)]

    first, later = loop.run(scenario())

    assert first == ["quick"]
    assert later == ["slow"]


def test_many_writers_and_many_sequencers_number_each_event_once(
    database: Database, loop: LoopThread
) -> None:
    writers, each = 8, 5

    async def write(writer: int) -> None:
        for number in range(each):
            await append(database, an_event(f"w-{writer}", step=str(number)))

    async def scenario() -> list[Event]:
        sequencers = (number_committed_events(database) for _ in range(6))
        await asyncio.gather(*(write(writer) for writer in range(writers)), *sequencers)
        while await number_committed_events(database):
            pass
        return await feed(database)

    found = loop.run(scenario())

    assert [event.position for event in found] == list(range(1, writers * each + 1))
    for writer in range(writers):
        own = [event for event in found if event.aggregate_id == f"w-{writer}"]
        assert chain_break(own) is None
        assert len(own) == each


def test_what_was_hashed_is_kept_as_it_was_hashed(database: Database, loop: LoopThread) -> None:
    async def stored(connection: AsyncConnection) -> bytes:
        return bytes((await connection.execute(select(events.c.payload))).scalar_one())

    async def scenario() -> tuple[bytes, Event]:
        await append(database, an_event(名称="天津"))
        async with database.transaction(read_only=True) as connection:
            return await stored(connection), (await events_of(connection, "a-1"))[0]

    payload, event = loop.run(scenario())

    assert payload == event.payload
    assert '"名称":"天津"'.encode() in payload
    assert event.content()["data"] == {"名称": "天津"}
