"""What intake has the documents service hold its files against: written by each cause, in its transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import RowMapping, select

from services.intake.domain.applications import Application, Revision, RevisionCause
from services.intake.domain.rounds import DocumentKind
from services.intake.store.enterprises import read_enterprise
from services.intake.store.relay_tables import outbox
from services.intake.store.revisions import (
    add_document_slot,
    read_receipt,
    read_revision,
    standing_attachments,
)
from services.intake.store.schema import SCHEMA
from services.intake.usecases.attach_document import attach_document
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.order_expectations import EXPECT_SCAN, order_expectations
from services.intake.usecases.record_portal_filing import record_portal_filing
from shared.contracts.documents import DocumentVersion
from shared.contracts.scan_expectations import (
    ExpectedFigures,
    OtherVersion,
    ScanExpectationOrder,
)
from shared.transactions import Transaction
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.forms import a_maturity_report
from tests.intake.relay.fakes import Deliveries, FakeDocuments, a_version
from tests.intake.relay.finalised import (
    Scans,
    a_context,
    make_finalised,
    make_recordable,
    make_submitted,
    some_scans,
)
from tests.intake.usecases.callers import an_applicant

ANY = frozenset(range(1, 20))


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


async def rows(context: IntakeContext) -> list[RowMapping]:
    """Give the orders to hold something against something, oldest first."""
    async with context.database.transaction(read_only=True) as connection:
        statement = select(outbox).where(outbox.c.kind == EXPECT_SCAN).order_by(outbox.c.outbox_id)
        return list((await connection.execute(statement)).mappings())


def order_of(row: RowMapping) -> ScanExpectationOrder:
    return ScanExpectationOrder.model_validate_json(row["body"])


async def first_revision(context: IntakeContext, application: Application) -> Revision:
    async with context.database.transaction(read_only=True) as connection:
        return await read_revision(connection, application.application_id, 1)


async def figures(context: IntakeContext, application: Application) -> ExpectedFigures:
    """Give what is known of whoever filed, without a report's figures."""
    async with context.database.transaction(read_only=True) as connection:
        enterprise = await read_enterprise(connection, application.enterprise_id)
    return ExpectedFigures(enterprise=enterprise.name, credit_code=enterprise.credit_code)


async def typed(context: IntakeContext, application: Application) -> ExpectedFigures:
    report = a_maturity_report()
    known: Mapping[str, Any] = {
        "level": report.level,
        "score": report.score,
        "report_number": report.report_number,
        "reported_on": report.reported_on,
    }
    return (await figures(context, application)).model_copy(update=known)


async def expected_of_own_portal(
    context: IntakeContext, application: Application, scans: Scans
) -> list[tuple[str, str, ScanExpectationOrder]]:
    """Say the keys, targets and orders of one finalised revision, before it is submitted."""
    revision = await first_revision(context, application)
    about = {"application_id": application.application_id, "revision_number": 1}
    scan, report = scans.scan, scans.report
    of_scan: Mapping[str, Any] = {
        **about,
        "printed_document_id": revision.printed_document_id,
        "is_seal_expected": True,
    }
    of_report: Mapping[str, Any] = {**about, "typed": await typed(context, application)}
    return [
        (
            str(revision.printed_document_id),
            f"{scan.document_id}/{scan.version_id}",
            ScanExpectationOrder(**of_scan),
        ),
        (
            report.version_id,
            f"{report.document_id}/{report.version_id}",
            ScanExpectationOrder(**of_report),
        ),
    ]


def told(found: list[RowMapping]) -> list[tuple[str, str, ScanExpectationOrder]]:
    return [(row["ordering_key"], row["target_id"], order_of(row)) for row in found]


async def attach(
    context: IntakeContext,
    transaction: Transaction,
    application: Application,
    version: DocumentVersion,
) -> None:
    await attach_document(
        context,
        transaction,
        an_applicant(),
        application.application_id,
        kind=DocumentKind.STAMPED_SCAN,
        document_id=version.document_id,
        version_id=version.version_id,
    )


def test_a_stamped_scan_that_is_attached_has_it_and_the_report_looked_into(
    context: IntakeContext, loop: LoopThread
) -> None:
    scans = some_scans()

    async def scenario() -> None:
        finalised = await make_finalised(context, scans)

        assert told(await rows(context)) == await expected_of_own_portal(context, finalised, scans)

    loop.run(scenario())


