"""A hand-in's papers in the database: prints, upload slots, stamped scans."""

from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.document_errors import AttachmentNotFound, DocumentSlotNotFound
from services.intake.domain.hand_in_papers import (
    HandInAttachment,
    HandInPaper,
    HandInPrint,
    StampedPaper,
)
from services.intake.domain.list_errors import HandInNotPrinted
from services.intake.store.hand_in_tables import hand_in_attachments, hand_in_prints, hand_in_slots
from services.intake.store.rows import columns_of, value_of


async def add_print(connection: AsyncConnection, ordered: HandInPrint) -> None:
    """Note that a paper was ordered."""
    await connection.execute(
        insert(hand_in_prints).values(columns_of(ordered) | {"paper": ordered.paper.value})
    )


async def prints_of(connection: AsyncConnection, hand_in_id: str) -> list[HandInPrint]:
    """List the papers that were ordered of a hand-in, the letter first."""
    statement = (
        select(hand_in_prints)
        .where(hand_in_prints.c.hand_in_id == hand_in_id)
        .order_by(hand_in_prints.c.paper)
    )
    rows = (await connection.execute(statement)).mappings()
    return [value_of(HandInPrint, {**row, "paper": HandInPaper(row["paper"])}) for row in rows]


async def print_of(connection: AsyncConnection, hand_in_id: str, paper: HandInPaper) -> HandInPrint:
    """Read one paper; raise HandInNotPrinted when it was never ordered."""
    for each in await prints_of(connection, hand_in_id):
        if each.paper is paper:
            return each
    raise HandInNotPrinted


async def note_paper_printed(
    connection: AsyncConnection, *, document_id: str, version_id: str
) -> None:
    """Note which version of its document a paper is."""
    await connection.execute(
        update(hand_in_prints)
        .where(hand_in_prints.c.document_id == document_id)
        .values(version_id=version_id)
    )


async def add_slot(
    connection: AsyncConnection,
    *,
    document_id: str,
    hand_in_id: str,
    kind: StampedPaper,
    asked_by: str,
    asked_at: datetime,
) -> None:
    """Note that a document id was given out for a hand-in."""
    await connection.execute(
        insert(hand_in_slots).values(
            document_id=document_id,
            hand_in_id=hand_in_id,
            kind=kind.value,
            asked_by=asked_by,
            asked_at=asked_at,
        )
    )


async def kind_of_slot(
    connection: AsyncConnection, hand_in_id: str, document_id: str
) -> StampedPaper:
    """Tell for which paper a document id was given out; raise DocumentSlotNotFound if it was not."""
    statement = select(hand_in_slots.c.kind).where(
        hand_in_slots.c.document_id == document_id, hand_in_slots.c.hand_in_id == hand_in_id
    )
    kind = (await connection.execute(statement)).scalar_one_or_none()
    if kind is None:
        raise DocumentSlotNotFound
    return StampedPaper(kind)


async def standing_scans(
    connection: AsyncConnection, hand_in_id: str
) -> dict[StampedPaper, HandInAttachment]:
    """Read the scans that are not void, by kind."""
    statement = (
        select(hand_in_attachments)
        .where(
            hand_in_attachments.c.hand_in_id == hand_in_id,
            hand_in_attachments.c.voided_at.is_(None),
        )
        .order_by(hand_in_attachments.c.kind)
    )
    found = [_scan_of(row) for row in (await connection.execute(statement)).mappings()]
    return {each.kind: each for each in found}


async def standing_scan(
    connection: AsyncConnection, hand_in_id: str, kind: StampedPaper
) -> HandInAttachment:
    """Read the scan of a kind that stands; raise AttachmentNotFound."""
    found = (await standing_scans(connection, hand_in_id)).get(kind)
    if found is None:
        raise AttachmentNotFound
    return found


async def replace_scan(connection: AsyncConnection, scan: HandInAttachment) -> None:
    """Store a scan; the one of its kind that stood becomes void. The caller holds the hand-in's row."""
    await connection.execute(
        update(hand_in_attachments)
        .where(
            hand_in_attachments.c.hand_in_id == scan.hand_in_id,
            hand_in_attachments.c.kind == scan.kind.value,
            hand_in_attachments.c.voided_at.is_(None),
        )
        .values(voided_at=scan.attached_at)
    )
    await connection.execute(
        insert(hand_in_attachments).values(columns_of(scan) | {"kind": scan.kind.value})
    )


async def note_scan_frozen(
    connection: AsyncConnection, *, document_id: str, version_id: str, at: datetime
) -> None:
    """Note that the documents service froze a scan."""
    await connection.execute(
        update(hand_in_attachments)
        .where(
            hand_in_attachments.c.document_id == document_id,
            hand_in_attachments.c.version_id == version_id,
            hand_in_attachments.c.frozen_at.is_(None),
        )
        .values(frozen_at=at)
    )


def _scan_of(row: RowMapping) -> HandInAttachment:
    return value_of(HandInAttachment, {**row, "kind": StampedPaper(row["kind"])})
