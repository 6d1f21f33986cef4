"""Simulations taken up, counted, cancelled and failed, on both databases."""

import asyncio
import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from services.scoring.app import SCHEMA
from services.scoring.domain.simulation.comparison import Comparer
from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.report import result_bytes
from services.scoring.domain.simulation.simulation import Failure, Simulation
from services.scoring.domain.simulation.tally import Counting
from services.scoring.store.bundle_files import EDITIONS
from services.scoring.store.cohorts import requests_of
from services.scoring.store.simulations import members_of
from services.scoring.usecases.simulations.cancel import cancel_simulation
from services.scoring.usecases.simulations.claim import (
    MOST_ATTEMPTS,
    Claim,
    claim_simulation,
    fail_simulation,
    let_go,
)
from services.scoring.usecases.simulations.count_parts import LeaseLost, part_counter
from shared.canonical import canonical_bytes
from shared.database import Database
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.transitions import note_transitions
from tests.scoring.builders import edition
from tests.scoring.simulation_desk import (
    AT,
    OFFICER,
    order,
    record_cohort,
    result,
    standing,
    supervisor,
)

LIFE = timedelta(seconds=30)


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("scoring", SCHEMA)


async def ordered(database: Database, filings: int = 5, part_size: int = 2) -> Simulation:
    async with database.transaction() as connection:
        await record_cohort(connection, filings)
    return await order(database, part_size=part_size)


async def steps_of(database: Database, simulation: Simulation) -> list[str]:
    """Name the steps that a simulation took; this is where HTTP cannot bring them about at will."""
    async with database.transaction(read_only=True) as connection:
        events = await events_of(connection, simulation.simulation_id)
    note_transitions([dict(event.content()) for event in events])
    return [event.kind.removeprefix("simulation.") for event in events]


async def claimed(database: Database, *, after: timedelta = timedelta(0)) -> Claim:
    claim = await claim_simulation(database, now=AT + after, life=LIFE)
    assert claim is not None
    return claim


async def counted_here(database: Database, simulation: Simulation) -> bytes:
    """Count the whole cohort at once, in one piece."""
    comparer = Comparer(edition("cn-2024"), edition("cn-2025"))
    counting = Counting(comparer)
    async with database.transaction(read_only=True) as connection:
        members = await members_of(connection, simulation.simulation_id)
        for one in reversed(await requests_of(connection, members)):
            counting.add(one.assessment_id, json.loads(one.content))
    return result_bytes(
        counting.tally(),
        base=simulation.base,
        other=simulation.other,
        cohort=simulation.cohort,
        titles=comparer.titles(),
    )