def test_a_scan_that_is_attached_again_orders_nothing_again(
    context: IntakeContext, loop: LoopThread
) -> None:
    scans = some_scans()
    context = replace(context, documents=FakeDocuments(Deliveries(), *scans.both))

    async def scenario() -> tuple[int, int]:
        finalised = await make_finalised(context, scans)
        before = len(await rows(context))
        transaction = Transaction(context.database, read_only=False)
        await attach(context, transaction, finalised, scans.scan)
        await transaction.release()
        return before, len(await rows(context))

    assert loop.run(scenario()) == (2, 2)


def test_a_submission_orders_it_again_with_its_time(
    context: IntakeContext, loop: LoopThread
) -> None:
    scans = some_scans()

    async def scenario() -> None:
        submitted = await make_submitted(context, scans)
        async with context.database.transaction(read_only=True) as connection:
            receipt = await read_receipt(connection, submitted.application_id)
        before = await expected_of_own_portal(context, submitted, scans)
        after = [
            (key, target, order.model_copy(update={"submitted_at": receipt.submitted_at}))
            for key, target, order in before
        ]

        assert told(await rows(context)) == before + after

    loop.run(scenario())


def test_a_record_of_the_national_portal_expects_neither_print_nor_stamp(
    context: IntakeContext, loop: LoopThread
) -> None:
    scans = some_scans()

    async def scenario() -> None:
        application = await make_recordable(context, scans)
        assert await rows(context) == []
        async with context.database.transaction() as connection:
            recorded, receipt = await record_portal_filing(
                context, connection, an_applicant(), application.application_id, ANY
            )
        about: Mapping[str, Any] = {
            "application_id": recorded.application_id,
            "revision_number": receipt.revision_number,
            "submitted_at": receipt.submitted_at,
        }
        found = {target: (key, order) for key, target, order in told(await rows(context))}

        # No figures of the report were typed: only whose it must be is known.
        assert found == {
            f"{scans.report.document_id}/{scans.report.version_id}": (
                scans.report.version_id,
                ScanExpectationOrder(**about, typed=await figures(context, recorded)),
            ),
            f"{scans.scan.document_id}/{scans.scan.version_id}": (
                scans.scan.version_id,
                ScanExpectationOrder(**about),
            ),
        }

    loop.run(scenario())


def test_a_stamped_scan_of_what_the_portal_printed_is_held_against_the_portals_form(
    context: IntakeContext, loop: LoopThread
) -> None:
    """No tier of a round takes both by now; the next notice may."""

    async def scenario() -> None:
        application = await make_recordable(context, some_scans())
        async with context.database.transaction() as connection:
            attached = await standing_attachments(connection, application.application_id)
            form = attached[DocumentKind.PORTAL_FORM.value]
            ids = str(uuid.uuid4())
            scan = replace(form, kind="stamped-scan", document_id=ids, version_id=ids)
            revision = Revision(
                application_id=application.application_id,
                number=1,
                cause=RevisionCause.RECORDED,
                form_code=None,
                printed_document_id=None,
                content=b"{}",
                sha256="a" * 64,
                sm3="b" * 64,
                cut_at=context.clocks.business(),
                cut_by="li.applicant",
            )
            await order_expectations(
                context, connection, application, revision, attached | {scan.kind: scan}
            )
        (order,) = [order_of(row) for row in await rows(context) if ids in row["target_id"]]

        assert order == ScanExpectationOrder(
            application_id=application.application_id,
            revision_number=1,
            is_seal_expected=True,
            portal_form=OtherVersion(document_id=form.document_id, version_id=form.version_id),
        )

    loop.run(scenario())


def test_an_attachment_that_is_rolled_back_orders_nothing(
    context: IntakeContext, loop: LoopThread
) -> None:
    better = a_version(str(uuid.uuid4()))
    context = replace(context, documents=FakeDocuments(Deliveries(), better))

    async def scenario() -> tuple[int, int]:
        finalised = await make_finalised(context, some_scans())
        before = len(await rows(context))
        transaction = Transaction(context.database, read_only=False)
        await add_document_slot(
            await transaction.connection(),
            document_id=better.document_id,
            application_id=finalised.application_id,
            kind=better.kind.value,
            asked_by="li.applicant",
            asked_at=context.clocks.business(),
        )
        await attach(context, transaction, finalised, better)
        await transaction.roll_back(ZeroDivisionError())
        return before, len(await rows(context))

    assert loop.run(scenario()) == (2, 2)
