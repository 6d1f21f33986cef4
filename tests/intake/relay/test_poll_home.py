"""The way home on both databases: each event is taken in once, with the cursor that passes it."""

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import delete

from services.intake.domain.applications import Application
from services.intake.domain.lifecycle import State
from services.intake.store.applications import find_application
from services.intake.store.feed_cursors import advance_cursor, read_cursor
from services.intake.store.relay_tables import feed_cursors
from services.intake.store.revisions import (
    read_revision,
    standing_attachments,
    void_attachment,
)
from services.intake.store.schema import SCHEMA
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.give_up_submission import take_back_application
from services.intake.usecases.poll_home import BATCH, poll_home
from shared.database import Database
from shared.event_feed import FeedEvent
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.fakes import FakeFeed, an_event
from tests.intake.relay.finalised import (
    Scans,
    a_context,
    make_finalised,
    make_submitted,
    some_scans,
    the_applicant,
)


@pytest.fixture
def database(make_database: DatabaseMaker, loop: LoopThread) -> Database:
    made = make_database("intake", SCHEMA)

    async def forget_cursors() -> None:
        async with made.transaction() as connection:
            await connection.execute(delete(feed_cursors))

    loop.run(forget_cursors())
    return made


def a_verdict(position: int, application_id: str, **changes: Any) -> FeedEvent:
    data = {
        "application_id": application_id,
        "revision_number": 1,
        "edition_id": "cn-2025",
        "edition_hash": "e" * 64,
        "tier": "advanced",
        "outcome": "met",
        "left_to_a_person": 2,
        "assessment_sha256": "f" * 64,
    }
    return an_event(position, "assessment.recorded", str(uuid.uuid4()), **data | changes)


def a_freeze(position: int, scans: Scans) -> FeedEvent:
    scan = scans.scan
    return an_event(position, "document.frozen", scan.document_id, version_id=scan.version_id)


def with_feed(database: Database, feed: FakeFeed) -> IntakeContext:
    return a_context(database, feeds={"scoring": feed, "documents": feed})


async def application_in(database: Database, application_id: str) -> Application:
    async with database.transaction(read_only=True) as connection:
        found = await find_application(connection, application_id)
    assert found is not None
    return found


async def kinds_of(database: Database, aggregate_id: str) -> list[str]:
    async with database.transaction(read_only=True) as connection:
        found = await events_of(connection, aggregate_id)
    assert chain_break(found) is None
    return [event.kind for event in found]


async def cursor_in(database: Database, source: str = "scoring") -> int:
    async with database.transaction(read_only=True) as connection:
        return await read_cursor(connection, source)


def test_a_verdict_is_taken_in_once(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[int], Application, list[str], int]:
        submitted = await make_submitted(a_context(database), some_scans())
        feed = FakeFeed(a_verdict(1, submitted.application_id))
        taken = [await poll_home(with_feed(database, feed), "scoring") for _ in range(3)]
        return (
            taken,
            await application_in(database, submitted.application_id),
            await kinds_of(database, submitted.application_id),
            await cursor_in(database),
        )

    taken, application, kinds, cursor = loop.run(scenario())

    assert taken == [1, 0, 0]
    assert cursor == 1
    assert application.verdict is not None
    assert (application.verdict.outcome, application.verdict.left_to_a_person) == ("met", 2)
    assert application.state is State.SUBMITTED
    assert kinds.count("application.verdict-arrived") == 1


