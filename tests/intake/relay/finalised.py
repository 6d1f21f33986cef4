"""Applications on the eve of their submission, made by the use cases themselves but without HTTP.

What a printer, a stamp and a scanner do in between is taken as done: the orders to print, and to look into what was
scanned, are marked delivered.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.bundles.intake_data import IntakeData, load_intake_data
from services.intake.domain.applications import Application, Attachment, Enterprise
from services.intake.domain.national_portal import PortalFiling
from services.intake.domain.rounds import DocumentKind
from services.intake.domain.tiers import Tier
from services.intake.store.enterprises import add_enterprise, add_factory, find_by_credit_code
from services.intake.store.relay_tables import outbox
from services.intake.store.revisions import add_document_slot, standing_attachments
from services.intake.usecases.attach_document import attach_document
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.edit_draft import record_maturity_report, save_form
from services.intake.usecases.finalise_application import finalise_application
from services.intake.usecases.order_expectations import EXPECT_SCAN
from services.intake.usecases.order_printing import PRINT_FORM
from services.intake.usecases.record_portal_filing import save_portal_filing
from services.intake.usecases.start_application import start_application
from services.intake.usecases.submit_application import submit_application
from shared.authorisation import Access, Scope
from shared.clients.documents import DocumentsClient
from shared.clients.feed import FeedClient
from shared.clients.scoring import ScoringClient
from shared.clock import Clocks
from shared.contracts.documents import DocumentVersion
from shared.database import Database
from shared.identity.principal import Principal, Role
from shared.transactions import Transaction
from tests.intake.forms import (
    ROUND_ID,
    a_factory,
    a_maturity_report,
    an_advanced_form,
    an_enterprise,
)
from tests.intake.relay.fakes import Deliveries, FakeDocuments, FakeScoring, a_version

#: Inside the round's window.
IN_WINDOW = datetime(2025, 7, 10, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Scans:
    """The two files of one application, as the documents service describes them."""

    report: DocumentVersion
    scan: DocumentVersion

    @property
    def both(self) -> tuple[DocumentVersion, DocumentVersion]:
        return self.report, self.scan


@cache
def _data() -> IntakeData:
    return load_intake_data()


def a_context(
    database: Database,
    *,
    scoring: ScoringClient | None = None,
    documents: DocumentsClient | None = None,
    feeds: Mapping[str, FeedClient] | None = None,
    clocks: Clocks | None = None,
) -> IntakeContext:
    """Give use cases what they work with; what is not given is never called."""
    if clocks is None:
        clocks = Clocks()
        clocks.move_business_to(IN_WINDOW)
    return IntakeContext(
        clocks=clocks,
        database=database,
        rounds=_data().rounds,
        units=_data().units,
        calendars=_data().calendars,
        register_columns=_data().register_columns,
        industries=_data().industries,
        scoring=scoring or FakeScoring(Deliveries()),
        documents=documents or FakeDocuments(Deliveries()),
        feeds=feeds or {},
        upload_ticket_life_s=3600,
        read_ticket_life_s=900,
    )


def the_applicant() -> Caller:
    """Give the person who files for the example's enterprise, within the window."""
    principal = Principal(
        subject="li.applicant", role=Role.APPLICANT, enterprise=an_enterprise().credit_code
    )
    return Caller(
        access=Access(principal=principal, scope=Scope.OWN_ENTERPRISE), arrived_at=IN_WINDOW
    )


def some_scans() -> Scans:
    """Give versions that no service knows."""
    return Scans(
        report=a_version(str(uuid.uuid4()), kind="maturity-report"),
        scan=a_version(str(uuid.uuid4())),
    )


async def make_draft(
    context: IntakeContext, connection: AsyncConnection, tier: Tier = Tier.ADVANCED
) -> Application:
    """Start an application of a new factory of the example's enterprise."""
    enterprise = await _the_enterprise(connection)
    factory = a_factory(factory_id=str(uuid.uuid4()), enterprise_id=enterprise.enterprise_id)
    await add_factory(connection, factory)
    return await start_application(
        context,
        connection,
        the_applicant(),
        round_id=ROUND_ID,
        tier=tier,
        factory_id=factory.factory_id,
    )


