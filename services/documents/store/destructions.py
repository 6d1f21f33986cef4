"""Rows of destructions."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.destructions import Destruction, DestructionState
from services.documents.store.check_tables import destructions


async def add_destruction(connection: AsyncConnection, destruction: Destruction) -> None:
    """Add a proposal; the version's document is locked."""
    await connection.execute(insert(destructions).values(_columns(destruction)))


async def save_destruction(connection: AsyncConnection, destruction: Destruction) -> None:
    """Write what became of it."""
    await connection.execute(
        update(destructions)
        .where(destructions.c.id == destruction.id)
        .values(_columns(destruction))
    )


async def destruction_of(
    connection: AsyncConnection, destruction_id: str, *, lock: bool = False
) -> Destruction | None:
    """Read one by its id."""
    statement = select(destructions).where(destructions.c.id == destruction_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else destruction_from(row)


async def destruction_of_version(
    connection: AsyncConnection, version_id: str
) -> Destruction | None:
    """Find the destruction of a version, in whatever state."""
    statement = select(destructions).where(destructions.c.version_id == version_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else destruction_from(row)


async def ordered_destructions(connection: AsyncConnection) -> Sequence[Destruction]:
    """List what two officers have ordered and nobody has carried out."""
    statement = (
        select(destructions)
        .where(destructions.c.state == DestructionState.ORDERED.value)
        .order_by(destructions.c.confirmed_at, destructions.c.id)
    )
    return [destruction_from(row) for row in (await connection.execute(statement)).mappings()]


def _columns(destruction: Destruction) -> dict[str, object]:
    return {**asdict(destruction), "state": destruction.state.value}


def destruction_from(row: RowMapping) -> Destruction:
    """Read a row."""
    return Destruction(**{**row, "state": DestructionState(row["state"])})
