"""Revisions run from code, on both databases."""

from pathlib import Path

import pytest

from shared.database import Database
from shared.migrate import current_revision, differences, downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.shared.notes_tables import SCHEMA


@pytest.fixture
def url(dialect: str, databases: Databases, tmp_path: Path) -> str:
    if dialect == "sqlite":
        return databases.empty_sqlite(tmp_path)
    return databases.empty_postgres("migrations")


def test_up_down_and_up_again(url: str, loop: LoopThread) -> None:
    async def scenario() -> list[str | None]:
        database = Database.from_url(url)
        revisions = [await current_revision(database)]
        for move, target in ((upgrade, "head"), (downgrade, "base"), (upgrade, "head")):
            await move(database, SCHEMA, target)
            revisions.append(await current_revision(database))
        assert await differences(database, SCHEMA) == []
        await database.dispose()
        return revisions

    assert loop.run(scenario()) == [None, "0001", None, "0001"]


def test_tables_that_no_revision_makes_are_told(url: str, loop: LoopThread) -> None:
    async def scenario() -> int:
        database = Database.from_url(url)
        found = await differences(database, SCHEMA)
        await database.dispose()
        return len(found)

    assert loop.run(scenario()) >= 3
