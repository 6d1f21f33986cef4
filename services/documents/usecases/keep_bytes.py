"""From a spooled file to a stored object: looked into, put, described as a version to be recorded."""

import uuid
from collections.abc import Awaitable, Callable

from services.documents.context import DocumentsContext
from services.documents.domain.acceptance import require_sound_file
from services.documents.domain.versions import Version
from services.documents.store.object_store import StoredObject
from services.documents.store.spool import Spooled

#: A way of a spooled file into the store.
Put = Callable[[Spooled], Awaitable[StoredObject]]


async def keep_bytes(
    context: DocumentsContext,
    spooled: Spooled,
    *,
    document_id: str,
    kind: str,
    media_type: str,
    file_name: str,
    actor: str,
    put: Put | None = None,
) -> Version:
    """Put the file into the store once it is found sound; ``put`` is another way there than one put.

    The object comes before its row, and no transaction is open meanwhile. Should the row not
    follow, the object is harmless: only rows name the store's versions, so nobody can reach it.
    """
    rule = context.kinds[kind]
    facts = await context.inspection.inspect(
        spooled.path, max_pixels=rule.max_pixels, max_pages=rule.max_pages
    )
    require_sound_file(rule, media_type, facts)
    stored = await (put or _put_once(context, document_id, media_type))(spooled)
    return Version(
        document_id=document_id,
        version_id=str(uuid.uuid4()),
        kind=kind,
        file_name=file_name,
        media_type=media_type,
        size_bytes=spooled.size_bytes,
        sha256=spooled.digests.sha256,
        sm3=spooled.digests.sm3,
        page_count=facts.page_count,
        stored_at=context.clocks.business(),
        stored_by=actor,
        object_key=stored.key,
        object_version=stored.version,
    )


def object_key(document_id: str) -> str:
    """Name the place in the store that a document's versions go to."""
    return f"documents/{document_id}"


def _put_once(context: DocumentsContext, document_id: str, media_type: str) -> Put:
    async def put(spooled: Spooled) -> StoredObject:
        return await context.objects.put(
            object_key(document_id),
            spooled.path,
            size_bytes=spooled.size_bytes,
            media_type=media_type,
        )

    return put
