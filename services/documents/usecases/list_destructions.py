"""When retention is over, two officers have the versions destroyed by a list; what is held stays off it."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.context import DocumentsContext
from services.documents.domain.check_errors import SameOfficer
from services.documents.domain.destruction_lists import DestructionList
from services.documents.domain.destructions import (
    Destruction,
    DestructionAction,
    DestructionState,
)
from services.documents.domain.keeping_errors import (
    DestructionListNotFound,
    DestructionListNotOpen,
    NothingToDestroy,
    RetentionDayAhead,
)
from services.documents.store.destruction_lists import (
    add_list,
    destructions_on,
    list_of,
    retention_over,
    save_list,
    take_off,
)
from services.documents.store.destructions import (
    add_destruction,
    destruction_of_version,
    save_destruction,
)
from services.documents.store.legal_holds import newest_hold
from services.documents.store.queries import lock_document, version_of
from services.documents.usecases.destroy_version import destruction_event, stepped
from shared.event_log import append_event
from shared.transactions import Transaction
from shared.typesetting import CHINA

#: Versions on one list: as many as one transaction may lock. What is over and not on it goes on the next one.
MOST = 200


async def propose_list(
    context: DocumentsContext, transaction: Transaction, *, before: date, reason: str, actor: str
) -> DestructionList:
    """Propose all that was over before a day; raise RetentionDayAhead, NothingToDestroy."""
    # By the wall clock, as the store's locks are.
    if before > context.clocks.wall().astimezone(CHINA).date():
        raise RetentionDayAhead
    begin = datetime.combine(before, time.min, CHINA).astimezone(UTC)
    connection = await transaction.connection()
    over = await retention_over(connection, context.kinds, before=begin, most=MOST)
    listed = DestructionList(
        id=str(uuid.uuid4()),
        before=begin,
        reason=reason,
        proposed_by=actor,
        proposed_at=context.clocks.business(),
        versions=0,
    )
    proposed = [_destruction(listed, *each) for each in over]
    # Looked at again under the locks: a hold or another list may have been quicker.
    free = [
        each
        for each in proposed
        if await _is_free(connection, each)
        and await destruction_of_version(connection, each.version_id) is None
    ]
    if not free:
        raise NothingToDestroy
    listed = replace(listed, versions=len(free))
    await add_list(connection, listed)
    for each in free:
        await add_destruction(connection, each)
        event = destruction_event(each, "document.destruction-proposed", actor)
        await append_event(connection, event)
    return listed


async def read_list(transaction: Transaction, list_id: str) -> DestructionList:
    """Read one; raise DestructionListNotFound."""
    listed = await list_of(await transaction.connection(), list_id)
    if listed is None:
        raise DestructionListNotFound
    return listed


async def confirm_list(
    context: DocumentsContext, transaction: Transaction, list_id: str, *, actor: str
) -> DestructionList:
    """Confirm it as another officer; what is held by now is taken off.

    Raises DestructionListNotFound, DestructionListNotOpen, SameOfficer.
    """
    connection = await transaction.connection()
    listed = await list_of(connection, list_id, lock=True)
    if listed is None:
        raise DestructionListNotFound
    if actor == listed.proposed_by:
        raise SameOfficer
    if listed.confirmed_at is not None:
        raise DestructionListNotOpen
    at, left_out = context.clocks.business(), 0
    on_it = await destructions_on(connection, list_id, after=None, limit=MOST)
    for each in sorted(on_it, key=lambda each: each.document_id):
        if each.state is DestructionState.PROPOSED:
            left_out += not await _order(connection, each, actor=actor, at=at)
    confirmed = replace(
        listed,
        confirmed_by=actor,
        confirmed_at=at,
        versions=listed.versions - left_out,
        left_out=left_out,
    )
    await save_list(connection, confirmed)
    return confirmed


def _destruction(listed: DestructionList, document_id: str, version_id: str) -> Destruction:
    return Destruction(
        id=str(uuid.uuid4()),
        version_id=version_id,
        document_id=document_id,
        reason=listed.reason,
        state=DestructionState.PROPOSED,
        proposed_by=listed.proposed_by,
        proposed_at=listed.proposed_at,
        list_id=listed.id,
    )


async def _is_free(connection: AsyncConnection, proposed: Destruction) -> bool:
    version = await version_of(connection, proposed.document_id, proposed.version_id)
    if version is None:
        return False
    await lock_document(connection, version.document_id, kind=version.kind)
    locked = await version_of(connection, proposed.document_id, proposed.version_id)
    if locked is None or locked.deleted_at is not None:
        return False
    hold = await newest_hold(connection, version.version_id)
    return hold is None or not hold.stands


async def _order(
    connection: AsyncConnection, proposed: Destruction, *, actor: str, at: datetime
) -> bool:
    """Order it, or take it off; tell which."""
    if not await _is_free(connection, proposed):
        await take_off(connection, proposed)
        event = destruction_event(proposed, "document.destruction-left-out", actor)
        await append_event(connection, replace(event, at=at))
        return False
    ordered = replace(
        stepped(proposed, DestructionAction.CONFIRM), confirmed_by=actor, confirmed_at=at
    )
    await save_destruction(connection, ordered)
    event = destruction_event(ordered, "document.destruction-ordered", actor)
    data = {
        **event.data,
        "action": DestructionAction.CONFIRM.value,
        "from_state": proposed.state.value,
    }
    await append_event(connection, replace(event, data=data))
    return True
