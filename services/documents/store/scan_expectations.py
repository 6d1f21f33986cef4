"""What versions are expected to show: the bytes of the newest order for each."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.store.check_tables import scan_expectations
from shared.contracts.scan_expectations import ScanExpectationOrder


async def expectation_of(
    connection: AsyncConnection, version_id: str
) -> ScanExpectationOrder | None:
    """Read what a version should show; none when nobody has said."""
    statement = select(scan_expectations.c.content).where(
        scan_expectations.c.version_id == version_id
    )
    content = (await connection.execute(statement)).scalar_one_or_none()
    return None if content is None else ScanExpectationOrder.model_validate_json(content)


async def put_expectation(
    connection: AsyncConnection, version_id: str, order: ScanExpectationOrder, *, at: datetime
) -> None:
    """Keep an order in place of an earlier one."""
    await connection.execute(
        delete(scan_expectations).where(scan_expectations.c.version_id == version_id)
    )
    content = order.model_dump_json().encode()
    await connection.execute(
        insert(scan_expectations).values(version_id=version_id, content=content, set_at=at)
    )
