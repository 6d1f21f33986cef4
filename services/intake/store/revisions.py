"""Revisions, attachments, document slots and receipts in the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Attachment, Receipt, Revision, RevisionCause
from services.intake.domain.attachment_places import DocumentSlot, places_of
from services.intake.domain.document_errors import DocumentSlotNotFound
from services.intake.domain.errors import ReceiptNotFound, RevisionNotFound
from services.intake.store.rows import attachment_of, columns_of, revision_of, value_of
from services.intake.store.tables import attachments, document_slots, receipts, revisions

# Written once: composing it anew for every request is a cost that the bench shows.
_REVISION = select(revisions).where(
    revisions.c.application_id == bindparam("application_id"),
    revisions.c.number == bindparam("number"),
)
_STANDING = (
    select(attachments)
    .where(
        attachments.c.application_id == bindparam("application_id"),
        attachments.c.voided_at.is_(None),
    )
    .order_by(attachments.c.attached_at, attachments.c.attachment_id)
)


async def add_revision(connection: AsyncConnection, revision: Revision) -> None:
    """Store a revision; what it says is never changed again."""
    await connection.execute(insert(revisions).values(columns_of(revision)))


async def read_revision(connection: AsyncConnection, application_id: str, number: int) -> Revision:
    """Read one revision; raise RevisionNotFound."""
    wanted = {"application_id": application_id, "number": number}
    row = (await connection.execute(_REVISION, wanted)).mappings().one_or_none()
    if row is None:
        raise RevisionNotFound
    return revision_of(row)


async def note_printed(
    connection: AsyncConnection, *, document_id: str, version_id: str
) -> str | None:
    """Note which version of its document a revision's printed form is; the application concerned."""
    statement = select(revisions).where(revisions.c.printed_document_id == document_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    await connection.execute(
        update(revisions)
        .where(revisions.c.printed_document_id == document_id)
        .values(printed_version_id=version_id)
    )
    return str(row.application_id)


async def revisions_of(
    connection: AsyncConnection,
    application_id: str,
    *,
    causes: Collection[RevisionCause] = frozenset(RevisionCause),
    after: int = 0,
    limit: int | None = None,
) -> list[Revision]:
    """List an application's revisions that were cut for one of these causes, oldest first, those after a number."""
    statement = (
        select(revisions)
        .where(
            revisions.c.application_id == application_id,
            revisions.c.cause.in_([cause.value for cause in causes]),
            # A cursor may hold a larger number than the column does.
            revisions.c.number > literal(after, BigInteger()),
        )
        .order_by(revisions.c.number)
        .limit(limit)
    )
    return [revision_of(row) for row in (await connection.execute(statement)).mappings()]


async def add_document_slot(
    connection: AsyncConnection,
    *,
    document_id: str,
    application_id: str,
    kind: str,
    asked_by: str,
    asked_at: datetime,
    max_files: int = 1,
) -> None:
    """Note that a document id was given out for an application."""
    await connection.execute(
        insert(document_slots).values(
            document_id=document_id,
            application_id=application_id,
            kind=kind,
            asked_by=asked_by,
            asked_at=asked_at,
            max_files=max_files,
        )
    )


async def slot_of(
    connection: AsyncConnection, application_id: str, document_id: str
) -> DocumentSlot:
    """Tell for what a document id was given out; raise DocumentSlotNotFound if it was not."""
    statement = select(document_slots.c.kind, document_slots.c.max_files).where(
        document_slots.c.document_id == document_id,
        document_slots.c.application_id == application_id,
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise DocumentSlotNotFound
    return DocumentSlot(document_id=document_id, kind=row.kind, max_files=row.max_files)


async def standing_attachments(
    connection: AsyncConnection, application_id: str
) -> dict[str, Attachment]:
    """Read the attachments that are not void, by their places, in the order in which they were attached."""
    wanted = {"application_id": application_id}
    rows = (await connection.execute(_STANDING, wanted)).mappings()
    return places_of(map(attachment_of, rows))


async def add_attachment(connection: AsyncConnection, attachment: Attachment) -> None:
    """Store an attachment; what it takes the place of was voided before."""
    await connection.execute(insert(attachments).values(columns_of(attachment)))


async def void_attachment(
    connection: AsyncConnection,
    application_id: str,
    kind: str,
    *,
    at: datetime,
    document_id: str | None = None,
) -> bool:
    """Void the standing attachments of a kind, or the one of a document; tell whether there was one."""
    statement = update(attachments).where(
        attachments.c.application_id == application_id,
        attachments.c.kind == kind,
        attachments.c.voided_at.is_(None),
    )
    if document_id is not None:
        statement = statement.where(attachments.c.document_id == document_id)
    result = await connection.execute(statement.values(voided_at=at))
    return result.rowcount > 0


async def has_had_attachment(
    connection: AsyncConnection, application_id: str, kind: str, document_id: str | None
) -> bool:
    """Tell whether an attachment of a kind, or of a document of that kind, ever stood."""
    statement = select(attachments.c.attachment_id).where(
        attachments.c.application_id == application_id, attachments.c.kind == kind
    )
    if document_id is not None:
        statement = statement.where(attachments.c.document_id == document_id)
    return (await connection.execute(statement.limit(1))).first() is not None


async def note_deletion(
    connection: AsyncConnection, *, document_id: str, version_id: str, at: datetime
) -> None:
    """Note that the deletion of a version's bytes is ordered."""
    await connection.execute(
        update(attachments)
        .where(attachments.c.document_id == document_id, attachments.c.version_id == version_id)
        .values(deleted_at=at)
    )


async def is_deletion_ordered(
    connection: AsyncConnection, document_id: str, version_id: str
) -> bool:
    """Tell whether a version's bytes are gone, or will be."""
    statement = select(attachments.c.attachment_id).where(
        attachments.c.document_id == document_id,
        attachments.c.version_id == version_id,
        attachments.c.deleted_at.is_not(None),
    )
    return (await connection.execute(statement.limit(1))).first() is not None


async def applications_with(
    connection: AsyncConnection, *, document_id: str, version_id: str
) -> list[str]:
    """Tell which applications a version is or was attached to, in one order."""
    rows = await connection.execute(
        select(attachments.c.application_id)
        .where(attachments.c.document_id == document_id, attachments.c.version_id == version_id)
        .distinct()
        .order_by(attachments.c.application_id)
    )
    return [str(application_id) for application_id in rows.scalars()]


async def note_frozen(
    connection: AsyncConnection, *, document_id: str, version_id: str, at: datetime
) -> None:
    """Note that a version is frozen in the documents service; the caller holds the applications it concerns."""
    await connection.execute(
        update(attachments)
        .where(
            attachments.c.document_id == document_id,
            attachments.c.version_id == version_id,
            attachments.c.frozen_at.is_(None),
        )
        .values(frozen_at=at)
    )


async def add_receipt(connection: AsyncConnection, receipt: Receipt) -> None:
    """Store the receipt of a submission."""
    await connection.execute(insert(receipts), columns_of(receipt))


async def read_receipt(connection: AsyncConnection, application_id: str) -> Receipt:
    """Read the receipt of an application's newest submission; raise ReceiptNotFound."""
    found = await receipts_of(connection, application_id)
    if not found:
        raise ReceiptNotFound
    return found[-1]


async def receipts_of(connection: AsyncConnection, application_id: str) -> list[Receipt]:
    """List an application's receipts, oldest first."""
    statement = (
        select(receipts)
        .where(receipts.c.application_id == application_id)
        .order_by(receipts.c.revision_number)
    )
    return [value_of(Receipt, row) for row in (await connection.execute(statement)).mappings()]
