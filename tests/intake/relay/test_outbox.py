"""The outbox's rules: the oldest row of a key, to one relay at a time, again and again until it is marked."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from services.intake.store.outbox import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_PAUSE,
    Delivery,
    lease_deliveries,
    mark_delivered,
    mark_failed,
    page_of_waiting,
    write_outbox,
)
from services.intake.store.relay_tables import outbox
from services.intake.store.schema import SCHEMA
from shared.database import Database
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread

NOW = datetime(2025, 7, 10, 1, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("intake", SCHEMA)


async def write(database: Database, *orders: str) -> None:
    """Write orders such as ``a1``: the letter is the ordering key."""
    async with database.transaction() as connection:
        for order in orders:
            await write_outbox(
                connection,
                kind="assess",
                ordering_key=order[0],
                target_id=order,
                body=b"{}",
                at=NOW,
            )


async def lease(database: Database, *, now: datetime = NOW, limit: int = 10) -> list[Delivery]:
    async with database.transaction() as connection:
        return await lease_deliveries(connection, now=now, limit=limit)


async def deliver(database: Database, delivery: Delivery) -> bool:
    async with database.transaction() as connection:
        return await mark_delivered(connection, delivery, at=NOW)


async def fail(database: Database, delivery: Delivery, *, at: datetime = NOW) -> None:
    async with database.transaction() as connection:
        await mark_failed(connection, delivery, at=at, error="scoring did not answer")


async def row_of(database: Database, target: str) -> dict[str, object]:
    async with database.transaction(read_only=True) as connection:
        statement = select(outbox).where(outbox.c.target_id == target)
        return dict((await connection.execute(statement)).mappings().one())


def targets(deliveries: list[Delivery]) -> list[str]:
    return [delivery.target_id for delivery in deliveries]


def test_only_the_oldest_undelivered_row_of_a_key_is_leased(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[list[str]]:
        await write(database, "a1", "a2", "b1", "a3")
        turns = []
        while leased := await lease(database):
            turns.append(targets(leased))
            for delivery in leased:
                assert await deliver(database, delivery)
        return turns

    assert loop.run(scenario()) == [["a1", "b1"], ["a2"], ["a3"]]


def test_a_row_that_cannot_be_delivered_holds_its_own_key_and_no_other(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[str]:
        await write(database, "a1", "a2", "b1", "b2")
        for delivery in await lease(database):
            if delivery.target_id == "a1":
                await fail(database, delivery)
            else:
                await deliver(database, delivery)
        return targets(await lease(database, now=NOW + FIRST_PAUSE - MOMENT))

    assert loop.run(scenario()) == ["b2"]


def test_the_oldest_come_first_when_there_are_more_than_fit(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[list[str]]:
        await write(database, "c1", "a1", "d1", "b1")
        return [targets(await lease(database, limit=3)), targets(await lease(database, limit=3))]

    assert loop.run(scenario()) == [["c1", "a1", "d1"], ["b1"]]


def test_leased_work_is_nobody_elses_until_the_lease_runs_out(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[Delivery], list[Delivery], list[Delivery]]:
        await write(database, "a1")
        return (
            await lease(database),
            await lease(database, now=NOW + LEASE - MOMENT),
            await lease(database, now=NOW + LEASE),
        )

    first, meanwhile, later = loop.run(scenario())

    assert (targets(first), targets(meanwhile), targets(later)) == (["a1"], [], ["a1"])
    assert (first[0].attempts, later[0].attempts) == (1, 2)
    assert first[0].lease_token != later[0].lease_token


def test_a_relay_whose_lease_ran_out_marks_nothing(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[bool, dict[str, object], bool, bool]:
        await write(database, "a1")
        [slow] = await lease(database)
        [heir] = await lease(database, now=NOW + LEASE)
        slow_marks = await deliver(database, slow)
        await fail(database, slow)
        between = await row_of(database, "a1")
        return (
            slow_marks,
            between,
            await deliver(database, heir),
            await deliver(database, heir),
        )

    slow_marks, between, heir_marks, heir_marks_again = loop.run(scenario())

    assert not slow_marks
    assert between["delivered_at"] is None
    assert between["last_error"] is None
    assert between["not_before"] == NOW
    assert heir_marks
    assert not heir_marks_again


def test_pauses_double_up_to_a_bound(database: Database, loop: LoopThread) -> None:
    async def scenario() -> list[timedelta]:
        await write(database, "a1")
        now, pauses = NOW, []
        for _ in range(40):
            [delivery] = await lease(database, now=now)
            await fail(database, delivery, at=now)
            not_before = (await row_of(database, "a1"))["not_before"]
            assert isinstance(not_before, datetime)
            assert await lease(database, now=not_before - MOMENT) == []
            pauses.append(not_before - now)
            now = not_before
        return pauses

    pauses = loop.run(scenario())

    assert pauses[0] == FIRST_PAUSE
    for before, after in itertools.pairwise(pauses):
        assert after == min(before * 2, LONGEST_PAUSE)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_failure_is_kept_with_the_row_and_gone_once_it_is_delivered(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[dict[str, object], dict[str, object], list[int]]:
        await write(database, "a1")
        [delivery] = await lease(database)
        async with database.transaction() as connection:
            await mark_failed(connection, delivery, at=NOW, error="no answer " * 100)
        failed = await row_of(database, "a1")
        counts = []
        [delivery] = await lease(database, now=NOW + FIRST_PAUSE)
        for step in (None, delivery):
            if step:
                await deliver(database, step)
            async with database.transaction(read_only=True) as connection:
                counts.append(len(await page_of_waiting(connection, after=None, limit=9)))
        return failed, await row_of(database, "a1"), counts

    failed, delivered, counts = loop.run(scenario())

    assert str(failed["last_error"]).startswith("no answer")
    assert (failed["attempts"], failed["delivered_at"]) == (1, None)
    assert (delivered["attempts"], delivered["delivered_at"]) == (2, NOW)
    assert delivered["last_error"] is None
    assert counts == [1, 0]


def test_relays_that_lease_at_once_share_the_work(database: Database, loop: LoopThread) -> None:
    orders = [f"{key}{number}" for number in (1, 2) for key in "abcdefghijklmnop"]

    async def scenario() -> tuple[list[list[str]], list[str]]:
        await write(database, *orders)
        shares = await asyncio.gather(*(lease(database, limit=5) for _ in range(6)))
        return [targets(share) for share in shares], targets(await lease(database, limit=99))

    shares, left = loop.run(scenario())
    shared_out = [target for share in shares for target in share]

    assert len(shared_out) == len(set(shared_out))
    assert sorted([*shared_out, *left]) == sorted(orders[:16])


def test_a_relay_does_not_wait_for_one_that_is_leasing(
    database: Database, dialect: str, loop: LoopThread
) -> None:
    if dialect == "sqlite":
        # One writer at a time: the second waits, and then finds the first one's lease.
        return

    async def scenario() -> tuple[list[str], list[str]]:
        await write(database, "a1", "a2", "b1")
        async with database.transaction() as connection:
            first = await lease_deliveries(connection, now=NOW, limit=1)
            # Were it to wait, it would wait for ever: the first commits after it.
            second = await lease(database)
        return targets(first), targets(second)

    assert loop.run(scenario()) == (["a1"], ["b1"])


def test_work_of_a_cause_that_was_rolled_back_was_never_there(
    database: Database, loop: LoopThread
) -> None:
    async def cause_that_fails() -> None:
        async with database.transaction() as connection:
            await write_outbox(
                connection, kind="assess", ordering_key="a", target_id="a1", body=b"", at=NOW
            )
            raise ZeroDivisionError

    async def scenario() -> list[Delivery]:
        with pytest.raises(ZeroDivisionError):
            await cause_that_fails()
        return await lease(database)

    assert loop.run(scenario()) == []
