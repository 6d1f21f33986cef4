"""Delete a version's bytes while nothing has frozen it; what is known about it stays on record."""

import structlog

from services.documents.context import DocumentsContext
from services.documents.domain.errors import DocumentFrozen, DocumentNotFound, PrintedFormKept
from services.documents.domain.versions import Version
from services.documents.store.check_results import result_of
from services.documents.store.legal_holds import require_no_hold
from services.documents.store.object_store import ObjectLocked
from services.documents.store.queries import lock_document, mark_deleted, version_of
from services.documents.usecases.examine_version import stored_crop
from services.documents.usecases.read_version import read_version, stored_object
from shared.contracts.documents import DocumentKind
from shared.event_log import NewEvent, append_event
from shared.failpoints import fail_point
from shared.transactions import Transaction

log = structlog.get_logger()


async def delete_version(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    version_id: str,
    actor: str,
) -> None:
    """Delete exactly this version, and pictures of what was found in it; a repeat finds it done, or finishes what was broken off.

    The row comes first: from then on nobody is given the bytes, and the same bytes uploaded again are another
    version. Raises DocumentNotFound, DocumentFrozen, LegalHoldStands,
    PrintedFormKept, ObjectStoreUnavailable.
    """
    version = await read_version(transaction, document_id, version_id)
    if version.kind == DocumentKind.PRINTED_FORM.value:
        raise PrintedFormKept
    await _mark(context, transaction, version, actor)
    result = await result_of(await transaction.connection(), version_id)
    await transaction.release()
    await fail_point("delete-version.after-row")
    try:
        await context.objects.remove(stored_object(version))
    except ObjectLocked as error:
        # A freeze had locked the bytes before the row said that they are deleted: they stay.
        log.warning("document.deleted_but_locked", version_id=version_id)
        raise DocumentFrozen from error
    for kept in result.findings if result else ():
        if kept.crop is not None:
            await context.objects.remove(stored_crop(kept.crop))


async def _mark(
    context: DocumentsContext, transaction: Transaction, version: Version, actor: str
) -> None:
    connection = await transaction.connection()
    await lock_document(connection, version.document_id, kind=version.kind)
    # Read again under the lock: a freeze or another deletion may have been quicker.
    locked = await version_of(connection, version.document_id, version.version_id)
    if locked is None:
        raise DocumentNotFound
    if locked.frozen_at is not None:
        raise DocumentFrozen
    if locked.deleted_at is not None:
        return
    await require_no_hold(connection, version.version_id)
    deleted_at = context.clocks.business()
    await mark_deleted(connection, version, at=deleted_at)
    await append_event(
        connection,
        NewEvent(
            aggregate_type="document",
            aggregate_id=version.document_id,
            kind="document.deleted",
            data={"version_id": version.version_id, "sha256": version.sha256},
            actor=actor,
            at=deleted_at,
        ),
    )
