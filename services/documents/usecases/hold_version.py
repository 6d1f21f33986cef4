"""A city officer has a version kept whatever comes, and another one lets it go again; both on record."""

import uuid
from dataclasses import replace

from services.documents.context import DocumentsContext
from services.documents.domain.errors import DocumentDeleted, DocumentNotFound
from services.documents.domain.keeping_errors import (
    DestructionUnderWay,
    LegalHoldNotFound,
    LegalHoldStands,
    SameHoldOfficer,
)
from services.documents.domain.legal_holds import LegalHold
from services.documents.store.destructions import destruction_of_version
from services.documents.store.legal_holds import add_hold, newest_hold, save_hold
from services.documents.store.queries import lock_document, version_of
from services.documents.usecases.read_version import read_version
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction


async def hold_version(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    version_id: str,
    reason: str,
    actor: str,
) -> LegalHold:
    """Hold it; the same again changes nothing.

    Raises DocumentNotFound, DocumentDeleted, LegalHoldStands for another hold, DestructionUnderWay.
    """
    await _lock(transaction, document_id, version_id)
    connection = await transaction.connection()
    version = await version_of(connection, document_id, version_id)
    if version is None:
        raise DocumentNotFound
    if version.deleted_at is not None:
        raise DocumentDeleted
    standing = await newest_hold(connection, version_id)
    if standing is not None and standing.stands:
        if (standing.set_by, standing.reason) != (actor, reason):
            raise LegalHoldStands
        return standing
    destruction = await destruction_of_version(connection, version_id)
    if destruction is not None and destruction.begun_at is not None:
        raise DestructionUnderWay
    hold = LegalHold(
        id=str(uuid.uuid4()),
        version_id=version_id,
        document_id=document_id,
        reason=reason,
        set_by=actor,
        set_at=context.clocks.business(),
    )
    await add_hold(connection, hold)
    await append_event(connection, _event(hold, "document.held"))
    return hold


async def lift_hold(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    version_id: str,
    reason: str,
    actor: str,
) -> LegalHold:
    """Let it go as another officer; a repeat by the same one finds it done.

    Raises DocumentNotFound, LegalHoldNotFound, SameHoldOfficer.
    """
    await _lock(transaction, document_id, version_id)
    connection = await transaction.connection()
    hold = await newest_hold(connection, version_id)
    if hold is None:
        raise LegalHoldNotFound
    if not hold.stands:
        if (hold.lifted_by, hold.lifting_reason) != (actor, reason):
            raise LegalHoldNotFound
        return hold
    if actor == hold.set_by:
        raise SameHoldOfficer
    lifted = replace(
        hold, lifted_by=actor, lifted_at=context.clocks.business(), lifting_reason=reason
    )
    await save_hold(connection, lifted)
    await append_event(connection, _event(lifted, "document.hold-lifted"))
    return lifted


async def read_hold(transaction: Transaction, document_id: str, version_id: str) -> LegalHold:
    """Read the hold that stands or the last one; raise DocumentNotFound, LegalHoldNotFound."""
    await read_version(transaction, document_id, version_id)
    hold = await newest_hold(await transaction.connection(), version_id)
    if hold is None:
        raise LegalHoldNotFound
    return hold


async def _lock(transaction: Transaction, document_id: str, version_id: str) -> None:
    version = await read_version(transaction, document_id, version_id)
    await lock_document(await transaction.connection(), document_id, kind=version.kind)


def _event(hold: LegalHold, kind: str) -> NewEvent:
    reason = hold.reason if hold.lifting_reason is None else hold.lifting_reason
    return NewEvent(
        aggregate_type="document",
        aggregate_id=hold.document_id,
        kind=kind,
        data={"version_id": hold.version_id, "hold_id": hold.id, "reason": reason},
        actor=hold.lifted_by or hold.set_by,
        at=hold.lifted_at or hold.set_at,
    )
