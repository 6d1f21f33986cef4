"""Tickets for the files of an application: one to upload with, one to read with."""

import uuid

from services.intake.domain.attachment_places import require_kind, the_one
from services.intake.domain.document_errors import DocumentKindWrong, FileNameUnusable
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import EDITABLE
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for
from services.intake.store.revisions import add_document_slot, slot_of, standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import require_open_to_enterprises
from shared.clients.service_client import ServiceRefused
from shared.contracts.documents import DocumentKind as StoredKind
from shared.contracts.documents import Ticket, TicketRequest
from shared.errors import Fault
from shared.text import Text
from shared.transactions import Transaction

_MADE_BY_US = Text(
    zh="这类文件由系统生成，不能上传",
    en="Files of this kind are made by the system and cannot be uploaded",
)

_OF_OTHER_CHANNEL = Text(
    zh="这类文件属于另一申报渠道：盖章扫描件用于本系统申报，portal-form 用于国家平台申报",
    en="Files of this kind belong to the other channel: stamped scans to our own portal, portal forms to the national one",
)


async def ask_upload_ticket(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    *,
    kind: DocumentKind,
    file_name: str,
    renewed_id: str | None = None,
) -> tuple[str, Ticket]:
    """Give out a document id and a ticket to upload its bytes with, or a new ticket for one given out before.

    Raises ApplicationNotFound, WindowClosed, IllegalTransition, DocumentKindWrong, DocumentSlotNotFound, FileNameUnusable.
    """
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    if not context.rules_for(application.round_id, application.tier).takes(kind):
        fault = Fault(pointer="/kind", code="kind", message=_OF_OTHER_CHANNEL)
        raise DocumentKindWrong(_OF_OTHER_CHANNEL, faults=[fault])
    require_open_to_enterprises(context, application, caller)
    if application.state not in EDITABLE:
        raise IllegalTransition.of(application.state, "upload")
    if renewed_id is not None:
        require_kind(await slot_of(connection, application_id, renewed_id), kind)
    await transaction.release()
    document_id = renewed_id or str(uuid.uuid4())
    ticket = await upload_ticket(context, caller, document_id, StoredKind(kind.value), file_name)
    if renewed_id is not None:
        return document_id, ticket
    # A ticket without its slot is worthless, so the slot may come second.
    await add_document_slot(
        await transaction.connection(),
        document_id=document_id,
        application_id=application_id,
        kind=kind.value,
        asked_by=caller.subject,
        asked_at=context.clocks.business(),
        max_files=ticket.max_files or 1,
    )
    return document_id, ticket


async def ask_read_ticket(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    kind: str,
    document_id: str | None = None,
) -> Ticket:
    """Give a ticket to read a standing attachment. Of several of a kind, one is named.

    Raises ApplicationNotFound, AttachmentNotFound, AttachmentAmbiguous, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    places = await standing_attachments(connection, application_id)
    attachment = the_one(places, kind, document_id)
    await transaction.release()
    return await context.documents.request_ticket(
        read_ticket_request(context, caller, attachment.document_id, attachment.version_id)
    )


def read_ticket_request(
    context: IntakeContext, caller: Caller, document_id: str, version_id: str
) -> TicketRequest:
    """Write the wish for a ticket to read one version."""
    return TicketRequest(
        action="read",
        document_id=document_id,
        version_id=version_id,
        holder=caller.subject,
        valid_for_s=context.read_ticket_life_s,
    )


async def upload_ticket(
    context: IntakeContext, caller: Caller, document_id: str, kind: StoredKind, file_name: str
) -> Ticket:
    """Ask for a ticket to upload with; raise DocumentKindWrong, FileNameUnusable or ServiceUnavailable."""
    request = TicketRequest(
        action="upload",
        document_id=document_id,
        kind=kind,
        file_name=file_name,
        holder=caller.subject,
        valid_for_s=context.upload_ticket_life_s,
    )
    try:
        return await context.documents.request_ticket(request)
    except ServiceRefused as error:
        if error.code == "kind-not-uploadable":
            raise DocumentKindWrong(
                _MADE_BY_US, faults=[Fault(pointer="/kind", code="kind", message=_MADE_BY_US)]
            ) from error
        fault = Fault(pointer="/file_name", code="unusable", message=FileNameUnusable.title)
        raise FileNameUnusable(faults=[fault]) from error
