"""The last step of every new version: its row, under the document's lock."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.errors import DocumentFrozen, DocumentKindDiffers
from services.documents.domain.versions import Document, Version
from services.documents.store.check_queue import add_check_job
from services.documents.store.queries import (
    add_version,
    document_of,
    lock_document,
    version_with_bytes,
)
from shared.event_log import NewEvent, append_event


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A version, and whether this request made it."""

    version: Version
    is_new: bool


async def find_recorded(
    connection: AsyncConnection, document_id: str, *, kind: str, sha256: str | None
) -> Version | None:
    """Refuse what cannot be stored under this document, and find the same bytes if they are there.

    Asked before the bytes travel, so that nobody waits for an upload that must fail.
    """
    document = await document_of(connection, document_id)
    if document is not None:
        _require_open(document, kind)
    if document is None or sha256 is None:
        return None
    return await version_with_bytes(connection, document_id, sha256)


async def record_version(
    connection: AsyncConnection, version: Version, *, event_kind: str
) -> Recorded:
    """Record a version whose object is stored, unless another request did so meanwhile."""
    document = await lock_document(connection, version.document_id, kind=version.kind)
    _require_open(document, version.kind)
    standing = await version_with_bytes(connection, version.document_id, version.sha256)
    if standing is not None:
        return Recorded(version=standing, is_new=False)
    await add_version(connection, version)
    await add_check_job(
        connection,
        document_id=version.document_id,
        version_id=version.version_id,
        at=version.stored_at,
    )
    await append_event(
        connection,
        NewEvent(
            aggregate_type="document",
            aggregate_id=version.document_id,
            kind=event_kind,
            # The file's name is left out: people put names of people into it.
            data={
                "version_id": version.version_id,
                "kind": version.kind,
                "media_type": version.media_type,
                "size_bytes": version.size_bytes,
                "sha256": version.sha256,
                "sm3": version.sm3,
                "page_count": version.page_count,
            },
            actor=version.stored_by,
            at=version.stored_at,
        ),
    )
    return Recorded(version=version, is_new=True)


def _require_open(document: Document, kind: str) -> None:
    if document.kind != kind:
        raise DocumentKindDiffers
    if document.is_frozen:
        raise DocumentFrozen
