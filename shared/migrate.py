"""Runs a service's alembic revisions from code: no alembic.ini, one version table per database.

Each service keeps ``migrations/env.py`` (two lines that call ``run_environment``) and its revisions
inside the package. Revisions go expand → contract: old code runs against the new schema.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database


class DanglingRows(RuntimeError):
    """A revision left rows that name others which are gone; nothing of it was kept."""

    def __init__(self, rows: Sequence[tuple[object, ...]]) -> None:
        super().__init__(f"rows that name what is not there: {list(rows)[:20]}")


@dataclass(frozen=True, kw_only=True)
class Schema:
    """Where a service's revisions lie and which tables they must lead to."""

    #: ``package:folder``, as alembic names it: ``services.intake:migrations``.
    script_location: str
    metadata: MetaData

    def config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", self.script_location)
        config.set_main_option("path_separator", "os")
        return config

    def head(self) -> str | None:
        """Name the newest revision."""
        return ScriptDirectory.from_config(self.config()).get_current_head()


async def upgrade(database: Database, schema: Schema, revision: str = "head") -> None:
    """Bring the database up to a revision."""
    await _run(database, schema, "upgrade", revision)


async def downgrade(database: Database, schema: Schema, revision: str) -> None:
    """Take the database back to a revision; ``base`` empties it."""
    await _run(database, schema, "downgrade", revision)


async def revise(database: Database, schema: Schema, message: str) -> None:
    """Write a new revision from what the metadata has and the migrated database lacks."""

    def run(connection: Connection) -> None:
        config = schema.config()
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True)

    async with database.engine.connect() as connection:
        await connection.run_sync(run)


async def current_revision(database: Database) -> str | None:
    """Tell which revision the database stands at."""
    async with database.transaction(read_only=True) as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


async def differences(database: Database, schema: Schema) -> Sequence[object]:
    """List where the migrated tables and the metadata disagree; empty when they agree."""

    def compare(connection: Connection) -> Sequence[object]:
        migration = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(migration, schema.metadata))

    async with database.transaction(read_only=True) as connection:
        return await connection.run_sync(compare)


async def _run(database: Database, schema: Schema, verb: str, revision: str) -> None:
    def run(connection: Connection) -> None:
        config = schema.config()
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)

    async with database.engine.connect() as connection, _foreign_keys_rest(connection):
        await connection.run_sync(run)
        await connection.commit()


@asynccontextmanager
async def _foreign_keys_rest(connection: AsyncConnection) -> AsyncIterator[None]:
    """Leave SQLite's foreign keys alone while tables are rebuilt: dropping the old one would delete its rows.

    The switch does nothing inside a transaction, so it goes to the driver before ours begins.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 - a connection that is open has its driver's
    await driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await connection.rollback()
        await driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(
    ctx: MigrationContext, step: object, heads: Collection[str], run_args: Mapping[str, object]
) -> None:
    """Refuse to commit a revision after which a row of SQLite names one that is not there."""
    del step, heads, run_args
    connection = ctx.connection
    if connection is None or connection.dialect.name != "sqlite":
        return
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        raise DanglingRows([tuple(row) for row in dangling])


def run_environment(metadata: MetaData) -> None:
    """Do what a service's ``env.py`` is called for."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        on_version_apply=_check_foreign_keys,
    )
    with context.begin_transaction():
        context.run_migrations()
