"""Rows of versions on both databases: who wins a race, and what is refused."""

import asyncio
from datetime import UTC, datetime

import pytest

from services.documents.app import SCHEMA
from services.documents.domain.errors import DocumentFrozen, DocumentKindDiffers
from services.documents.domain.versions import Version
from services.documents.store.queries import mark_frozen, version_of
from services.documents.usecases.record_version import Recorded, find_recorded, record_version
from shared.database import Database
from shared.event_log import chain_break, events_of
from tests.documents.desk import a_document_id
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread

NOW = datetime(2025, 7, 10, 2, tzinfo=UTC)


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("documents", SCHEMA)


def a_version(document_id: str, *, sha256: str = "a" * 64, kind: str = "stamped-scan") -> Version:
    return Version(
        document_id=document_id,
        version_id=a_document_id(),
        kind=kind,
        file_name="㐂𠮷, 🚀.pdf",
        media_type="application/pdf",
        size_bytes=5_000_000_000,
        sha256=sha256,
        sm3="b" * 64,
        page_count=3,
        stored_at=NOW,
        stored_by="wang",
        object_key=f"documents/{document_id}",
        object_version="v",
    )


async def record(database: Database, version: Version) -> Recorded:
    async with database.transaction() as connection:
        return await record_version(connection, version, event_kind="document.stored")


def test_a_version_comes_back_as_it_was_recorded(database: Database, loop: LoopThread) -> None:
    version = a_version(a_document_id())

    async def scenario() -> Version | None:
        await record(database, version)
        async with database.transaction(read_only=True) as connection:
            return await version_of(connection, version.document_id, version.version_id)

    assert loop.run(scenario()) == version


def test_the_same_bytes_at_once_are_recorded_once(database: Database, loop: LoopThread) -> None:
    document_id = a_document_id()

    async def scenario() -> list[Recorded]:
        racers = [record(database, a_version(document_id)) for _ in range(6)]
        return list(await asyncio.gather(*racers))

    recorded = loop.run(scenario())

    assert sum(one.is_new for one in recorded) == 1
    assert len({one.version.version_id for one in recorded}) == 1


def test_other_bytes_at_once_are_versions_of_their_own_in_one_chain(
    database: Database, loop: LoopThread
) -> None:
    document_id = a_document_id()

    async def scenario() -> tuple[int, int | None]:
        digests = [character * 64 for character in "012345"]
        await asyncio.gather(
            *(record(database, a_version(document_id, sha256=digest)) for digest in digests)
        )
        async with database.transaction(read_only=True) as connection:
            events = await events_of(connection, document_id)
        return len(events), chain_break(events)

    assert loop.run(scenario()) == (6, None)


def test_a_document_of_another_kind_is_refused(database: Database, loop: LoopThread) -> None:
    document_id = a_document_id()
    loop.run(record(database, a_version(document_id)))

    with pytest.raises(DocumentKindDiffers):
        loop.run(record(database, a_version(document_id, kind="maturity-report")))


def test_a_frozen_document_takes_nothing_more(database: Database, loop: LoopThread) -> None:
    version = a_version(a_document_id())

    async def scenario() -> None:
        await record(database, version)
        async with database.transaction() as connection:
            await mark_frozen(
                connection, version, at=NOW, reason="an application", retained_until=NOW
            )
        async with database.transaction(read_only=True) as connection:
            with pytest.raises(DocumentFrozen):
                await find_recorded(
                    connection, version.document_id, kind=version.kind, sha256=version.sha256
                )
        await record(database, a_version(version.document_id, sha256="c" * 64))

    with pytest.raises(DocumentFrozen):
        loop.run(scenario())
