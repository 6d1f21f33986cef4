"""Import a list of recognised factories (认定名录, annex 10) from CSV: all of it or nothing."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.bundles.credit_code import is_valid_credit_code
from services.intake.domain.register import RegisterEntry, RegisterRow
from services.intake.domain.register_file import Known, read_register_file
from services.intake.store.register import (
    RegisterFilter,
    RegisterImport,
    add_entries,
    add_import,
    known_entries,
    page_of_register,
    read_import,
)
from services.intake.usecases.context import Caller, IntakeContext
from shared.digests import digests_of
from shared.event_log import NewEvent, append_event
from shared.strict_json import has_hidden_characters


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a list was published."""

    title: str
    url: str | None


async def import_register(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    content: bytes,
    source: Source,
) -> RegisterImport:
    """Enter what the file lists and the register does not hold yet; raise RegisterFileFaulty."""
    rows = read_register_file(content, _known(context))
    at = context.clocks.business()
    import_id = str(uuid.uuid4())
    known = await known_entries(connection, [row.entry_id for row in rows])
    digests = digests_of(content)
    done = RegisterImport(
        import_id=import_id,
        source_title=source.title,
        source_url=source.url,
        content=content,
        sha256=digests.sha256,
        sm3=digests.sm3,
        new_entries=len(rows) - len(known),
        known_entries=len(known),
        imported_by=caller.subject,
        imported_at=at,
    )
    await add_import(connection, done)
    await add_entries(connection, [_entry(row, done) for row in rows])
    await append_event(connection, _event_of(done))
    return done


async def try_register_file(
    context: IntakeContext, connection: AsyncConnection, content: bytes
) -> tuple[int, int]:
    """Tell how many lines would be new and how many are known; raise RegisterFileFaulty."""
    rows = read_register_file(content, _known(context))
    known = await known_entries(connection, [row.entry_id for row in rows])
    return len(rows) - len(known), len(known)


async def open_import(connection: AsyncConnection, import_id: str) -> RegisterImport:
    """Read an import; raise RegisterImportNotFound."""
    return await read_import(connection, import_id)


async def list_register(
    connection: AsyncConnection,
    wanted: RegisterFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[RegisterEntry]:
    """List entries, newest first; at most ``limit`` + 1, the last telling that there are more."""
    return await page_of_register(connection, wanted, after=after, limit=limit + 1)


def _known(context: IntakeContext) -> Known:
    return Known(
        words=context.register_columns,
        is_unit=lambda code: context.units.find(code) is not None,
        is_credit_code=is_valid_credit_code,
        has_hidden_characters=has_hidden_characters,
    )


def _entry(row: RegisterRow, done: RegisterImport) -> RegisterEntry:
    return RegisterEntry(
        row=row,
        source_title=done.source_title,
        source_url=done.source_url,
        import_id=done.import_id,
        list_id=None,
        entered_by=done.imported_by,
        entered_at=done.imported_at,
    )


def _event_of(done: RegisterImport) -> NewEvent:
    return NewEvent(
        aggregate_type="register-import",
        aggregate_id=done.import_id,
        kind="register.imported",
        data={
            "source_title": done.source_title,
            "sha256": done.sha256,
            "new_entries": done.new_entries,
            "known_entries": done.known_entries,
        },
        actor=done.imported_by,
        at=done.imported_at,
    )
