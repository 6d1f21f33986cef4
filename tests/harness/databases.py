"""Databases for tests: migrated once a run into a template, cloned for each worker, cleaned by DELETE.

DELETE and not TRUNCATE: on tables of a few rows it is many times faster, and it takes no lock that
a service's background loop would wait for.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from shared.database import Database
from shared.migrate import Schema, upgrade
from tests.harness.loop_thread import LoopThread
from tests.harness.run import Run

#: Any number that only this harness locks.
_TEMPLATE_LOCK = 0x71D0_7E57

#: A background loop may be writing while we clean; PostgreSQL then ends one of the two.
CLEANING_ATTEMPTS = 10

#: Places that a poller has reached in the feeds of other services, which only ever grow.
FEED_CURSORS = "feed_cursor"


class Databases:
    """The databases of one worker."""

    def __init__(self, run: Run, loop: LoopThread) -> None:
        self._run = run
        self._loop = loop
        self._connections: dict[str, asyncpg.Connection] = {}
        self._seeded: dict[str, frozenset[str]] = {}

    def postgresql(self, name: str, schema: Schema) -> str:
        """Give this worker's database of a service, migrated; the same one each time."""
        return self._loop.run(self._clone(name, schema, f"{name}_{self._run.worker}"))

    def empty_postgres(self, name: str) -> str:
        """Make a database without any table."""
        return self._loop.run(self._create_empty(f"{name}_{self._run.worker}"))

    def sqlite(self, name: str, schema: Schema) -> str:
        """Give a new migrated SQLite database."""
        template = self._run.folder / f"{name}-template.db"
        if not template.exists():
            self._loop.run(_migrate(f"sqlite:///{template}", schema))
        copy = self._run.folder / f"{name}-{len(list(self._run.folder.iterdir()))}.db"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    def empty_sqlite(self, folder: Path) -> str:
        """Name a SQLite database that does not exist yet."""
        return f"sqlite:///{folder / 'empty.db'}"

    def events(self, name: str) -> list[dict[str, object]]:
        """Read the payloads of a service's event log, oldest first."""
        rows = self._loop.run(self._fetch(name, "SELECT payload FROM event ORDER BY id"))
        return [json.loads(row["payload"]) for row in rows]

    def clean(self, name: str, schema: Schema, *, keep_feed: bool = True) -> None:
        """Delete what the last test wrote, dependants first.

        ``keep_feed`` keeps the places in feeds, our own and those that pollers have reached: right
        for a service that goes on running, wrong for a database that nobody uses meanwhile.
        """
        kept = self._seeded[name] | ({FEED_CURSORS} if keep_feed else set())
        dependants_first = reversed(schema.metadata.sorted_tables)
        tables = [table.name for table in dependants_first if table.name not in kept]
        script = ";".join(_deletion(table, keep_feed=keep_feed) for table in tables)
        self._loop.run(self._delete(name, script))

    def close(self) -> None:
        for connection in self._connections.values():
            self._loop.run(connection.close())
        self._connections.clear()

    async def _clone(self, name: str, schema: Schema, database: str) -> str:
        maintenance = await asyncio.to_thread(self._run.postgres_url)
        template = f"tidu_{self._run.run_id}_{name}_template"
        target = f"tidu_{self._run.run_id}_{database}"
        async with _connected(maintenance) as connection:
            # One worker makes the template, the others wait for it.
            await connection.execute("SELECT pg_advisory_lock($1)", _TEMPLATE_LOCK)
            is_made = "SELECT datistemplate FROM pg_database WHERE datname = $1"
            if not await connection.fetchval(is_made, template):
                await connection.execute(f"DROP DATABASE IF EXISTS {template}")
                await connection.execute(f"CREATE DATABASE {template}")
                await _migrate(_on(maintenance, template), schema)
                await connection.execute(f"ALTER DATABASE {template} IS_TEMPLATE true")
            if await connection.fetchval(is_made, target) is None:
                await connection.execute(f"CREATE DATABASE {target} TEMPLATE {template}")
        url = _on(maintenance, target)
        if name not in self._connections:
            self._connections[name] = await asyncpg.connect(url)
            tables = (table.name for table in schema.metadata.sorted_tables)
            self._seeded[name] = await _filled(self._connections[name], tables)
        return url

    async def _create_empty(self, database: str) -> str:
        maintenance = await asyncio.to_thread(self._run.postgres_url)
        target = f"tidu_{self._run.run_id}_{database}"
        async with _connected(maintenance) as connection:
            await connection.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
            await connection.execute(f"CREATE DATABASE {target}")
        return _on(maintenance, target)

    async def _fetch(self, name: str, query: str) -> list[asyncpg.Record]:
        return list(await self._connections[name].fetch(query))

    async def _delete(self, name: str, script: str) -> None:
        for attempt in range(1, CLEANING_ATTEMPTS + 1):
            try:
                # One round trip, one transaction.
                await self._connections[name].execute(script)
            except (asyncpg.DeadlockDetectedError, asyncpg.ForeignKeyViolationError):
                if attempt == CLEANING_ATTEMPTS:
                    raise
                await asyncio.sleep(0.01 * attempt)
            else:
                return


async def _migrate(url: str, schema: Schema) -> None:
    database = Database.from_url(url)
    try:
        await upgrade(database, schema)
    finally:
        await database.dispose()


async def _filled(connection: asyncpg.Connection, tables: Iterable[str]) -> frozenset[str]:
    """Name the tables into which the migrations themselves put rows."""
    names = [
        name
        for name in tables
        if await connection.fetchval(f'SELECT EXISTS (SELECT 1 FROM "{name}")')  # noqa: S608 - ours
    ]
    return frozenset(names)


def _deletion(table: str, *, keep_feed: bool) -> str:
    if table == "event" and keep_feed:
        # The newest event stays, so that positions in the feed never begin again: a poller that is
        # on its way while we clean would else store a cursor beyond all that the next test writes.
        return (
            "DELETE FROM event WHERE position IS NULL"
            " OR position < (SELECT max(position) FROM event)"
        )
    return f'DELETE FROM "{table}"'  # noqa: S608 - a name of our own metadata


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def _on(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
