"""Files of an application: a ticket to upload with, attaching what was uploaded, a ticket to read with.

The bytes go straight to the documents service; intake knows ids, versions and digests.
"""

import uuid

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Attachment
from services.intake.domain.document_errors import (
    DocumentKindWrong,
    DocumentNotUploaded,
    FileNameUnusable,
)
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import EDITABLE, State
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for, save_application
from services.intake.store.revisions import (
    add_attachment,
    add_document_slot,
    is_deletion_ordered,
    kind_of_slot,
    read_revision,
    standing_attachment,
    standing_attachments,
    void_attachment,
)
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.edit_draft import lock_editable, opened_again
from services.intake.usecases.order_expectations import order_expectations
from services.intake.usecases.steps import AGGREGATE, require_open_to_enterprises
from shared.clients.service_client import ServiceRefused
from shared.contracts.documents import DocumentKind as StoredKind
from shared.contracts.documents import DocumentVersion, Ticket, TicketRequest
from shared.errors import Fault
from shared.event_log import NewEvent, append_event
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
) -> tuple[str, Ticket]:
    """Give out a document id and a ticket to upload its bytes with.

    Raises ApplicationNotFound, WindowClosed, IllegalTransition, DocumentKindWrong, FileNameUnusable,
    ServiceUnavailable.
    """
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    if not context.rules_for(application.round_id, application.tier).takes(kind):
        raise DocumentKindWrong(
            _OF_OTHER_CHANNEL,
            faults=[Fault(pointer="/kind", code="kind", message=_OF_OTHER_CHANNEL)],
        )
    require_open_to_enterprises(context, application, caller)
    if application.state not in EDITABLE:
        raise IllegalTransition.of(application.state, "upload")
    await transaction.release()
    document_id = str(uuid.uuid4())
    ticket = await upload_ticket(context, caller, document_id, StoredKind(kind.value), file_name)
    # A ticket without its slot is worthless, so the slot may come second.
    await add_document_slot(
        await transaction.connection(),
        document_id=document_id,
        application_id=application_id,
        kind=kind.value,
        asked_by=caller.subject,
        asked_at=context.clocks.business(),
    )
    return document_id, ticket


async def attach_document(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    *,
    kind: DocumentKind,
    document_id: str,
    version_id: str,
) -> Attachment:
    """Pin an uploaded version to the application; the one of its kind that stood becomes void.

    A stamped scan is bound to the revision that is finalised now; any other file is part of the draft
    and opens a finalised application again. Repeating it with the same version changes nothing.
    Raises ApplicationNotFound, DocumentSlotNotFound, DocumentKindWrong, DocumentNotUploaded, WindowClosed,
    IllegalTransition, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    if await kind_of_slot(connection, application_id, document_id) != kind.value:
        raise DocumentKindWrong(
            faults=[Fault(pointer="/document_id", code="kind", message=DocumentKindWrong.title)]
        )
    await transaction.release()
    version = await uploaded_version(context, document_id, version_id)
    connection = await transaction.connection()
    standing = (await standing_attachments(connection, application_id)).get(kind.value)
    if standing is not None and standing.version_id == version_id:
        return standing
    if kind is DocumentKind.STAMPED_SCAN:
        application = await _finalised_application(context, connection, caller, application_id)
    else:
        locked = await lock_editable(context, connection, caller, application_id, expected=None)
        application = await opened_again(context, connection, caller, locked)
    # Looked at under the application's lock: until its order is delivered, the bytes are still there.
    if await is_deletion_ordered(connection, document_id, version_id):
        raise DocumentNotUploaded
    attachment = await _pin(context, connection, caller, application, kind, version)
    await _order_expectations(context, connection, application, kind)
    return attachment


async def ask_read_ticket(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    kind: str,
) -> Ticket:
    """Give a ticket to read the attachment of a kind that stands.

    Raises ApplicationNotFound, AttachmentNotFound, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    attachment = await standing_attachment(connection, application_id, kind)
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


async def uploaded_version(
    context: IntakeContext, document_id: str, version_id: str
) -> DocumentVersion:
    """Read about a version that has its bytes; raise DocumentNotUploaded or ServiceUnavailable."""
    try:
        version = await context.documents.read_version(document_id, version_id)
    except ServiceRefused as error:
        raise DocumentNotUploaded from error
    if version.deleted_at is not None:
        raise DocumentNotUploaded
    return version


async def _finalised_application(
    context: IntakeContext, connection: AsyncConnection, caller: Caller, application_id: str
) -> Application:
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_open_to_enterprises(context, application, caller)
    if application.state is not State.FINALISED:
        raise IllegalTransition.of(application.state, "attach-stamped-scan")
    return application


async def _order_expectations(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    kind: DocumentKind,
) -> None:
    # With the scan of what was finalised, all is there that the files can be held against; a draft still changes.
    if kind is not DocumentKind.STAMPED_SCAN:
        return
    revision = await read_revision(
        connection, application.application_id, application.revision_number
    )
    attachments = await standing_attachments(connection, application.application_id)
    await order_expectations(context, connection, application, revision, attachments)


async def _pin(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application: Application,
    kind: DocumentKind,
    version: DocumentVersion,
) -> Attachment:
    at = context.clocks.business()
    proves = application.revision_number if kind is DocumentKind.STAMPED_SCAN else None
    attachment = Attachment(
        attachment_id=str(uuid.uuid4()),
        application_id=application.application_id,
        kind=kind.value,
        revision_number=proves,
        document_id=version.document_id,
        version_id=version.version_id,
        file_name=version.file_name,
        media_type=version.media_type,
        size_bytes=version.size_bytes,
        sha256=version.sha256,
        sm3=version.sm3,
        attached_at=at,
        attached_by=caller.subject,
    )
    await void_attachment(connection, application.application_id, kind.value, at=at)
    await add_attachment(connection, attachment)
    await save_application(connection, application.touched(at=at))
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=application.application_id,
            kind="application.document-attached",
            data={**attachment.as_json()},
            actor=caller.subject,
            at=at,
        ),
    )
    return attachment
