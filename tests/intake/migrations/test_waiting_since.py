"""Applications of before know since when they stand in their state, on both databases."""

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.intake.domain.lifecycle import EVENT_KINDS
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import events
from shared.database import Database, UtcDateTime
from shared.migrate import downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.intake.migrations.test_data_through_migrations import AT, BYTES, DIGESTS, add

SUBMITTED = AT - timedelta(days=2)
#: What happened to the one application that has events; the last is no step.
HAPPENED = {
    "started": AT - timedelta(days=3),
    "submitted": SUBMITTED,
    "verdict-recorded": AT - timedelta(days=1),
}


@pytest.fixture
def database(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> Iterator[Database]:
    """Give a database at the revision before with two applications, one of them with its events."""
    made = Database.from_url(
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("intake_waiting_since")
    )

    async def prepare() -> None:
        await upgrade(made, SCHEMA, "0008")
        await add(made, "enterprise")
        for number in ("1", "2"):
            ids = {"factory_id": f"f-{number}", "application_id": f"a-{number}"}
            await add(made, "factory", factory_id=ids["factory_id"])
            await add(made, "application", **ids)
        async with made.transaction() as connection:
            for seq, (kind, at) in enumerate(HAPPENED.items(), start=1):
                row = _an_event(seq, f"application.{kind}", at)
                await connection.execute(events.insert().values(row))

    loop.run(prepare())
    yield made
    loop.run(made.dispose())


def _an_event(seq: int, kind: str, at: datetime) -> dict[str, Any]:
    return {
        "aggregate_type": "application",
        "aggregate_id": "a-1",
        "aggregate_seq": seq,
        "kind": kind,
        "payload": BYTES,
        "prev_sha256": "",
        "prev_sm3": "",
        "recorded_at": at,
        **DIGESTS,
    }


def test_a_state_stands_since_the_last_step_or_else_the_last_change(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[tuple[str, datetime]]:
        await upgrade(database, SCHEMA)
        since = sa.column("state_since", UtcDateTime())
        name: sa.ColumnClause[str] = sa.column("application_id")
        found = sa.select(name, since).select_from(sa.table("application")).order_by(name)
        async with database.transaction(read_only=True) as connection:
            return [(row[0], row[1]) for row in await connection.execute(found)]

    assert loop.run(scenario()) == [("a-1", SUBMITTED), ("a-2", AT)]


def test_the_way_back_and_forth_again_loses_no_application(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> int:
        await upgrade(database, SCHEMA)
        await downgrade(database, SCHEMA, "0008")
        await upgrade(database, SCHEMA)
        async with database.transaction(read_only=True) as connection:
            found = await connection.execute(sa.text("SELECT count(*) FROM application"))
            return int(found.scalar_one())

    assert loop.run(scenario()) == 2


def test_the_steps_that_the_migration_knows_are_steps() -> None:
    """One that was added later has moved no row of before, so that it may know fewer."""
    module = importlib.import_module(
        "services.intake.migrations.versions.0009_waiting_and_registered_region"
    )

    known = {f"application.{step}" for step in module._STEPS}

    assert known - {"application.started"} <= set(EVENT_KINDS.values())
