"""Delete an attachment: it is void, and its bytes go too unless a submission, record or finalised revision names them.

What such a revision or a receipt says can be shown for good, so the file that it names is kept, also once the
submission was taken back or returned.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Attachment
from services.intake.domain.attachment_places import the_one
from services.intake.domain.document_errors import AttachmentNotFound
from services.intake.domain.revisions import CODED, receipt_names, revision_names
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import save_application
from services.intake.store.outbox import write_outbox
from services.intake.store.revisions import (
    has_had_attachment,
    note_deletion,
    receipts_of,
    revisions_of,
    standing_attachments,
    void_attachment,
)
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.edit_draft import lock_editable, opened_again
from services.intake.usecases.steps import AGGREGATE
from shared.event_log import NewEvent, append_event
from shared.failpoints import fail_point

#: The outbox kind of an order to delete a version's bytes.
DELETE_DOCUMENT = "delete-document"


async def delete_attachment(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    kind: DocumentKind,
    document_id: str | None,
) -> None:
    """Delete a standing attachment; what is deleted already stays so. Of several of a kind, one is named.

    A stamped scan is no part of what was finalised; any other file is, and opens a finalised application again.
    Raises ApplicationNotFound, WindowClosed, IllegalTransition, AttachmentNotFound, AttachmentAmbiguous.
    """
    application = await lock_editable(context, connection, caller, application_id, expected=None)
    try:
        places = await standing_attachments(connection, application_id)
        attachment = the_one(places, kind.value, document_id)
    except AttachmentNotFound:
        if not await has_had_attachment(connection, application_id, kind.value, document_id):
            raise
        return
    if kind is not DocumentKind.STAMPED_SCAN:
        application = await opened_again(context, connection, caller, application)
    at = context.clocks.business()
    one = attachment.document_id
    await void_attachment(connection, application_id, kind.value, at=at, document_id=one)
    await fail_point("delete-attachment.after-void")
    is_kept = await _is_kept(connection, attachment)
    if not is_kept:
        await _order_deletion(context, connection, attachment)
    await save_application(connection, application.touched(at=at))
    await _append_deleted(connection, caller, attachment, is_kept=is_kept, at=at)


async def _append_deleted(
    connection: AsyncConnection,
    caller: Caller,
    attachment: Attachment,
    *,
    is_kept: bool,
    at: datetime,
) -> None:
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=attachment.application_id,
            kind="application.attachment-deleted",
            data={**attachment.as_json(), "bytes_deleted": not is_kept},
            actor=caller.subject,
            at=at,
        ),
    )


async def _is_kept(connection: AsyncConnection, attachment: Attachment) -> bool:
    """Tell it by what names the version: receipts, stamped scans among it, and the revisions they can stand on."""
    about = attachment.application_id
    ids = {"document_id": attachment.document_id, "version_id": attachment.version_id}
    if any(receipt_names(each.content, **ids) for each in await receipts_of(connection, about)):
        return True
    revisions = await revisions_of(connection, about, causes=CODED)
    return any(revision_names(each.content, **ids) for each in revisions)


async def _order_deletion(
    context: IntakeContext, connection: AsyncConnection, attachment: Attachment
) -> None:
    await note_deletion(
        connection,
        document_id=attachment.document_id,
        version_id=attachment.version_id,
        at=context.clocks.business(),
    )
    await write_outbox(
        connection,
        kind=DELETE_DOCUMENT,
        ordering_key=attachment.document_id,
        target_id=f"{attachment.document_id}/{attachment.version_id}",
        body=b"{}",
        at=context.clocks.wall(),
    )
