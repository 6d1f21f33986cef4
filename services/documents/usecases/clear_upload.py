"""Of an upload that is over, the store keeps nothing that no version names."""

import structlog

from services.documents.context import DocumentsContext
from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.domain.uploads import DirectUpload
from services.documents.store.uploads import mark_cleared, multipart_of
from shared.transactions import Transaction

log = structlog.get_logger()

#: Versions under one upload's key; more than one came of requests at the same time.
_MOST_VERSIONS = 10


async def remove_leftovers(context: DocumentsContext, upload: DirectUpload) -> None:
    """Abort the parts and delete the object of an upload that is over; what is gone already is fine."""
    await context.objects.multiparts.abort(multipart_of(upload))
    for _ in range(_MOST_VERSIONS):
        stored = await context.objects.newest(upload.object_key)
        if stored is None:
            return
        await context.objects.remove(stored)


async def clear_upload(
    context: DocumentsContext, transaction: Transaction, upload: DirectUpload
) -> None:
    """Remove what is left and record it; the transaction is ended. What the store refuses now is swept later."""
    try:
        await remove_leftovers(context, upload)
    except ObjectStoreUnavailable:
        log.warning("upload.not_cleared", upload_id=upload.upload_id)
        return
    await mark_cleared(await transaction.connection(), upload, at=context.clocks.wall())
    await transaction.release()
