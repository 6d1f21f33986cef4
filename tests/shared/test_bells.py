"""A bell rings when its transaction commits, and not when it does not."""

import asyncio

import pytest
from sqlalchemy import text

from shared.bells import ring_after_commit
from shared.database import Database
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.shared.notes_tables import SCHEMA


def test_only_a_commit_rings(make_database: DatabaseMaker, loop: LoopThread) -> None:
    database = make_database("notes", SCHEMA)

    async def scenario() -> list[bool]:
        heard = database.bells.named("work").listen()
        other = database.bells.named("other").listen()
        seen = []
        async with database.transaction() as connection:
            ring_after_commit(connection, "work")
            seen.append(heard.is_set())
        seen.append(heard.is_set())
        heard.clear()
        with pytest.raises(ZeroDivisionError):
            await _fail_after_asking(database)
        # The same connection of the pool, whose last transaction asked for a ring and was rolled back.
        async with database.transaction() as connection:
            await connection.execute(text("SELECT 1"))
        return [*seen, heard.is_set(), other.is_set()]

    assert loop.run(asyncio.wait_for(scenario(), 30)) == [False, True, False, False]


async def _fail_after_asking(database: Database) -> None:
    async with database.transaction() as connection:
        ring_after_commit(connection, "work")
        raise ZeroDivisionError
