"""Stored versions come through later revisions of the documents service whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from services.documents.app import SCHEMA
from shared.database import Database, UtcDateTime
from shared.migrate import downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)
VERSION = {
    "id": "v-1",
    "document_id": "d-1",
    "file_name": "扫描件.pdf",
    "media_type": "application/pdf",
    "size_bytes": 9,
    "sha256": "a" * 64,
    "sm3": "b" * 64,
    "page_count": 1,
    "stored_at": AT,
    "stored_by": "wang",
    "object_key": "documents/d-1",
    "object_version": "o-1",
    "frozen_at": AT,
    "frozen_for": "a-1",
}
VERSIONS = sa.table(
    "document_version",
    *(
        sa.column(name, UtcDateTime()) if isinstance(value, datetime) else sa.column(name)
        for name, value in VERSION.items()
    ),
)


def test_versions_come_through_whole_and_the_same_bytes_may_come_again_after_a_deletion(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("documents_data_through_migrations")
    )

    async def execute(database: Database, statement: sa.Executable) -> None:
        async with database.transaction() as connection:
            await connection.execute(statement)

    async def rows(database: Database) -> list[dict[str, object]]:
        async with database.transaction(read_only=True) as connection:
            found = await connection.execute(sa.select(VERSIONS).order_by(VERSIONS.c.id))
            return [dict(row) for row in found.mappings()]

    async def jobs(database: Database) -> list[tuple[object, ...]]:
        waiting = sa.text("SELECT version_id, document_id, attempts FROM check_job")
        async with database.transaction(read_only=True) as connection:
            return [tuple(row) for row in await connection.execute(waiting)]

    async def scenario() -> None:
        database = Database.from_url(url)
        again = VERSIONS.insert().values(VERSION | {"id": "v-2"})
        try:
            await upgrade(database, SCHEMA, "0001")
            await execute(
                database, sa.text("INSERT INTO document VALUES ('d-1', 'stamped-scan', 'v-1')")
            )
            await execute(database, VERSIONS.insert().values(VERSION))
            await upgrade(database, SCHEMA)
            assert await rows(database) == [VERSION]
            # What was never checked waits for it.
            assert await jobs(database) == [("v-1", "d-1", 0)]
            with pytest.raises(IntegrityError):
                await execute(database, again)
            await execute(database, sa.text("UPDATE document_version SET deleted_at = stored_at"))
            await execute(database, again)
            assert [row["id"] for row in await rows(database)] == ["v-1", "v-2"]
            with pytest.raises(IntegrityError):
                await downgrade(database, SCHEMA, "0001")
            await execute(database, sa.text("DELETE FROM document_version WHERE id = 'v-2'"))
            await downgrade(database, SCHEMA, "0001")
            assert await rows(database) == [VERSION]
        finally:
            await downgrade(database, SCHEMA, "base")
            await database.dispose()

    loop.run(scenario())
