"""A submission freezes a version: from then on these bytes stand, and nothing replaces them."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from services.documents.context import DocumentsContext
from services.documents.domain.errors import (
    DigestDiffers,
    DocumentFrozen,
    StoredBytesDiffer,
)
from services.documents.domain.versions import Document, Version
from services.documents.store.queries import document_of, lock_document, mark_frozen
from services.documents.usecases.read_version import (
    read_version,
    standing_version,
    stored_object,
)
from shared.event_log import NewEvent, append_event
from shared.failpoints import fail_point
from shared.transactions import Transaction

log = structlog.get_logger()


async def freeze_version(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    version_id: str,
    sha256: str,
    reason: str,
    actor: str,
) -> Version:
    """Freeze a version once its stored bytes are read again and found right; a repeat is harmless."""
    version = await standing_version(transaction, document_id, version_id)
    if version.sha256 != sha256:
        raise DigestDiffers
    if version.frozen_at is not None:
        return version
    document = await document_of(await transaction.connection(), document_id)
    if document is not None and document.is_frozen:
        raise DocumentFrozen
    await transaction.release()
    until = await _secure_bytes(context, version)
    connection = await transaction.connection()
    locked = await lock_document(connection, document_id, kind=version.kind)
    if locked.is_frozen:
        return await _frozen_meanwhile(transaction, locked, version)
    await standing_version(transaction, document_id, version_id)
    frozen_at = context.clocks.business()
    await mark_frozen(connection, version, at=frozen_at, reason=reason, retained_until=until)
    await append_event(
        connection,
        NewEvent(
            aggregate_type="document",
            aggregate_id=document_id,
            kind="document.frozen",
            data={"version_id": version_id, "sha256": sha256, "reason": reason},
            actor=actor,
            at=frozen_at,
        ),
    )
    return replace(version, frozen_at=frozen_at, frozen_for=reason, retained_until=until)


async def _secure_bytes(context: DocumentsContext, version: Version) -> datetime:
    stored = stored_object(version)
    found = await context.objects.digests(stored)
    if (found.sha256, found.sm3) != (version.sha256, version.sm3):
        log.error("document.bytes_differ", version_id=version.version_id, found=found.sha256)
        raise StoredBytesDiffer
    # Set before the row: a lock without a row only keeps the bytes longer. By the wall clock, as
    # the store counts; a moved business clock must not shorten it.
    days = context.kinds[version.kind].retention_days
    until = context.clocks.wall() + timedelta(days=days)
    await context.objects.lock(stored, until=until)
    await fail_point("freeze-version.after-lock")
    return until


async def _frozen_meanwhile(
    transaction: Transaction, document: Document, version: Version
) -> Version:
    if document.frozen_version_id != version.version_id:
        raise DocumentFrozen
    return await read_version(transaction, version.document_id, version.version_id)
