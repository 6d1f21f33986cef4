"""Positions under load, on both databases: writers, several sequencers and a reader of the feed, all at once."""

import asyncio
import random

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.applications import find_application
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import events
from services.intake.usecases.steps import AGGREGATE
from shared.database import Database
from shared.event_log import (
    Event,
    NewEvent,
    append_event,
    chain_break,
    events_after,
    number_committed_events,
)
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.finalised import IN_WINDOW, a_context, make_draft

APPLICATIONS, WRITERS, STEPS_EACH = 4, 6, 8


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("intake", SCHEMA)


async def drafts(database: Database) -> list[str]:
    """Start applications; each leaves one event."""
    context = a_context(database)
    async with database.transaction() as connection:
        made = [await make_draft(context, connection) for _ in range(APPLICATIONS)]
    return [application.application_id for application in made]


async def take_steps(database: Database, ids: list[str], chance: random.Random) -> None:
    """Append events under the application's lock, in transactions that overlap and last unequally long."""
    for number in range(STEPS_EACH):
        async with database.transaction() as connection:
            application_id = chance.choice(ids)
            await find_application(connection, application_id, lock=True)
            await append(connection, application_id, number)
            await asyncio.sleep(chance.choice((0, 0.001, 0.01)))


async def append(connection: AsyncConnection, application_id: str, number: int) -> None:
    new = NewEvent(
        aggregate_type=AGGREGATE,
        aggregate_id=application_id,
        kind="application.touched",
        data={"number": number},
        actor="a writer",
        at=IN_WINDOW,
    )
    await append_event(connection, new)


async def read_feed(database: Database, total: int) -> list[Event]:
    """Read on from the last position seen, as a poller does, until everything has come."""
    seen: list[Event] = []
    while len(seen) < total:
        async with database.transaction(read_only=True) as connection:
            seen += await events_after(connection, len(seen), 7)
        await asyncio.sleep(0)
    return seen


@pytest.mark.parametrize("seed", [1, 2])
def test_a_reader_meets_every_event_once_and_in_order_however_its_writers_overlap(
    database: Database, loop: LoopThread, seed: int
) -> None:
    total = APPLICATIONS + WRITERS * STEPS_EACH

    async def sequence(done: asyncio.Event) -> int:
        numbered = 0
        while not done.is_set():
            numbered += await number_committed_events(database)
            await asyncio.sleep(0)
        return numbered

    async def scenario() -> tuple[list[Event], list[int]]:
        ids, done = await drafts(database), asyncio.Event()
        sequencers = [asyncio.create_task(sequence(done)) for _ in range(3)]
        reader = asyncio.create_task(read_feed(database, total))
        chances = [random.Random(f"{seed}/{writer}") for writer in range(WRITERS)]  # noqa: S311 - no secret
        await asyncio.gather(*(take_steps(database, ids, chance) for chance in chances))
        seen = await reader
        done.set()
        return seen, [await sequencer for sequencer in sequencers]

    seen, numbered = loop.run(scenario())

    assert [event.position for event in seen] == list(range(1, total + 1))
    assert sum(numbered) == total
    by_application: dict[str, list[Event]] = {}
    for event in seen:
        by_application.setdefault(event.aggregate_id, []).append(event)
    for chain in by_application.values():
        assert chain_break(chain) is None


def test_more_events_than_fit_into_one_turn_are_numbered_on_without_a_gap(
    database: Database, loop: LoopThread
) -> None:
    rows = [
        {
            "aggregate_type": AGGREGATE,
            "aggregate_id": f"a-{number}",
            "aggregate_seq": 1,
            "kind": "application.touched",
            "payload": b"{}",
            "recorded_at": IN_WINDOW,
            **dict.fromkeys(("prev_sha256", "sha256", "prev_sm3", "sm3"), ""),
        }
        for number in range(1500)
    ]

    async def scenario() -> tuple[list[int], list[tuple[int, int]]]:
        async with database.transaction() as connection:
            await connection.execute(insert(events), rows)
        turns = [await number_committed_events(database) for _ in range(3)]
        async with database.transaction(read_only=True) as connection:
            statement = select(events.c.id, events.c.position).order_by(events.c.id)
            found = [(row.id, row.position) for row in await connection.execute(statement)]
        return turns, found

    turns, found = loop.run(scenario())

    assert turns == [1000, 500, 0]
    assert [position for _, position in found] == list(range(1, 1501))
