"""What is known about a version, and its bytes for the holder of a ticket."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.documents.context import DocumentsContext
from services.documents.domain.byte_ranges import ByteRange, requested_range
from services.documents.domain.errors import DocumentDeleted, DocumentNotFound
from services.documents.domain.versions import Version
from services.documents.store.object_store import StoredObject
from services.documents.store.queries import version_of
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Download:
    """An open version, or a part of it."""

    version: Version
    part: ByteRange | None
    chunks: AsyncIterator[bytes]


async def read_version(transaction: Transaction, document_id: str, version_id: str) -> Version:
    """Find a version; raise DocumentNotFound."""
    version = await version_of(await transaction.connection(), document_id, version_id)
    if version is None:
        raise DocumentNotFound
    return version


async def standing_version(transaction: Transaction, document_id: str, version_id: str) -> Version:
    """Find a version that has its bytes; raise DocumentNotFound or DocumentDeleted."""
    version = await read_version(transaction, document_id, version_id)
    if version.deleted_at is not None:
        raise DocumentDeleted
    return version


async def open_content(
    context: DocumentsContext,
    transaction: Transaction,
    version: Version,
    *,
    range_header: str | None,
    if_range: str | None,
) -> Download:
    """Open the bytes of exactly this version, whatever was written under its key later."""
    await transaction.release()
    # A client that resumes a download of something else gets the whole file (RFC 9110 §13.1.5).
    is_resumable = if_range is None or if_range.strip() == etag_of(version)
    part = requested_range(range_header if is_resumable else None, version.size_bytes)
    chunks = await context.objects.open(stored_object(version), part)
    return Download(version=version, part=part, chunks=chunks)


def stored_object(version: Version) -> StoredObject:
    """Name a version's bytes in the store."""
    return StoredObject(key=version.object_key, version=version.object_version)


def etag_of(version: Version) -> str:
    """Write a version's strong ETag: its bytes are all there is to it."""
    return f'"{version.sha256}"'
