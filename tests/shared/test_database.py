"""What both databases must do alike."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, Integer, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from shared.database import Database, ExactDecimal, UtcDateTime, async_url, new_metadata
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.shared.notes_tables import SCHEMA

metadata = new_metadata()
values = Table(
    "typed_value",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("amount", ExactDecimal),
    Column("counter", Integer),
)


@pytest.fixture
def database(make_database: DatabaseMaker, loop: LoopThread) -> Database:
    made = make_database("notes", SCHEMA)

    async def add_table() -> None:
        async with made.transaction() as connection:
            await connection.run_sync(metadata.drop_all)
            await connection.run_sync(metadata.create_all)

    loop.run(add_table())
    return made


def test_an_instant_comes_back_aware_exact_and_in_utc(database: Database, loop: LoopThread) -> None:
    at = datetime(2025, 7, 18, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=8)))

    async def scenario() -> datetime:
        async with database.transaction() as connection:
            await connection.execute(insert(values).values(id=1, at=at))
        async with database.transaction(read_only=True) as connection:
            found: datetime = (await connection.execute(select(values.c.at))).scalar_one()
            return found

    found = loop.run(scenario())

    assert found == at
    assert found.utcoffset() == timedelta(0)


def test_instants_are_compared_as_instants(database: Database, loop: LoopThread) -> None:
    close = datetime(2025, 7, 18, 16, tzinfo=UTC)
    in_shanghai = close.astimezone(timezone(timedelta(hours=8)))

    async def scenario() -> list[int]:
        async with database.transaction() as connection:
            for number, offset in enumerate((-1, 0, 1)):
                at = close + timedelta(microseconds=offset)
                await connection.execute(insert(values).values(id=number, at=at))
            in_time = select(values.c.id).where(values.c.at <= in_shanghai).order_by(values.c.id)
            return list((await connection.execute(in_time)).scalars())

    assert loop.run(scenario()) == [0, 1]


def test_a_naive_time_never_reaches_the_database(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(values).values(id=1, at=datetime(2025, 7, 18)))  # noqa: DTZ001

    with pytest.raises(StatementError, match="naive"):
        loop.run(scenario())


@pytest.mark.parametrize(
    "number", ["0.1", "12345678901234567890.123456789", "-7", "0", "1E+3", "100.00"]
)
def test_a_decimal_keeps_every_digit(database: Database, loop: LoopThread, number: str) -> None:
    async def scenario() -> Decimal:
        async with database.transaction() as connection:
            await connection.execute(insert(values).values(id=1, amount=Decimal(number)))
            found: Decimal = (await connection.execute(select(values.c.amount))).scalar_one()
            return found

    found = loop.run(scenario())

    assert found == Decimal(number)
    assert format(found, "f") == format(Decimal(number), "f")


def test_an_error_leaves_nothing_behind(database: Database, loop: LoopThread) -> None:
    async def fail_after_writing() -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(values).values(id=1))
            raise ZeroDivisionError

    async def scenario() -> int:
        with pytest.raises(ZeroDivisionError):
            await fail_after_writing()
        async with database.transaction(read_only=True) as connection:
            return len((await connection.execute(select(values.c.id))).all())

    assert loop.run(scenario()) == 0


def test_no_increment_is_lost_under_concurrent_writers(
    database: Database, loop: LoopThread
) -> None:
    writers = 20

    async def add_one() -> None:
        async with database.transaction() as connection:
            row = select(values.c.counter).where(values.c.id == 1).with_for_update()
            counter = (await connection.execute(row)).scalar_one()
            # Give every other writer the chance to read the same number.
            await asyncio.sleep(0)
            await connection.execute(update(values).values(counter=counter + 1))

    async def scenario() -> int:
        async with database.transaction() as connection:
            await connection.execute(insert(values).values(id=1, counter=0))
        await asyncio.gather(*(add_one() for _ in range(writers)))
        async with database.transaction(read_only=True) as connection:
            return int((await connection.execute(select(values.c.counter))).scalar_one())

    assert loop.run(scenario()) == writers


def test_readers_go_on_while_somebody_writes(database: Database, loop: LoopThread) -> None:
    async def scenario() -> int:
        async with database.transaction() as writer:
            await writer.execute(insert(values).values(id=1))
            async with asyncio.timeout(5), database.transaction(read_only=True) as reader:
                return len((await reader.execute(select(values.c.id))).all())

    assert loop.run(scenario()) == 0


def test_foreign_keys_and_safe_journals_are_on_in_sqlite(
    database: Database, dialect: str, loop: LoopThread
) -> None:
    async def pragma(name: str) -> object:
        async with database.transaction(read_only=True) as connection:
            return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()

    if dialect == "sqlite":
        assert loop.run(pragma("foreign_keys")) == 1
        assert loop.run(pragma("journal_mode")) == "wal"
        assert loop.run(pragma("synchronous")) == 2


def test_a_statement_of_postgresql_cannot_run_for_ever(
    database: Database, dialect: str, loop: LoopThread
) -> None:
    async def scenario() -> None:
        async with database.transaction() as connection:
            await connection.execute(text("SET LOCAL statement_timeout = '50ms'"))
            await connection.execute(text("SELECT pg_sleep(10)"))

    async def limits() -> list[str]:
        async with database.transaction(read_only=True) as connection:
            names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
            return [(await connection.execute(text(f"SHOW {name}"))).scalar_one() for name in names]

    if dialect == "postgresql":
        assert "0" not in loop.run(limits())
        with pytest.raises(DBAPIError, match="statement timeout"):
            loop.run(scenario())


@pytest.mark.parametrize("url", ["mysql://x/y", "oracle://x/y"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="use sqlite or postgresql"):
        async_url(url)
