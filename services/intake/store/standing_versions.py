"""Tells which versions of documents are pinned to anything now."""

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.hand_in_tables import hand_in_attachments
from services.intake.store.tables import attachments


async def is_out_of_use(connection: AsyncConnection, document_id: str, version_id: str) -> bool:
    """Tell whether a version was attached to an application or hand-in and stands nowhere any more."""
    found = [
        is_void
        for table in (attachments, hand_in_attachments)
        for is_void in await _voided(connection, table, document_id, version_id)
    ]
    return bool(found) and all(found)


async def _voided(
    connection: AsyncConnection, table: Table, document_id: str, version_id: str
) -> list[bool]:
    statement = select(table.c.voided_at).where(
        table.c.document_id == document_id, table.c.version_id == version_id
    )
    return [at is not None for at in (await connection.execute(statement)).scalars()]