def test_a_verdict_on_what_was_taken_back_is_passed_over(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[int, Application, list[str]]:
        submitted = await make_submitted(a_context(database), some_scans())
        application_id = submitted.application_id
        async with database.transaction() as connection:
            await take_back_application(
                a_context(database),
                connection,
                the_applicant(),
                application_id,
                frozenset({submitted.version}),
            )
        feed = FakeFeed(a_verdict(1, application_id))
        taken = await poll_home(with_feed(database, feed), "scoring")
        application = await application_in(database, application_id)
        return taken, application, await kinds_of(database, application_id)

    taken, application, kinds = loop.run(scenario())

    assert taken == 1
    assert (application.state, application.verdict) == (State.DRAFT, None)
    assert "application.verdict-arrived" not in kinds


def test_a_freeze_waits_for_a_step_on_its_application_and_neither_for_ever(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[bool, int]:
        scans = some_scans()
        submitted = await make_submitted(a_context(database), scans)
        feed = FakeFeed(a_freeze(1, scans))
        async with database.transaction() as connection:
            await find_application(connection, submitted.application_id, lock=True)
            polling = asyncio.create_task(poll_home(with_feed(database, feed), "documents"))
            # Long enough for it to come to the row that is held.
            await asyncio.sleep(0.5)
            is_voided = await void_attachment(
                connection, submitted.application_id, "stamped-scan", at=submitted.updated_at
            )
        return is_voided, await polling

    assert loop.run(scenario()) == (True, 1)


def test_a_freeze_is_noted_on_its_attachment_and_on_record(
    database: Database, loop: LoopThread
) -> None:
    scans = some_scans()

    async def scenario() -> tuple[dict[str, bool], list[str]]:
        submitted = await make_submitted(a_context(database), scans)
        feed = FakeFeed(a_freeze(1, scans), a_freeze(2, some_scans()))
        await poll_home(with_feed(database, feed), "documents")
        async with database.transaction(read_only=True) as connection:
            standing = await standing_attachments(connection, submitted.application_id)
        frozen = {kind: attached.frozen_at is not None for kind, attached in standing.items()}
        return frozen, await kinds_of(database, submitted.application_id)

    frozen, kinds = loop.run(scenario())

    assert frozen == {"maturity-report": False, "stamped-scan": True}
    assert kinds.count("application.document-frozen") == 1


def test_a_printed_form_is_noted_on_its_revision(database: Database, loop: LoopThread) -> None:
    async def scenario() -> str | None:
        finalised = await make_finalised(a_context(database), some_scans())
        async with database.transaction(read_only=True) as connection:
            revision = await read_revision(connection, finalised.application_id, 1)
        printed = str(revision.printed_document_id)
        feed = FakeFeed(
            an_event(1, "printed-form.rendered", str(uuid.uuid4()), version_id="of nobody"),
            an_event(2, "printed-form.rendered", printed, version_id="v-1"),
        )
        await poll_home(with_feed(database, feed), "documents")
        async with database.transaction(read_only=True) as connection:
            return (await read_revision(connection, finalised.application_id, 1)).printed_version_id

    assert loop.run(scenario()) == "v-1"


def test_what_concerns_nobody_here_is_passed(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[int, int, Application, Application]:
        context = a_context(database)
        draft = await make_finalised(context, some_scans())
        submitted = await make_submitted(context, some_scans())
        feed = FakeFeed(
            an_event(3, "criterion.of-next-year", "c-1"),
            an_event(4, "document.stored", str(uuid.uuid4()), version_id="v-1"),
            an_event(5, "document.frozen", str(uuid.uuid4()), version_id="v-1"),
            a_verdict(6, str(uuid.uuid4())),
            a_verdict(7, draft.application_id),
            a_verdict(8, submitted.application_id, revision_number=2),
        )
        return (
            await poll_home(with_feed(database, feed), "scoring"),
            await cursor_in(database),
            await application_in(database, draft.application_id),
            await application_in(database, submitted.application_id),
        )

    taken, cursor, draft, submitted = loop.run(scenario())

    assert (taken, cursor) == (6, 8)
    assert draft.verdict is None
    assert submitted.verdict is None


def test_pollers_at_once_take_each_event_in_once(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[list[str]], int]:
        context = a_context(database)
        submitted = [(await make_submitted(context, some_scans())).application_id for _ in range(3)]
        feed = FakeFeed(*(a_verdict(n, one) for n, one in enumerate(submitted, start=1)))

        async def poll_to_the_end() -> None:
            while await cursor_in(database) < len(submitted):
                await poll_home(with_feed(database, feed), "scoring")

        await asyncio.gather(*(poll_to_the_end() for _ in range(4)))
        return [await kinds_of(database, one) for one in submitted], await cursor_in(database)

    kinds, cursor = loop.run(scenario())

    assert cursor == 3
    assert [each.count("application.verdict-arrived") for each in kinds] == [1, 1, 1]


def test_the_very_first_place_is_taken_by_one_poller_and_the_other_sees_it(
    database: Database, dialect: str, loop: LoopThread
) -> None:
    if dialect == "sqlite":
        # One writer at a time: the second sees what the first wrote.
        return

    async def take_first(place_taken: asyncio.Event) -> bool:
        async with database.transaction() as connection:
            place_taken.set()
            return await advance_cursor(connection, "scoring", seen=0, position=2)

    async def scenario() -> tuple[bool, bool, int]:
        began = asyncio.Event()
        async with database.transaction() as connection:
            first = await advance_cursor(connection, "scoring", seen=0, position=1)
            second = asyncio.create_task(take_first(began))
            await began.wait()
            # It now waits for the first one's row, which it cannot see yet.
            await asyncio.sleep(0.05)
        return first, await second, await cursor_in(database)

    assert loop.run(scenario()) == (True, False, 1)


def test_sources_have_cursors_of_their_own(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[int, int]:
        feed = FakeFeed(an_event(7, "document.stored", "d-1"))
        await poll_home(with_feed(database, feed), "documents")
        return await cursor_in(database, "scoring"), await cursor_in(database, "documents")

    assert loop.run(scenario()) == (0, 7)


def test_a_long_feed_is_read_on_from_where_it_was_left(
    database: Database, loop: LoopThread
) -> None:
    feed = FakeFeed(*(an_event(n, "document.stored", "d-1") for n in range(1, 2 * BATCH + 51)))

    async def scenario() -> list[int]:
        return [await poll_home(with_feed(database, feed), "documents") for _ in range(4)]

    assert loop.run(scenario()) == [BATCH, BATCH, 50, 0]
    assert feed.asked == [0, BATCH, 2 * BATCH, 2 * BATCH + 50]


def test_an_event_that_cannot_be_understood_stops_its_feed_and_nothing_is_skipped(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[int], Application, list[str]]:
        submitted = await make_submitted(a_context(database), some_scans())
        mended = a_verdict(3, submitted.application_id)
        data = {"application_id": submitted.application_id, "revision_number": 1}
        broken = an_event(3, "assessment.recorded", str(uuid.uuid4()), **data)
        feed = FakeFeed(an_event(2, "edition.loaded", "e-1"), broken)
        cursors = []
        for _ in range(2):
            with pytest.raises(KeyError):
                await poll_home(with_feed(database, feed), "scoring")
            cursors.append(await cursor_in(database))
        feed.events[1] = mended
        await poll_home(with_feed(database, feed), "scoring")
        cursors.append(await cursor_in(database))
        return (
            cursors,
            await application_in(database, submitted.application_id),
            await kinds_of(database, submitted.application_id),
        )

    cursors, application, kinds = loop.run(scenario())

    assert cursors == [2, 2, 3]
    assert application.verdict is not None
    assert kinds.count("application.verdict-arrived") == 1
