"""Each service's revisions lead to the tables that its code expects, and back, on both databases."""

from pathlib import Path

import pytest

from services.documents.app import SCHEMA as DOCUMENTS
from services.intake.store.schema import SCHEMA as INTAKE
from services.scoring.app import SCHEMA as SCORING
from shared.database import Database
from shared.migrate import Schema, current_revision, differences, downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread


@pytest.mark.parametrize(
    ("service", "schema"),
    [("intake", INTAKE), ("scoring", SCORING), ("documents", DOCUMENTS)],
)
def test_revisions_go_up_and_down_and_agree_with_the_tables(
    service: str,
    schema: Schema,
    dialect: str,
    databases: Databases,
    loop: LoopThread,
    tmp_path: Path,
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres(f"{service}_migrations")
    )

    async def scenario() -> None:
        database = Database.from_url(url)
        try:
            for _ in range(2):
                await upgrade(database, schema)
                assert await current_revision(database) == schema.head()
                assert await differences(database, schema) == []
                await downgrade(database, schema, "base")
                assert await current_revision(database) is None
        finally:
            await database.dispose()

    loop.run(scenario())
