"""Orders to look into a scan, on both databases: after the print that it shows, beside the freeze, and never for ever."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from services.intake.domain.applications import Application
from services.intake.store.relay_tables import outbox
from services.intake.store.revisions import read_revision, void_attachment
from services.intake.store.schema import SCHEMA
from services.intake.usecases.deliver_outbox import deliver_outbox
from services.intake.usecases.order_expectations import EXPECT_SCAN
from shared.clients.service_client import ServiceRefused
from shared.clock import Clocks, system_wall_clock
from shared.database import Database
from shared.request_errors import ServiceUnavailable
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.fakes import Deliveries, FakeDocuments
from tests.intake.relay.finalised import IN_WINDOW, Scans, a_context, make_submitted, some_scans


class Desk:
    """A submission whose orders are all to be delivered, its print first; and a wall clock to move."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.scans: Scans = some_scans()
        self.documents = Deliveries()
        self._later = timedelta(0)
        self._clocks = Clocks(wall=lambda: system_wall_clock() + self._later)
        self._clocks.move_business_to(IN_WINDOW)

    @property
    def expected_scan(self) -> str:
        return f"expect {self.scans.scan.document_id}/{self.scans.scan.version_id}"

    @property
    def expected_report(self) -> str:
        return f"expect {self.scans.report.document_id}/{self.scans.report.version_id}"

    async def submit(self) -> tuple[Application, str]:
        """Give the application and the document of its print."""
        submitted = await make_submitted(a_context(self.database, clocks=self._clocks), self.scans)
        async with self.database.transaction() as connection:
            await connection.execute(update(outbox).values(delivered_at=None))
            revision = await read_revision(connection, submitted.application_id, 1)
        return submitted, str(revision.printed_document_id)

    async def deliver(self, turns: int = 6) -> None:
        """Deliver for some hours."""
        context = a_context(
            self.database, clocks=self._clocks, documents=FakeDocuments(self.documents)
        )
        for _ in range(turns):
            await deliver_outbox(context)
            self._later += timedelta(hours=1)

    async def undelivered(self) -> list[str]:
        async with self.database.transaction(read_only=True) as connection:
            waiting = outbox.select().where(outbox.c.delivered_at.is_(None))
            rows = (await connection.execute(waiting.order_by(outbox.c.outbox_id))).mappings()
            return [row["kind"] for row in rows]


@pytest.fixture
def desk(make_database: DatabaseMaker) -> Desk:
    return Desk(make_database("intake", SCHEMA))


def test_a_scan_is_looked_into_after_its_print_and_again_after_its_submission(
    desk: Desk, loop: LoopThread
) -> None:
    async def scenario() -> str:
        _, printed = await desk.submit()
        await desk.deliver()
        return printed

    printed = loop.run(scenario())

    about_scan = [each for each in desk.documents.tried if each in {printed, desk.expected_scan}]
    assert about_scan == [printed, desk.expected_scan, desk.expected_scan]
    assert desk.documents.tried.count(desk.expected_report) == 2
    assert loop.run(desk.undelivered()) == []


def test_a_print_that_does_not_come_holds_up_its_scan_and_no_freeze(
    desk: Desk, loop: LoopThread
) -> None:
    async def scenario() -> list[str]:
        _, printed = await desk.submit()
        desk.documents.answers[printed] = ServiceUnavailable()
        await desk.deliver()
        return await desk.undelivered()

    assert loop.run(scenario()) == ["print-form", EXPECT_SCAN, EXPECT_SCAN]
    assert desk.expected_scan not in desk.documents.tried
    for version in desk.scans.both:
        assert f"{version.document_id}/{version.version_id}" in desk.documents.tried


@pytest.mark.parametrize("status", [404, 409])
def test_a_refused_expectation_is_tried_again_until_it_is_taken(
    desk: Desk, loop: LoopThread, status: int
) -> None:
    async def scenario() -> tuple[list[str], list[str]]:
        await desk.submit()
        refusal = ServiceRefused("documents", status, "printed-form-not-ready")
        desk.documents.answers[desk.expected_scan] = refusal
        await desk.deliver()
        refused = await desk.undelivered()
        desk.documents.answers.clear()
        await desk.deliver()
        return refused, await desk.undelivered()

    assert loop.run(scenario()) == ([EXPECT_SCAN, EXPECT_SCAN], [])


def test_a_scan_that_stands_no_more_is_left_and_holds_up_nothing(
    desk: Desk, loop: LoopThread
) -> None:
    """Its bytes may be deleted by then: the documents service would refuse it for ever."""

    async def scenario() -> list[str]:
        submitted, _ = await desk.submit()
        gone = ServiceRefused("documents", 409, str(uuid.uuid4()))
        desk.documents.answers[desk.expected_scan] = gone
        async with desk.database.transaction() as connection:
            await void_attachment(
                connection, submitted.application_id, "stamped-scan", at=IN_WINDOW
            )
        await desk.deliver()
        return await desk.undelivered()

    assert loop.run(scenario()) == []
    assert desk.expected_scan not in desk.documents.tried
    assert desk.expected_report in desk.documents.tried
