"""Stale uploads end, and of all that are over nothing is left in the store.

Several replicas may sweep at once: a row ends once, and removing what is gone already is fine.
"""

from datetime import timedelta

import structlog

from services.documents.context import DocumentsContext
from services.documents.store.uploads import (
    expire_uploads,
    mark_cleared,
    open_multiparts,
    uncleared_uploads,
)
from services.documents.usecases.clear_upload import remove_leftovers
from shared.database import Database

log = structlog.get_logger()

#: Uploads that one step ends or clears.
_MOST = 20


async def sweep_uploads(context: DocumentsContext, database: Database) -> int:
    """Do a bounded piece of the sweep; the number of uploads that were ended, cleared or dropped."""
    now = context.clocks.wall()
    async with database.transaction() as connection:
        expired = await expire_uploads(connection, now=now, most=_MOST)
    async with database.transaction(read_only=True) as connection:
        uncleared = await uncleared_uploads(connection, most=_MOST)
    for upload in uncleared:
        await remove_leftovers(context, upload)
        async with database.transaction() as connection:
            await mark_cleared(connection, upload, at=now)
    dropped = await drop_nameless_multiparts(context, database)
    if expired or uncleared or dropped:
        log.info("uploads.swept", expired=expired, cleared=len(uncleared), dropped=dropped)
    return expired + len(uncleared) + dropped


async def drop_nameless_multiparts(context: DocumentsContext, database: Database) -> int:
    """Abort multipart uploads in the store that no open row names and that are older than any upload may be.

    They come of processes killed between store and row, and in the middle of an upload through the service. Younger
    ones may belong to a request that is being served.
    """
    oldest = context.clocks.wall() - timedelta(seconds=context.settings.upload_life_s)
    under_way = [
        begun.multipart
        for prefix in ("uploads/", "documents/")
        for begun in await context.objects.multiparts.under_way(prefix)
        if begun.begun_at is not None and begun.begun_at < oldest
    ]
    if not under_way:
        return 0
    # Read after the listing: a row that names one of these was there before it.
    async with database.transaction(read_only=True) as connection:
        named = await open_multiparts(connection)
    nameless = [each for each in under_way if each.multipart_id not in named][:_MOST]
    for multipart in nameless:
        await context.objects.multiparts.abort(multipart)
    return len(nameless)