async def make_finalised(context: IntakeContext, scans: Scans) -> Application:
    """Fill in a draft, finalise it and attach both files."""
    caller, database = the_applicant(), context.database
    context = replace(context, documents=FakeDocuments(Deliveries(), *scans.both))
    async with database.transaction() as connection:
        draft = await make_draft(context, connection)
        application_id = draft.application_id
        filled = await save_form(
            context,
            connection,
            caller,
            application_id,
            an_advanced_form(),
            frozenset({draft.version}),
        )
        await record_maturity_report(
            context,
            connection,
            caller,
            application_id,
            a_maturity_report(),
            frozenset({filled.version}),
        )
    await _attach(context, application_id, DocumentKind.MATURITY_REPORT, scans.report)
    async with database.transaction() as connection:
        finalised = await finalise_application(
            context, connection, caller, application_id, frozenset({filled.version + 2})
        )
        await connection.execute(
            update(outbox)
            .where(outbox.c.kind == PRINT_FORM)
            .values(delivered_at=context.clocks.wall())
        )
    await _attach(context, application_id, DocumentKind.STAMPED_SCAN, scans.scan)
    await _take_expectations_as_delivered(context, application_id)
    return finalised.application


async def make_recordable(
    context: IntakeContext, scans: Scans, *, portal_number: str | None = None
) -> Application:
    """Save the portal's number and time in an excellent tier's draft, and attach both files."""
    caller, database = the_applicant(), context.database
    context = replace(context, documents=FakeDocuments(Deliveries(), *scans.both))
    number = portal_number or f"P-{uuid.uuid4()}"
    async with database.transaction() as connection:
        draft = await make_draft(context, connection, Tier.EXCELLENT)
        saved = await save_portal_filing(
            context,
            connection,
            caller,
            draft.application_id,
            PortalFiling(number=number, filed_at=IN_WINDOW),
            frozenset({draft.version}),
        )
    await _attach(context, draft.application_id, DocumentKind.MATURITY_REPORT, scans.report)
    await _attach(context, draft.application_id, DocumentKind.PORTAL_FORM, scans.scan)
    return saved


async def make_submitted(context: IntakeContext, scans: Scans) -> Application:
    """Submit a finalised application; its orders to the other services are in the outbox."""
    finalised = await make_finalised(context, scans)
    async with context.database.transaction() as connection:
        submitted, _ = await submit_application(
            context, connection, the_applicant(), finalised.application_id, revision_number=1
        )
    return submitted


async def _take_expectations_as_delivered(context: IntakeContext, application_id: str) -> None:
    async with context.database.transaction() as connection:
        versions = (await standing_attachments(connection, application_id)).values()
        targets = [f"{each.document_id}/{each.version_id}" for each in versions]
        await connection.execute(
            update(outbox)
            .where(outbox.c.kind == EXPECT_SCAN, outbox.c.target_id.in_(targets))
            .values(delivered_at=context.clocks.wall())
        )


async def _the_enterprise(connection: AsyncConnection) -> Enterprise:
    enterprise = an_enterprise()
    if await find_by_credit_code(connection, enterprise.credit_code) is None:
        await add_enterprise(connection, enterprise)
    return enterprise


async def _attach(
    context: IntakeContext, application_id: str, kind: DocumentKind, version: DocumentVersion
) -> Attachment:
    transaction = Transaction(context.database, read_only=False)
    await add_document_slot(
        await transaction.connection(),
        document_id=version.document_id,
        application_id=application_id,
        kind=kind.value,
        asked_by=the_applicant().subject,
        asked_at=context.clocks.business(),
    )
    attachment = await attach_document(
        context,
        transaction,
        the_applicant(),
        application_id,
        kind=kind,
        document_id=version.document_id,
        version_id=version.version_id,
    )
    await transaction.release()
    return attachment
