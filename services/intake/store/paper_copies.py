"""The log of paper copies in the database."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.national_portal import PaperCopy
from services.intake.store.portal_tables import paper_copies
from services.intake.store.rows import columns_of, value_of


async def add_paper_copy(connection: AsyncConnection, copy: PaperCopy) -> None:
    """Append a line to the log."""
    await connection.execute(insert(paper_copies).values(columns_of(copy)))


async def paper_copies_of(connection: AsyncConnection, application_id: str) -> list[PaperCopy]:
    """Read an application's log, oldest first."""
    return await paper_copies_on(connection, [application_id])


async def paper_copies_on(
    connection: AsyncConnection, application_ids: Sequence[str]
) -> list[PaperCopy]:
    """Read the log of some applications, oldest first."""
    statement = (
        select(paper_copies)
        .where(paper_copies.c.application_id.in_(application_ids))
        .order_by(paper_copies.c.logged_at, paper_copies.c.paper_copy_id)
    )
    return [value_of(PaperCopy, row) for row in (await connection.execute(statement)).mappings()]
