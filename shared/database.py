"""One way into SQLite and PostgreSQL: engines, transactions and column types that keep their word.

Write transactions on SQLite begin IMMEDIATE (deferred ones lose most of their commits under
concurrent writers) with WAL and ``synchronous=FULL``; PostgreSQL runs READ COMMITTED with time-outs.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    MetaData,
    String,
    event,
    literal,
    text,
    tuple_,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator

from shared.bells import Bells, forget_bells
from shared.request_errors import DatabaseUnavailable

#: Names of constraints are the same on every database, so that a migration can drop them.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_READ_ONLY = "tidu_read_only"

#: No statement, lock or idle transaction of ours may hold others up for ever.
_POSTGRES_TIMEOUTS = {
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}


def new_metadata() -> MetaData:
    """Make the metadata that a service's tables hang on."""
    return MetaData(naming_convention=NAMING_CONVENTION)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite would drop the zone, and a naive value is a fault of ours."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not reach the database")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as its text: SQLite's NUMERIC loses digits past the fifteenth."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(value)


def older_than(
    time_column: Column[datetime], id_column: Column[str], key: tuple[datetime, str]
) -> ColumnElement[bool]:
    """Compare rows with a keyset cursor of a list that runs from new to old."""
    # The types are named because PostgreSQL's driver would take the instant for a naive one.
    last = tuple_(literal(key[0], UtcDateTime()), literal(key[1], String()))
    return tuple_(time_column, id_column) < last


def newer_than(
    time: ColumnElement[datetime], id_column: ColumnElement[str], key: tuple[datetime, str]
) -> ColumnElement[bool]:
    """Compare rows with a keyset cursor of a list that runs from old to new."""
    last = tuple_(literal(key[0], UtcDateTime()), literal(key[1], String()))
    return tuple_(time, id_column) > last


class Database:
    """One service's database. An instance belongs to the event loop that first uses it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        #: Rung by transactions that make work for this process's own loops.
        self.bells = Bells()

    @classmethod
    def from_url(cls, url: str, *, pool_size: int = 10) -> "Database":
        """Open ``sqlite:///FILE`` or ``postgresql://…`` without connecting yet."""
        parsed = async_url(url)
        # Parameters are hidden from error texts everywhere: they may be personal data, and logs keep texts.
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite_engine(parsed, pool_size))
        return cls(_postgres_engine(parsed, pool_size))

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @asynccontextmanager
    async def transaction(self, *, read_only: bool = False) -> AsyncIterator[AsyncConnection]:
        """Open one transaction: committed at the end, rolled back when an error passes through."""
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self.engine.connect())
            except OSError as error:
                # The driver lets a refused or timed-out connection through as it is.
                raise DatabaseUnavailable from error
            await connection.execution_options(**{_READ_ONLY: read_only})
            forget_bells(connection)
            async with connection.begin():
                yield connection
            self.bells.ring_committed(connection)

    async def ping(self) -> None:
        """Ask the database for a sign of life."""
        async with self.transaction(read_only=True) as connection:
            await connection.execute(text("SELECT 1"))

    async def dispose(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def async_url(url: str) -> URL:
    """Name the asynchronous driver of a database URL."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    backend = parsed.get_backend_name()
    if backend not in drivers:
        raise ValueError(f"unsupported database {backend!r}: use sqlite or postgresql")
    return parsed.set(drivername=drivers[backend])


def _postgres_engine(url: URL, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={"timeout": 10, "server_settings": _POSTGRES_TIMEOUTS},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_lost)
    return engine


def _refuse_lost(dbapi_connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401 - the driver's own
    # Instead of the pool's own ping, which costs three round trips a transaction: the driver's loop has
    # seen by now that the server went away, and the pool then connects anew.
    if dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError


def _sqlite_engine(url: URL, pool_size: int) -> AsyncEngine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=pool_size, pool_timeout=30, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    # The driver must not open transactions by itself: _begin_sqlite does.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
