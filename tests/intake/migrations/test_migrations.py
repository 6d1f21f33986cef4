"""The revisions lead to the tables that the code expects, and back."""

from pathlib import Path

from services.intake.store.schema import SCHEMA
from shared.database import Database
from shared.migrate import current_revision, differences, downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread


def test_revisions_go_up_and_down_and_agree_with_the_tables(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("intake_migrations")
    )

    async def scenario() -> None:
        database = Database.from_url(url)
        try:
            for _ in range(2):
                await upgrade(database, SCHEMA)
                assert await current_revision(database) == SCHEMA.head()
                assert await differences(database, SCHEMA) == []
                await downgrade(database, SCHEMA, "base")
                assert await current_revision(database) is None
        finally:
            await database.dispose()

    loop.run(scenario())
