"""Which frozen versions may be put on a destruction list, on both databases."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from services.documents.app import SCHEMA
from services.documents.domain.kinds import kind_rules_from
from services.documents.domain.legal_holds import LegalHold
from services.documents.store.destruction_lists import retention_over
from services.documents.store.legal_holds import add_hold
from services.documents.store.queries import mark_frozen
from services.documents.store.tables import document_versions
from shared.database import Database
from tests.documents.desk import a_document_id
from tests.documents.usecases.test_recording import a_version, record
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread

FROZEN_AT = datetime(2025, 7, 10, 2, tzinfo=UTC)
KINDS = kind_rules_from(
    {
        "stamped-scan": {
            "label_zh": "扫描件",
            "label_en": "scan",
            "is_uploadable": True,
            "media_types": ["application/pdf"],
            "max_bytes": 1,
            "max_pages": 1,
            "max_pixels": 1,
            "max_files": 1,
            "retention_days": 10,
        }
    }
)


async def frozen(database: Database, *, days: int | None) -> str:
    """Record and freeze a version; without days, as it was before the date was kept."""
    version = a_version(a_document_id())
    await record(database, version)
    until = FROZEN_AT + timedelta(days=days or 0)
    async with database.transaction() as connection:
        await mark_frozen(connection, version, at=FROZEN_AT, reason="a", retained_until=until)
        if days is None:
            await connection.execute(
                sa.update(document_versions)
                .where(document_versions.c.id == version.version_id)
                .values(retained_until=None)
            )
    return version.version_id


def test_the_date_that_was_set_counts_and_without_one_the_rule_of_the_kind(
    make_database: DatabaseMaker, loop: LoopThread
) -> None:
    database = make_database("documents", SCHEMA)

    async def scenario() -> None:
        await record(database, a_version(a_document_id()))
        short, by_rule, long = [await frozen(database, days=days) for days in (5, None, 20)]
        held = await frozen(database, days=5)
        hold = LegalHold(
            id="h-1",
            version_id=held,
            document_id="d",
            reason="须保留",
            set_by="wang",
            set_at=FROZEN_AT,
        )
        async with database.transaction() as connection:
            await add_hold(connection, hold)

        async def over(days: int) -> set[str]:
            async with database.transaction(read_only=True) as connection:
                before = FROZEN_AT + timedelta(days=days, seconds=1)
                found = await retention_over(connection, KINDS, before=before, most=9)
            return {version_id for _, version_id in found}

        assert await over(4) == set()
        assert await over(5) == {short}
        assert await over(10) == {short, by_rule}
        assert await over(20) == {short, by_rule, long}

    loop.run(scenario())
