"""A secrecy officer opens a version again: a false alarm, with its reason on record."""

from dataclasses import replace

from services.documents.context import DocumentsContext
from services.documents.domain.check_errors import DestructionStands, QuarantineNotFound
from services.documents.domain.checks import Hold
from services.documents.store.destructions import destruction_of_version
from services.documents.store.quarantine import (
    Quarantine,
    quarantine_of,
    release_quarantine,
)
from services.documents.store.queries import lock_document
from services.documents.usecases.read_version import read_version
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction


async def secret_version(transaction: Transaction, version_id: str) -> Quarantine:
    """Find a version that is closed for its secrecy now; raise QuarantineNotFound."""
    quarantine = await quarantine_of(await transaction.connection(), version_id)
    if quarantine is None or not quarantine.stands or quarantine.cause is not Hold.SECRECY:
        raise QuarantineNotFound
    return quarantine


async def release_version(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    version_id: str,
    reason: str,
    actor: str,
) -> Quarantine:
    """Open it again; raise QuarantineNotFound, or DestructionStands once its destruction is ordered."""
    quarantine = await secret_version(transaction, version_id)
    version = await read_version(transaction, quarantine.document_id, version_id)
    connection = await transaction.connection()
    await lock_document(connection, quarantine.document_id, kind=version.kind)
    # Read again under the lock: somebody else may have released it meanwhile.
    quarantine = await secret_version(transaction, version_id)
    if await destruction_of_version(connection, version_id) is not None:
        raise DestructionStands
    at = context.clocks.business()
    await release_quarantine(connection, version_id, at=at, by=actor, reason=reason)
    await append_event(
        connection,
        NewEvent(
            aggregate_type="document",
            aggregate_id=quarantine.document_id,
            kind="document.released",
            data={"version_id": version_id, "reason": reason},
            actor=actor,
            at=at,
        ),
    )
    return replace(quarantine, released_at=at, released_by=actor, reason=reason)