def test_the_result_does_not_depend_on_how_it_was_counted(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> None:
        simulation = await ordered(database, filings=7, part_size=3)
        assert await supervisor(database).work() == 1
        done, parts = await standing(database, simulation.simulation_id)
        assert (done.state, parts, done.ended_by) == (State.DONE, 0, "simulation-worker")
        content = await result(database, simulation.simulation_id)
        assert content == await counted_here(database, simulation)
        assert canonical_bytes(json.loads(content)) == content
        async with database.transaction(read_only=True) as connection:
            events = await events_of(connection, simulation.simulation_id)
        kinds = ["simulation.created", "simulation.started", "simulation.finished"]
        assert [event.kind for event in events] == kinds
        assert chain_break(events) is None
        assert await supervisor(database).work() == 0

    loop.run(scenario())


def test_a_worker_killed_in_the_middle_costs_its_part_and_nothing_else(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> None:
        simulation = await ordered(database, filings=60, part_size=1)
        working = asyncio.create_task(supervisor(database, processes=1).work())
        await first_part(database, simulation)
        for child in children_that_count():
            os.kill(child, signal.SIGKILL)
        await working
        left, counted = await standing(database, simulation.simulation_id)
        assert left.state is State.RUNNING
        assert 0 < counted < 60

        assert await supervisor(database).work() == 1

        content = await result(database, simulation.simulation_id)
        assert content == await counted_here(database, simulation)

    loop.run(scenario())


async def first_part(database: Database, simulation: Simulation) -> None:
    """Wait until something is counted, and not everything."""
    # The workers are other processes: there is nothing here that they could set.
    while not (await standing(database, simulation.simulation_id))[1]:  # noqa: ASYNC110 - see above
        await asyncio.sleep(0.01)


def children_that_count() -> list[int]:
    """Find the workers that this process started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"part_worker" in words:
            found.append(int(status.parent.name))
    assert found
    return found


def test_a_simulation_cancelled_while_it_runs_stops_and_leaves_nothing(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> None:
        simulation = await ordered(database, filings=60, part_size=1)
        working = asyncio.create_task(supervisor(database, processes=1).work())
        await first_part(database, simulation)
        async with database.transaction() as connection:
            await cancel_simulation(connection, simulation.simulation_id, OFFICER)
        await working
        cancelled, parts = await standing(database, simulation.simulation_id)
        assert (cancelled.state, cancelled.ended_by, parts) == (State.CANCELLED, "officer-li", 0)
        assert await steps_of(database, simulation) == ["created", "started", "cancelled"]

    loop.run(scenario())


def test_a_simulation_that_waits_can_be_cancelled(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        simulation = await ordered(database)
        async with database.transaction() as connection:
            await cancel_simulation(connection, simulation.simulation_id, OFFICER)
        assert await claim_simulation(database, now=AT, life=LIFE) is None
        assert await steps_of(database, simulation) == ["created", "cancelled"]

    loop.run(scenario())


def test_who_lost_the_lease_writes_nothing_more(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        simulation = await ordered(database)
        first = await claimed(database)
        assert await claim_simulation(database, now=AT, life=LIFE) is None
        second = await claimed(database, after=LIFE)

        late = await part_counter(database, first.lease, EDITIONS)
        with pytest.raises(LeaseLost):
            await late.count(0)
        with pytest.raises(LeaseLost):
            await late.finish(AT)
        await let_go(database, first.lease, now=AT, is_attempt=True)
        await fail_simulation(database, first.lease, Failure.EDITION_CHANGED, now=AT)

        assert await claim_simulation(database, now=AT + LIFE, life=LIFE) is None
        counter = await part_counter(database, second.lease, EDITIONS)
        await counter.count(1)
        found, counted = await standing(database, simulation.simulation_id)
        assert (found.state, counted) == (State.RUNNING, 1)
        third = await claimed(database, after=3 * LIFE)
        assert third.uncounted == (0, 2)

    loop.run(scenario())


def test_what_gets_no_further_again_and_again_fails(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        simulation = await ordered(database)
        for attempt in range(MOST_ATTEMPTS):
            await claimed(database, after=attempt * LIFE)
        after = AT + MOST_ATTEMPTS * LIFE
        assert await claim_simulation(database, now=after, life=LIFE) is None
        failed, _ = await standing(database, simulation.simulation_id)
        assert (failed.state, failed.failure) == (State.FAILED, Failure.WORKER_DIED)
        assert await steps_of(database, simulation) == ["created", "started", "failed"]

    loop.run(scenario())


def test_a_stop_in_good_order_is_no_failed_attempt(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        await ordered(database)
        for _ in range(MOST_ATTEMPTS + 1):
            claim = await claimed(database)
            await let_go(database, claim.lease, now=AT, is_attempt=False)

    loop.run(scenario())


def test_an_edition_that_ships_otherwise_now_fails_the_simulation(
    database: Database, loop: LoopThread, tmp_path: Path
) -> None:
    async def scenario() -> None:
        simulation = await ordered(database)
        await supervisor(database, editions=tmp_path).work()
        failed, _ = await standing(database, simulation.simulation_id)
        assert (failed.state, failed.failure) == (State.FAILED, Failure.EDITION_CHANGED)

    loop.run(scenario())
