"""Read applications and what hangs on them, always within the caller's scope."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import (
    Application,
    Attachment,
    Decision,
    Receipt,
    Revision,
    RevisionCause,
)
from services.intake.domain.document_errors import PrintedFormNotReady, RevisionNotPrinted
from services.intake.domain.errors import RevisionNotFound
from services.intake.domain.forwarding import WENT_TO_THE_MINISTRY, Forwarding
from services.intake.domain.revisions import CODED
from services.intake.store.applications import (
    ApplicationFilter,
    application_for,
    decisions_on,
    page_of_applications,
)
from services.intake.store.forwardings import find_forwarding
from services.intake.store.revisions import (
    read_receipt,
    read_revision,
    receipts_of,
    revisions_of,
    standing_attachments,
)
from services.intake.usecases.ask_tickets import read_ticket_request
from services.intake.usecases.context import Caller, IntakeContext
from shared.authorisation import Scope
from shared.contracts.documents import Ticket
from shared.event_log import Event, events_of
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class ApplicationView:
    """An application with its standing attachments and the officers' steps on it."""

    application: Application
    attachments: tuple[Attachment, ...]
    decisions: tuple[Decision, ...]
    #: With which it went to the ministry; None before that.
    forwarding: Forwarding | None


async def read_application(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> ApplicationView:
    """Read one application; raise ApplicationNotFound."""
    application = await application_for(connection, application_id, caller.access)
    attachments = await standing_attachments(connection, application_id)
    return ApplicationView(
        application=application,
        attachments=tuple(attachments.values()),
        decisions=tuple(await decisions_on(connection, application_id)),
        forwarding=await find_forwarding(connection, application.round_id, application.tier)
        if application.state in WENT_TO_THE_MINISTRY
        else None,
    )


async def list_applications(
    connection: AsyncConnection,
    caller: Caller,
    wanted: ApplicationFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Application]:
    """List applications, newest first; at most ``limit`` + 1, the last telling that there are more."""
    return await page_of_applications(
        connection, caller.access, wanted, after=after, limit=limit + 1
    )


async def list_revisions(
    connection: AsyncConnection, caller: Caller, application_id: str, *, after: int, limit: int
) -> list[Revision]:
    """List revisions, oldest first; at most ``limit`` + 1, the last telling that there are more.

    Raises ApplicationNotFound.
    """
    await application_for(connection, application_id, caller.access)
    return await revisions_of(
        connection, application_id, causes=_shown_to(caller), after=after, limit=limit + 1
    )


async def read_one_revision(
    connection: AsyncConnection, caller: Caller, application_id: str, number: int
) -> Revision:
    """Read one revision; raise ApplicationNotFound or RevisionNotFound."""
    await application_for(connection, application_id, caller.access)
    revision = await read_revision(connection, application_id, number)
    if revision.cause not in _shown_to(caller):
        raise RevisionNotFound
    return revision


def _shown_to(caller: Caller) -> frozenset[RevisionCause]:
    """A bureau is asked about what was filed; what was typed on the way there is no matter of its opinion."""
    asked_only = caller.access.scope is Scope.ASKED_BUREAU
    return CODED if asked_only else frozenset(RevisionCause)


async def read_receipt_of(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> tuple[Application, Receipt]:
    """Read the newest submission's receipt; raise ApplicationNotFound or ReceiptNotFound."""
    application = await application_for(connection, application_id, caller.access)
    return application, await read_receipt(connection, application_id)


async def list_receipts(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> tuple[Application, list[Receipt]]:
    """List all receipts of an application, oldest first; raise ApplicationNotFound."""
    application = await application_for(connection, application_id, caller.access)
    return application, await receipts_of(connection, application_id)


async def read_history(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> list[Event]:
    """Read an application's chained events, oldest first; raise ApplicationNotFound."""
    await application_for(connection, application_id, caller.access)
    return await events_of(connection, application_id)


async def open_printed_form(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    number: int,
) -> Ticket:
    """Give a ticket to read a revision's printed form.

    Raises ApplicationNotFound, RevisionNotFound, RevisionNotPrinted, PrintedFormNotReady, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    revision = await read_revision(connection, application_id, number)
    await transaction.release()
    if revision.printed_document_id is None:
        raise RevisionNotPrinted
    if revision.printed_version_id is None:
        raise PrintedFormNotReady
    return await context.documents.request_ticket(
        read_ticket_request(
            context, caller, revision.printed_document_id, revision.printed_version_id
        )
    )
