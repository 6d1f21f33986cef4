"""The series of filing numbers (备案编号) of each round: dense, because a rollback gives its number back."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.tables import filing_series


async def next_in_series(connection: AsyncConnection, round_id: str) -> int:
    """Draw the next number of a round.

    It holds the series' row until the transaction ends, so it comes last, after all that can be refused.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(filing_series)
        .values(round_id=round_id, last_number=1)
        .on_conflict_do_update(
            index_elements=[filing_series.c.round_id],
            set_={"last_number": filing_series.c.last_number + 1},
        )
        .returning(filing_series.c.last_number)
    )
    return int((await connection.execute(statement)).scalar_one())
