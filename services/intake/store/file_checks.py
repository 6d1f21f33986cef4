"""Checks of files in the database: rows to values and back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.file_checks import CheckNote, SetAside
from services.intake.store.check_tables import document_checks, findings_set_aside
from services.intake.store.rows import columns_of, value_of


async def note_check(connection: AsyncConnection, note: CheckNote, *, at: datetime) -> None:
    """Keep the newest report about a version; two who note one at the same time both succeed."""
    values = columns_of(note) | {"noted_at": at}
    known = (
        update(document_checks)
        .where(document_checks.c.version_id == note.version_id)
        .values(values)
        .returning(document_checks.c.version_id)
    )
    if (await connection.execute(known)).first() is not None:
        return
    try:
        async with connection.begin_nested():
            await connection.execute(insert(document_checks).values(values))
    except IntegrityError:
        await connection.execute(known)


async def check_notes(connection: AsyncConnection, version_ids: Collection[str]) -> list[CheckNote]:
    """Read what was reported about some versions."""
    statement = select(document_checks).where(document_checks.c.version_id.in_(version_ids))
    return [value_of(CheckNote, row) for row in (await connection.execute(statement)).mappings()]


async def set_aside_of(connection: AsyncConnection, application_id: str) -> list[SetAside]:
    """Read what officers set aside about an application's files, in the order of the findings."""
    table = findings_set_aside
    statement = (
        select(table)
        .where(table.c.application_id == application_id)
        .order_by(table.c.version_id, table.c.result_sha256, table.c.number)
    )
    return [value_of(SetAside, row) for row in (await connection.execute(statement)).mappings()]


async def put_set_aside(connection: AsyncConnection, application_id: str, new: SetAside) -> None:
    """Write that a finding is set aside, in place of what was said of it before."""
    table = findings_set_aside
    await connection.execute(
        delete(table).where(
            table.c.application_id == application_id,
            table.c.version_id == new.version_id,
            table.c.result_sha256 == new.result_sha256,
            table.c.number == new.number,
        )
    )
    await connection.execute(
        insert(table).values(columns_of(new) | {"application_id": application_id})
    )
