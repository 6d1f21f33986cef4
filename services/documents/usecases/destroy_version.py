"""Two secrecy officers have a version destroyed, even one that is locked; an operator carries it out."""

import uuid
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.context import DocumentsContext
from services.documents.domain.check_errors import (
    DestructionNotFound,
    DestructionNotOpen,
    DestructionStands,
    NotQuarantined,
    QuarantineNotFound,
    SameOfficer,
)
from services.documents.domain.destructions import (
    TRANSITIONS,
    Destruction,
    DestructionAction,
    DestructionState,
)
from services.documents.store.destructions import (
    add_destruction,
    destruction_of,
    destruction_of_version,
    save_destruction,
)
from services.documents.store.legal_holds import require_no_hold
from services.documents.store.queries import lock_document
from services.documents.usecases.read_version import read_version
from services.documents.usecases.release_version import secret_version
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction


async def propose_destruction(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    version_id: str,
    reason: str,
    actor: str,
) -> Destruction:
    """Propose it; raise DocumentNotFound, NotQuarantined, DestructionStands, LegalHoldStands."""
    version = await read_version(transaction, document_id, version_id)
    connection = await transaction.connection()
    await lock_document(connection, document_id, kind=version.kind)
    try:
        await secret_version(transaction, version_id)
    except QuarantineNotFound as error:
        raise NotQuarantined from error
    if await destruction_of_version(connection, version_id) is not None:
        raise DestructionStands
    await require_no_hold(connection, version_id)
    proposed = Destruction(
        id=str(uuid.uuid4()),
        version_id=version_id,
        document_id=document_id,
        reason=reason,
        state=DestructionState.PROPOSED,
        proposed_by=actor,
        proposed_at=context.clocks.business(),
    )
    await add_destruction(connection, proposed)
    event = destruction_event(proposed, "document.destruction-proposed", actor)
    await append_event(connection, event)
    return proposed


async def read_destruction(transaction: Transaction, destruction_id: str) -> Destruction:
    """Read one; raise DestructionNotFound."""
    destruction = await destruction_of(await transaction.connection(), destruction_id)
    if destruction is None:
        raise DestructionNotFound
    return destruction


async def confirm_destruction(
    context: DocumentsContext, transaction: Transaction, destruction_id: str, *, actor: str
) -> Destruction:
    """Confirm it as another officer; raise DestructionNotFound, SameOfficer, DestructionNotOpen, LegalHoldStands."""
    destruction = await read_destruction(transaction, destruction_id)
    version = await read_version(transaction, destruction.document_id, destruction.version_id)
    connection = await transaction.connection()
    await lock_document(connection, destruction.document_id, kind=version.kind)
    destruction = await read_destruction(transaction, destruction_id)
    if actor == destruction.proposed_by:
        raise SameOfficer
    await require_no_hold(connection, destruction.version_id)
    ordered = stepped(destruction, DestructionAction.CONFIRM)
    ordered = replace(ordered, confirmed_by=actor, confirmed_at=context.clocks.business())
    await save_destruction(connection, ordered)
    await _append(connection, destruction, ordered, DestructionAction.CONFIRM, actor)
    return ordered


def stepped(destruction: Destruction, action: DestructionAction) -> Destruction:
    """Take a step; raise DestructionNotOpen when the table does not know it."""
    try:
        return replace(destruction, state=TRANSITIONS[destruction.state, action])
    except KeyError as error:
        raise DestructionNotOpen from error


def destruction_event(destruction: Destruction, kind: str, actor: str) -> NewEvent:
    """Tell of a destruction in the document's chain."""
    at = destruction.executed_at or destruction.confirmed_at or destruction.proposed_at
    return NewEvent(
        aggregate_type="document",
        aggregate_id=destruction.document_id,
        kind=kind,
        data={
            "version_id": destruction.version_id,
            "destruction_id": destruction.id,
            "reason": destruction.reason,
        },
        actor=actor,
        at=at,
    )


async def _append(
    connection: AsyncConnection,
    before: Destruction,
    after: Destruction,
    action: DestructionAction,
    actor: str,
) -> None:
    event = destruction_event(after, "document.destruction-ordered", actor)
    data = {**event.data, "action": action.value, "from_state": before.state.value}
    await append_event(connection, replace(event, data=data))
