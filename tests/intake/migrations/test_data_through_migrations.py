"""Rows of the first tables come through later revisions whole, and gain what those are for."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from services.intake.store.schema import SCHEMA
from shared.database import Database, UtcDateTime
from shared.migrate import DanglingRows, differences, downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)
BYTES = b'{"a": "b"}'
DIGESTS = {"sha256": "a" * 64, "sm3": "b" * 64}
PLACE = {"unit_code": "120116", "unit_path": "120000/120116"}

#: One row of each table that hangs on an application, as the first revision knows them.
ROWS: dict[str, dict[str, Any]] = {
    "enterprise": {
        "enterprise_id": "e-1",
        "credit_code": "91120116MAXXXX0077",
        "name": "天津某某智造示例有限公司",
        "is_branch": False,
        "registered_address": "示例大道0号",
        "created_at": AT,
        **PLACE,
    },
    "factory": {
        "factory_id": "f-1",
        "enterprise_id": "e-1",
        "name": "示例工厂",
        "address": "示例大道0号",
        "created_at": AT,
        **PLACE,
    },
    "application": {
        "application_id": "a-1",
        "round_id": "tianjin-2025-2",
        "tier": "advanced",
        "enterprise_id": "e-1",
        "credit_code": "91120116MAXXXX0077",
        "factory_id": "f-1",
        "state": "submitted",
        "version": 7,
        "form": {"applicant": {"employees": 412}},
        "revision_number": 1,
        "receipt_number": "R-1",
        "created_at": AT,
        "updated_at": AT,
        **PLACE,
    },
    "revision": {
        "application_id": "a-1",
        "number": 1,
        "form_code": "F-1",
        "printed_document_id": "d-1",
        "content": BYTES,
        "cut_at": AT,
        "cut_by": "li",
        **DIGESTS,
    },
    "attachment": {
        "attachment_id": "t-1",
        "application_id": "a-1",
        "kind": "stamped-scan",
        "revision_number": 1,
        "document_id": "d-2",
        "version_id": "v-2",
        "file_name": "a.pdf",
        "media_type": "application/pdf",
        "size_bytes": 9,
        "attached_at": AT,
        "attached_by": "li",
        **DIGESTS,
    },
    "receipt": {
        "application_id": "a-1",
        "number": "R-1",
        "revision_number": 1,
        "content": BYTES,
        "arrived_at": AT,
        "submitted_at": AT,
        **DIGESTS,
    },
    "decision": {
        "decision_id": "c-1",
        "application_id": "a-1",
        "action": "pass",
        "reason": "材料齐全",
        "decided_by": "officer",
        "decided_at": AT,
    },
}


@pytest.fixture
def database(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> Iterator[Database]:
    """Give a database at the first revision with the rows in it."""
    made = Database.from_url(
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("intake_data_through_migrations")
    )

    async def prepare() -> None:
        if await _has_tables(made):
            await downgrade(made, SCHEMA, "base")
        await upgrade(made, SCHEMA, "0001")
        async with made.transaction() as connection:
            for name, row in ROWS.items():
                await connection.execute(_table(name, row).insert().values(row))

    loop.run(prepare())
    yield made
    loop.run(made.dispose())


async def _has_tables(database: Database) -> bool:
    async with database.transaction(read_only=True) as connection:
        return bool(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


def _table(name: str, row: dict[str, Any]) -> sa.TableClause:
    return sa.table(name, *(_column(key, value) for key, value in row.items()))


def _column(name: str, value: object) -> sa.ColumnClause[Any]:
    if isinstance(value, datetime):
        return sa.column(name, UtcDateTime())
    if isinstance(value, dict):
        return sa.column(name, sa.JSON())
    return sa.column(name, sa.Boolean()) if isinstance(value, bool) else sa.column(name)


async def rows_in(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Read every table, by the columns that the first revision knows."""
    async with database.transaction(read_only=True) as connection:
        return {
            name: [
                dict(found)
                for found in (await connection.execute(sa.select(_table(name, row)))).mappings()
            ]
            for name, row in ROWS.items()
        }


