from pathlib import Path

from services.documents.app import SCHEMA
from shared.database import Database
from shared.migrate import differences, downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread


def test_revisions_lead_up_to_the_tables_and_down_again(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("documents_migrations")
    )

    async def scenario() -> list[object]:
        database = Database.from_url(url)
        try:
            await upgrade(database, SCHEMA)
            await downgrade(database, SCHEMA, "base")
            await upgrade(database, SCHEMA)
            return list(await differences(database, SCHEMA))
        finally:
            await database.dispose()

    assert loop.run(scenario()) == []
