"""Rows of legal holds."""

from dataclasses import asdict

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.keeping_errors import LegalHoldStands
from services.documents.domain.legal_holds import LegalHold
from services.documents.store.keeping_tables import legal_holds


async def add_hold(connection: AsyncConnection, hold: LegalHold) -> None:
    """Hold a version whose document is locked."""
    await connection.execute(insert(legal_holds).values(asdict(hold)))


async def save_hold(connection: AsyncConnection, hold: LegalHold) -> None:
    """Write that it was lifted."""
    await connection.execute(
        update(legal_holds).where(legal_holds.c.id == hold.id).values(asdict(hold))
    )


async def newest_hold(connection: AsyncConnection, version_id: str) -> LegalHold | None:
    """Read a version's hold: the one that stands, or else the last one."""
    statement = (
        select(legal_holds)
        .where(legal_holds.c.version_id == version_id)
        .order_by(legal_holds.c.lifted_at.is_not(None), legal_holds.c.lifted_at.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else LegalHold(**row)


async def require_no_hold(connection: AsyncConnection, version_id: str) -> None:
    """Raise LegalHoldStands if the version is held; its document is locked."""
    hold = await newest_hold(connection, version_id)
    if hold is not None and hold.stands:
        raise LegalHoldStands
