"""Rows of earlier tables stay as they are when imported editions come and go."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from services.scoring.app import SCHEMA
from services.scoring.store.tables import assessments
from shared.database import Database
from shared.migrate import downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread

_A_ROW = {
    "id": "a" * 36, "application_id": "b" * 36, "revision_number": 1, "revision_sha256": "c" * 64,
    "edition_id": "cn-2025", "tier": "basic", "outcome": "met", "request_bytes": b"{}",
    "request_sha256": "d" * 64, "request_sm3": "e" * 64, "assessment_bytes": b"{}",
    "assessment_sha256": "f" * 64, "assessment_sm3": "0" * 64,
    "recorded_at": datetime(2025, 7, 18, tzinfo=UTC), "recorded_by": "intake",
}  # fmt: skip


def test_what_stands_before_imported_editions_stays(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("scoring_migrations_kept")
    )
    row = _A_ROW

    async def scenario() -> None:
        database = Database.from_url(url)
        try:
            await upgrade(database, SCHEMA)
            await downgrade(database, SCHEMA, "0002")
            async with database.transaction() as connection:
                await connection.execute(insert(assessments), row)
            for _ in range(2):
                await upgrade(database, SCHEMA)
                async with database.transaction(read_only=True) as connection:
                    columns = [assessments.c[name] for name in row]
                    assert (await connection.execute(select(*columns))).one()._asdict() == row
                await downgrade(database, SCHEMA, "0002")
        finally:
            await database.dispose()

    loop.run(scenario())


def test_an_earlier_record_gets_the_round_that_its_request_names_and_no_other_label(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("scoring_migrations_labels")
    )
    requests = [b'{"round_id":"tianjin-2025-2"}', b'{"round_id":null}', b"{}"]

    async def scenario() -> None:
        database = Database.from_url(url)
        try:
            await upgrade(database, SCHEMA)
            await downgrade(database, SCHEMA, "0003")
            async with database.transaction() as connection:
                for number, request in enumerate(requests):
                    await connection.execute(
                        insert(assessments), {**_A_ROW, "id": f"{number}", "request_bytes": request}
                    )
            await upgrade(database, SCHEMA)
            async with database.transaction(read_only=True) as connection:
                rows = (
                    await connection.execute(select(assessments).order_by(assessments.c.id))
                ).all()
            assert [row.round_id for row in rows] == ["tianjin-2025-2", None, None]
            assert {(row.unit_code, row.industry) for row in rows} == {(None, None)}
            assert [row.request_bytes for row in rows] == requests
        finally:
            await database.dispose()

    loop.run(scenario())
