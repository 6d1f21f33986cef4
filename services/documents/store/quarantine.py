"""Versions whose bytes nobody is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.checks import Hold
from services.documents.store.check_tables import quarantines
from services.documents.store.tables import document_versions


@dataclass(frozen=True, kw_only=True)
class Quarantine:
    """Why and since when a version is closed, and who opened it again."""

    version_id: str
    document_id: str
    cause: Hold
    since: datetime
    released_at: datetime | None = None
    released_by: str | None = None
    reason: str | None = None

    @property
    def stands(self) -> bool:
        """Tell whether the version is closed now."""
        return self.released_at is None


async def quarantine_of(
    connection: AsyncConnection, version_id: str, *, lock: bool = False
) -> Quarantine | None:
    """Read a version's quarantine, also one that is over."""
    statement = select(quarantines).where(quarantines.c.version_id == version_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _quarantine_of(row)


async def add_quarantine(connection: AsyncConnection, quarantine: Quarantine) -> None:
    """Close a version whose document is locked."""
    await connection.execute(
        insert(quarantines).values(
            version_id=quarantine.version_id,
            document_id=quarantine.document_id,
            cause=quarantine.cause.value,
            since=quarantine.since,
        )
    )


async def release_quarantine(
    connection: AsyncConnection, version_id: str, *, at: datetime, by: str, reason: str
) -> None:
    """Open a version again."""
    await connection.execute(
        update(quarantines)
        .where(quarantines.c.version_id == version_id)
        .values(released_at=at, released_by=by, reason=reason)
    )


async def standing_quarantines(
    connection: AsyncConnection, *, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Quarantine]:
    """List what is closed now, oldest first."""
    statement = (
        select(quarantines)
        .join(document_versions, document_versions.c.id == quarantines.c.version_id)
        .where(quarantines.c.released_at.is_(None), document_versions.c.deleted_at.is_(None))
        .order_by(quarantines.c.since, quarantines.c.version_id)
        .limit(limit)
    )
    if after is not None:
        at, version_id = after
        statement = statement.where(
            or_(
                quarantines.c.since > at,
                and_(quarantines.c.since == at, quarantines.c.version_id > version_id),
            )
        )
    rows = (await connection.execute(statement)).mappings()
    return [_quarantine_of(row) for row in rows]


def _quarantine_of(row: RowMapping) -> Quarantine:
    return Quarantine(**{**row, "cause": Hold(row["cause"])})
