"""Rows of destruction lists, and what may be put on one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.destruction_lists import DestructionList
from services.documents.domain.destructions import Destruction
from services.documents.domain.kinds import KindRules
from services.documents.store.check_tables import destructions
from services.documents.store.destructions import destruction_from
from services.documents.store.keeping_tables import destruction_lists, legal_holds
from services.documents.store.tables import document_versions, documents


async def retention_over(
    connection: AsyncConnection, kinds: KindRules, *, before: datetime, most: int
) -> Sequence[tuple[str, str]]:
    """Name frozen versions whose retention was over before then: document and version, in the order of locks.

    What is held, destroyed or on another list is left out. The date that the store's lock was set to counts; what was
    frozen before dates were kept counts from its freeze, by the rule of its kind.
    """
    over_by_kind = [
        and_(
            documents.c.kind == kind,
            document_versions.c.frozen_at < before - timedelta(days=rule.retention_days),
        )
        for kind, rule in kinds.items()
    ]
    statement = (
        select(document_versions.c.document_id, document_versions.c.id)
        .join(documents, documents.c.id == document_versions.c.document_id)
        .where(
            document_versions.c.frozen_at.is_not(None),
            document_versions.c.deleted_at.is_(None),
            or_(
                document_versions.c.retained_until < before,
                and_(document_versions.c.retained_until.is_(None), or_(*over_by_kind)),
            ),
            ~exists().where(destructions.c.version_id == document_versions.c.id),
            ~exists().where(
                legal_holds.c.version_id == document_versions.c.id,
                legal_holds.c.lifted_at.is_(None),
            ),
        )
        .order_by(document_versions.c.document_id, document_versions.c.id)
        .limit(most)
    )
    return [(row.document_id, row.id) for row in await connection.execute(statement)]


async def add_list(connection: AsyncConnection, listed: DestructionList) -> None:
    """Add a proposed list."""
    await connection.execute(insert(destruction_lists).values(asdict(listed)))


async def save_list(connection: AsyncConnection, listed: DestructionList) -> None:
    """Write that it was confirmed."""
    await connection.execute(
        update(destruction_lists).where(destruction_lists.c.id == listed.id).values(asdict(listed))
    )


async def list_of(
    connection: AsyncConnection, list_id: str, *, lock: bool = False
) -> DestructionList | None:
    """Read one by its id."""
    statement = select(destruction_lists).where(destruction_lists.c.id == list_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else DestructionList(**row)


async def destructions_on(
    connection: AsyncConnection, list_id: str, *, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Destruction]:
    """List what is on a list, in the order of proposal and id."""
    statement = (
        select(destructions)
        .where(destructions.c.list_id == list_id)
        .order_by(destructions.c.proposed_at, destructions.c.id)
        .limit(limit)
    )
    if after is not None:
        at, destruction_id = after
        statement = statement.where(
            or_(
                destructions.c.proposed_at > at,
                and_(destructions.c.proposed_at == at, destructions.c.id > destruction_id),
            )
        )
    return [destruction_from(row) for row in (await connection.execute(statement)).mappings()]


async def take_off(connection: AsyncConnection, destruction: Destruction) -> None:
    """Take a version off a list that nobody has confirmed: it may be proposed again."""
    await connection.execute(delete(destructions).where(destructions.c.id == destruction.id))
