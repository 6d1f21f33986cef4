"""How far each callee's event feed has been read."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.relay_tables import feed_cursors


async def read_cursor(connection: AsyncConnection, source: str) -> int:
    """Give the last position that was taken in from a source."""
    statement = select(feed_cursors.c.position).where(feed_cursors.c.source == source)
    return (await connection.execute(statement)).scalar_one_or_none() or 0


async def advance_cursor(
    connection: AsyncConnection, source: str, *, seen: int, position: int
) -> bool:
    """Move a cursor on from where the caller saw it; False when another process was faster."""
    if seen == 0 and await _begin(connection, source, position):
        return True
    result = await connection.execute(
        update(feed_cursors)
        .where(feed_cursors.c.source == source, feed_cursors.c.position == seen)
        .values(position=position)
    )
    return result.rowcount == 1


async def _begin(connection: AsyncConnection, source: str, position: int) -> bool:
    """Write a source's first place; False when there is one, though we may not see it yet."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    result = await connection.execute(
        dialect.insert(feed_cursors)
        .values(source=source, position=position)
        .on_conflict_do_nothing()
    )
    return result.rowcount == 1
