"""The stamped papers of a hand-in (盖章汇总表, 盖章推荐函): uploaded by its unit until the city receives it."""

import uuid

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import HandIn
from services.intake.domain.document_errors import DocumentKindWrong
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.hand_in_papers import HandInAttachment, HandInPrint, StampedPaper
from services.intake.domain.lifecycle import State
from services.intake.store.hand_in_papers import (
    add_slot,
    kind_of_slot,
    prints_of,
    replace_scan,
    standing_scan,
    standing_scans,
)
from services.intake.store.lists import hand_in_for
from services.intake.usecases.ask_tickets import read_ticket_request, upload_ticket
from services.intake.usecases.attach_document import uploaded_version
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.order_consequences import order_freeze
from services.intake.usecases.order_expectations import order_expectation_of_paper
from shared.contracts.documents import DocumentKind as StoredKind
from shared.contracts.documents import DocumentVersion, Ticket
from shared.errors import Fault
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction


async def ask_upload_ticket(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    hand_in_id: str,
    *,
    kind: StampedPaper,
    file_name: str,
) -> tuple[str, Ticket]:
    """Give out a document id and a ticket to upload a stamped paper with.

    Raises HandInNotFound, IllegalTransition, FileNameUnusable, ServiceUnavailable.
    """
    _require_waiting(
        await hand_in_for(await transaction.connection(), hand_in_id, caller.access), "upload"
    )
    await transaction.release()
    document_id = str(uuid.uuid4())
    ticket = await upload_ticket(context, caller, document_id, StoredKind(kind.value), file_name)
    # A ticket without its slot is worthless, so the slot may come second.
    await add_slot(
        await transaction.connection(),
        document_id=document_id,
        hand_in_id=hand_in_id,
        kind=kind,
        asked_by=caller.subject,
        asked_at=context.clocks.business(),
    )
    return document_id, ticket


async def attach_scan(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    hand_in_id: str,
    *,
    kind: StampedPaper,
    document_id: str,
    version_id: str,
) -> HandInAttachment:
    """Pin an uploaded paper to the hand-in; the one of its kind that stood becomes void.

    Repeating it with the same version changes nothing. Raises HandInNotFound, DocumentSlotNotFound,
    DocumentKindWrong, DocumentNotUploaded, IllegalTransition, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await hand_in_for(connection, hand_in_id, caller.access)
    if await kind_of_slot(connection, hand_in_id, document_id) is not kind:
        raise DocumentKindWrong(
            faults=[Fault(pointer="/document_id", code="kind", message=DocumentKindWrong.title)]
        )
    await transaction.release()
    version = await uploaded_version(context, document_id, version_id)
    connection = await transaction.connection()
    hand_in = await hand_in_for(connection, hand_in_id, caller.access, lock=True)
    standing = (await standing_scans(connection, hand_in_id)).get(kind)
    if standing is not None and standing.version_id == version_id:
        return standing
    _require_waiting(hand_in, "attach")
    scan = await _pin(context, connection, caller, hand_in, kind, version)
    await order_expectation_of_paper(context, connection, scan)
    return scan


async def ask_read_ticket(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    hand_in_id: str,
    kind: StampedPaper,
) -> Ticket:
    """Give a ticket to read the stamped paper that stands.

    Raises HandInNotFound, AttachmentNotFound, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await hand_in_for(connection, hand_in_id, caller.access)
    scan = await standing_scan(connection, hand_in_id, kind)
    await transaction.release()
    return await context.documents.request_ticket(
        read_ticket_request(context, caller, scan.document_id, scan.version_id)
    )


async def papers_of(
    connection: AsyncConnection, hand_in_id: str
) -> tuple[list[HandInPrint], list[HandInAttachment]]:
    """Read what is printed of a hand-in, and the stamped papers that stand."""
    scans = await standing_scans(connection, hand_in_id)
    return await prints_of(connection, hand_in_id), list(scans.values())


async def order_freezing_of_scans(
    context: IntakeContext, connection: AsyncConnection, hand_in_id: str
) -> None:
    """Order that the stamped papers be frozen: the city has taken over what they prove."""
    for scan in (await standing_scans(connection, hand_in_id)).values():
        await order_freeze(
            context,
            connection,
            document_id=scan.document_id,
            version_id=scan.version_id,
            sha256=scan.sha256,
            reason=hand_in_id,
        )


def _require_waiting(hand_in: HandIn, step: str) -> None:
    if hand_in.received_at is not None:
        raise IllegalTransition.of(State.RECEIVED, step)


async def _pin(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    hand_in: HandIn,
    kind: StampedPaper,
    version: DocumentVersion,
) -> HandInAttachment:
    at = context.clocks.business()
    scan = HandInAttachment(
        attachment_id=str(uuid.uuid4()),
        hand_in_id=hand_in.hand_in_id,
        kind=kind,
        document_id=version.document_id,
        version_id=version.version_id,
        file_name=version.file_name,
        media_type=version.media_type,
        size_bytes=version.size_bytes,
        sha256=version.sha256,
        sm3=version.sm3,
        attached_at=at,
        attached_by=caller.subject,
    )
    await replace_scan(connection, scan)
    await append_event(
        connection,
        NewEvent(
            aggregate_type="hand-in",
            aggregate_id=hand_in.hand_in_id,
            kind="hand-in.document-attached",
            data={**scan.as_json()},
            actor=caller.subject,
            at=at,
        ),
    )
    return scan
