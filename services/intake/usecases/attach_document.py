"""Files of an application: attaching what was uploaded.

The bytes go straight to the documents service; intake knows ids, versions and digests.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Attachment
from services.intake.domain.attachment_places import (
    DocumentSlot,
    replaced_by,
    require_kind,
    same_again,
)
from services.intake.domain.document_errors import DocumentNotUploaded
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import State
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for, save_application
from services.intake.store.revisions import (
    add_attachment,
    is_deletion_ordered,
    read_revision,
    slot_of,
    standing_attachments,
    void_attachment,
)
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.edit_draft import lock_editable, opened_again
from services.intake.usecases.order_expectations import order_expectations
from services.intake.usecases.steps import AGGREGATE, require_open_to_enterprises
from shared.clients.service_client import ServiceRefused
from shared.contracts.documents import DocumentVersion
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction


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
    """Pin an uploaded version to the application; the only one of its kind, or an older version of it, becomes void.

    Of a kind with several files the same bytes are attached once: the file that stands is the answer. A stamped scan
    is bound to the revision that is finalised now; any other file is part of the draft and opens a finalised
    application again. Repeating it with the same version changes nothing.
    Raises ApplicationNotFound, DocumentSlotNotFound, DocumentKindWrong, DocumentNotUploaded, TooManyAttachments,
    WindowClosed, IllegalTransition, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    slot = await slot_of(connection, application_id, document_id)
    require_kind(slot, kind)
    await transaction.release()
    version = await uploaded_version(context, document_id, version_id)
    connection = await transaction.connection()
    standing = same_again(await standing_attachments(connection, application_id), slot, version)
    if standing is not None:
        return standing
    return await _attach(context, connection, caller, application_id, slot, version)


async def _attach(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    slot: DocumentSlot,
    version: DocumentVersion,
) -> Attachment:
    is_scan = slot.kind == DocumentKind.STAMPED_SCAN.value
    if is_scan:
        application = await _finalised_application(context, connection, caller, application_id)
    else:
        application = await lock_editable(
            context, connection, caller, application_id, expected=None
        )
    # Looked at under the application's lock: until its order is delivered, the bytes are still there.
    if await is_deletion_ordered(connection, slot.document_id, version.version_id):
        raise DocumentNotUploaded
    # Read again under that lock: another request may have attached the same, or taken the last place.
    places = await standing_attachments(connection, application_id)
    standing = same_again(places, slot, version)
    if standing is not None:
        return standing
    replaced = replaced_by(places, slot)
    if not is_scan:
        application = await opened_again(context, connection, caller, application)
    attachment = await _pin(context, connection, caller, application, version, replaced)
    if is_scan:
        await _order_expectations(context, connection, application)
    return attachment


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
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> None:
    # With the scan of what was finalised, all is there that the files can be held against; a draft still changes.
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
    version: DocumentVersion,
    replaced: Sequence[Attachment],
) -> Attachment:
    at = context.clocks.business()
    attachment = _attachment_of(application, version, caller, at)
    about = application.application_id
    for each in replaced:
        await void_attachment(connection, about, each.kind, at=at, document_id=each.document_id)
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


def _attachment_of(
    application: Application, version: DocumentVersion, caller: Caller, at: datetime
) -> Attachment:
    is_scan = version.kind.value == DocumentKind.STAMPED_SCAN.value
    return Attachment(
        attachment_id=str(uuid.uuid4()),
        application_id=application.application_id,
        kind=version.kind.value,
        revision_number=application.revision_number if is_scan else None,
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
