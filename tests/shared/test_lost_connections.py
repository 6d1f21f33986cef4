"""Connections that the server closed while they lay in the pool: nobody who asks next gets to see it."""

import asyncio

from sqlalchemy import text

from shared.database import Database
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread

OPEN = 4


async def backend_of(database: Database, others_are_there: asyncio.Barrier) -> int:
    """Tell which server process answers, holding its connection until the others have theirs."""
    async with database.transaction() as connection:
        await others_are_there.wait()
        return int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())


async def backends_of(database: Database) -> set[int]:
    barrier = asyncio.Barrier(OPEN)
    return set(await asyncio.gather(*(backend_of(database, barrier) for _ in range(OPEN))))


def test_a_restarted_server_is_connected_to_anew(databases: Databases, loop: LoopThread) -> None:
    url = databases.empty_postgres("lost")

    async def scenario() -> tuple[set[int], set[int], set[int]]:
        database, operator = Database.from_url(url), Database.from_url(url)
        before = await backends_of(database)
        again = await backends_of(database)
        async with operator.transaction() as connection:
            for backend in before:
                await connection.execute(
                    text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend}
                )
        after = await backends_of(database)
        await database.dispose()
        await operator.dispose()
        return before, again, after

    before, again, after = loop.run(scenario())

    assert len(before) == OPEN
    assert again == before
    assert after.isdisjoint(before)