async def add(database: Database, name: str, **changes: object) -> None:
    row = ROWS[name] | changes
    async with database.transaction() as connection:
        await connection.execute(_table(name, row).insert().values(row))


def test_all_rows_come_through_whole(database: Database, loop: LoopThread) -> None:
    async def scenario() -> dict[str, list[dict[str, Any]]]:
        await upgrade(database, SCHEMA)
        assert await differences(database, SCHEMA) == []
        return await rows_in(database)

    assert loop.run(scenario()) == {name: [row] for name, row in ROWS.items()}


def test_rows_still_hang_on_each_other_afterwards(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        await upgrade(database, SCHEMA)
        with pytest.raises(IntegrityError):
            await add(database, "receipt", number="R-2", application_id="nobody's")
        with pytest.raises(IntegrityError):
            async with database.transaction() as connection:
                await connection.execute(sa.text("DELETE FROM application"))

    loop.run(scenario())


def test_an_application_may_now_have_two_receipts_but_not_of_one_revision(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> int:
        await upgrade(database, SCHEMA)
        await add(database, "receipt", number="R-2", revision_number=2)
        for again in ({"number": "R-1", "revision_number": 3}, {"number": "R-3"}):
            with pytest.raises(IntegrityError):
                await add(database, "receipt", **again)
        return len((await rows_in(database))["receipt"])

    assert loop.run(scenario()) == 2


def test_a_factory_has_one_application_that_is_not_withdrawn(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[str]:
        await upgrade(database, SCHEMA)
        with pytest.raises(IntegrityError):
            await add(database, "application", application_id="a-2")
        async with database.transaction() as connection:
            await connection.execute(sa.text("UPDATE application SET state = 'withdrawn'"))
        await add(database, "application", application_id="a-3")
        await add(database, "application", application_id="a-4", state="withdrawn")
        return sorted(row["application_id"] for row in (await rows_in(database))["application"])

    assert loop.run(scenario()) == ["a-1", "a-3", "a-4"]


def test_a_portal_number_stands_once_among_what_is_recorded(
    database: Database, loop: LoopThread
) -> None:
    numbered = {"portal_number": "P-1", "portal_filed_at": AT, "tier": "excellent"}

    async def scenario() -> list[str]:
        await upgrade(database, SCHEMA)
        for number, state in enumerate(("portal-filed", "draft", "returned", "withdrawn")):
            ids = {"application_id": f"p-{number}", "factory_id": f"f-p{number}"}
            await add(database, "factory", factory_id=ids["factory_id"])
            await add(database, "application", **ids, **numbered, state=state)
        with pytest.raises(IntegrityError):
            async with database.transaction() as connection:
                await connection.execute(
                    sa.text(
                        "UPDATE application SET state = 'portal-filed' WHERE state = 'returned'"
                    )
                )
        return sorted(row["application_id"] for row in (await rows_in(database))["application"])

    assert loop.run(scenario()) == ["a-1", "p-0", "p-1", "p-2", "p-3"]


def test_the_way_back_gives_what_was_never_printed_a_name(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[str]:
        await upgrade(database, SCHEMA)
        await add(database, "revision", number=2, form_code="F-2", printed_document_id=None)
        await downgrade(database, SCHEMA, "0004")
        rows = (await rows_in(database))["revision"]
        return [str(row["printed_document_id"]) for row in rows]

    assert loop.run(scenario()) == ["d-1", "a" * 36]


def test_revisions_of_before_are_told_their_cause_and_applications_when_the_newest_was_cut(
    database: Database, loop: LoopThread
) -> None:
    """What bears no printed form then was recorded; all else was finalised."""
    later = AT + timedelta(days=1)
    recorded = {"number": 2, "form_code": "F-2", "printed_document_id": None, "cut_at": later}

    async def scenario() -> tuple[list[tuple[int, str]], dict[str, datetime | None]]:
        await upgrade(database, SCHEMA, "0009")
        await add(database, "revision", **recorded)
        await add(database, "factory", factory_id="f-2")
        await add(database, "application", application_id="a-2", factory_id="f-2")
        await upgrade(database, SCHEMA)
        causes = (
            sa.select(sa.column("number", sa.Integer()), sa.column("cause", sa.String()))
            .select_from(sa.table("revision"))
            .order_by("number")
        )
        cut = sa.select(
            sa.column("application_id", sa.String()), sa.column("revision_cut_at", UtcDateTime())
        ).select_from(sa.table("application"))
        async with database.transaction(read_only=True) as connection:
            found = await connection.execute(causes)
            told = await connection.execute(cut)
            return [(row.number, row.cause) for row in found], {
                row.application_id: row.revision_cut_at for row in told
            }

    causes, cut = loop.run(scenario())

    assert causes == [(1, "finalised"), (2, "recorded")]
    assert cut == {"a-1": later, "a-2": None}


def test_the_way_back_is_closed_once_a_revision_of_a_draft_was_cut(
    database: Database, loop: LoopThread
) -> None:
    """Code of before would take it for a finalised one."""

    async def scenario() -> int:
        await upgrade(database, SCHEMA)
        await add(database, "revision", number=2, form_code=None, printed_document_id=None)
        with pytest.raises(IntegrityError):
            await downgrade(database, SCHEMA, "0009")
        # Each revision is a transaction of its own: later ones have gone back, and come again.
        await upgrade(database, SCHEMA)
        assert await differences(database, SCHEMA) == []
        return len((await rows_in(database))["revision"])

    assert loop.run(scenario()) == 2


def test_several_files_of_a_kind_may_stand_and_then_close_the_way_back(
    database: Database, loop: LoopThread
) -> None:
    evidence = {"attachment_id": "t-2", "kind": "photograph", "revision_number": None}

    async def scenario() -> list[str]:
        await upgrade(database, SCHEMA)
        await add(database, "attachment", **evidence, document_id="d-3")
        await add(
            database, "attachment", **(evidence | {"attachment_id": "t-3"}), document_id="d-4"
        )
        # Another version of a document stands only once the older one is void.
        again = evidence | {"attachment_id": "t-4", "version_id": "v-3"}
        with pytest.raises(IntegrityError):
            await add(database, "attachment", **again, document_id="d-4")
        with pytest.raises(IntegrityError):
            await downgrade(database, SCHEMA, "0010")
        # Each revision is a transaction of its own: later ones have gone back, and come again.
        await upgrade(database, SCHEMA)
        assert await differences(database, SCHEMA) == []
        return sorted(row["attachment_id"] for row in (await rows_in(database))["attachment"])

    assert loop.run(scenario()) == ["t-1", "t-2", "t-3"]


def test_the_way_back_keeps_the_rows_too(database: Database, loop: LoopThread) -> None:
    async def scenario() -> dict[str, list[dict[str, Any]]]:
        await upgrade(database, SCHEMA)
        await downgrade(database, SCHEMA, "0001")
        return await rows_in(database)

    assert loop.run(scenario()) == {name: [row] for name, row in ROWS.items()}


def test_a_revision_that_would_leave_rows_dangling_is_undone(
    databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    """Only on SQLite, whose foreign keys rest during a migration: a hand has made a row dangle."""
    made = Database.from_url(databases.empty_sqlite(tmp_path))

    async def scenario() -> bool:
        await upgrade(made, SCHEMA, "0001")
        driver_url = made.engine.url
        assert driver_url.database is not None
        await asyncio.to_thread(_leave_dangling, driver_url.database)
        with pytest.raises(DanglingRows, match="receipt"):
            await upgrade(made, SCHEMA)
        async with made.transaction(read_only=True) as connection:
            names = await connection.run_sync(
                lambda sync: {each["name"] for each in sa.inspect(sync).get_indexes("application")}
            )
        await made.dispose()
        return "uq_application_standing" in names

    assert loop.run(scenario()) is False


def _leave_dangling(file: str) -> None:
    row = ROWS["receipt"]
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(_table("receipt", row).insert().values(row))
    engine.dispose()
