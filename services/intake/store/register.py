"""The register of recognised factories in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.register import (
    RecognisedBy,
    Recognition,
    RegisterEntry,
    RegisterRow,
    name_key,
)
from services.intake.domain.register_errors import RegisterImportNotFound
from services.intake.domain.tiers import Tier
from services.intake.store.register_tables import recognised_factories, register_imports
from services.intake.store.rows import columns_of, value_of
from shared.database import older_than

_ENTRY = recognised_factories.c
#: Ids asked about in one statement; SQLite bounds their number.
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class RegisterImport:
    """One import, with the bytes that were sent."""

    import_id: str
    source_title: str
    source_url: str | None
    content: bytes
    sha256: str
    sm3: str
    new_entries: int
    known_entries: int
    imported_by: str
    imported_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the register is narrowed to."""

    tier: Tier | None = None
    recognised_by: RecognisedBy | None = None
    batch: str | None = None
    credit_code: str | None = None


async def known_entries(connection: AsyncConnection, entry_ids: Sequence[str]) -> set[str]:
    """Tell which ids the register holds already."""
    known: set[str] = set()
    for start in range(0, len(entry_ids), _AT_ONCE):
        part = entry_ids[start : start + _AT_ONCE]
        found = await connection.execute(select(_ENTRY.entry_id).where(_ENTRY.entry_id.in_(part)))
        known.update(found.scalars())
    return known


async def add_entries(connection: AsyncConnection, entries: Sequence[RegisterEntry]) -> int:
    """Enter what the register does not hold yet; how many that were."""
    known = await known_entries(connection, [entry.row.entry_id for entry in entries])
    new = [_columns(entry) for entry in entries if entry.row.entry_id not in known]
    if new:
        await connection.execute(insert(recognised_factories), new)
    return len(new)


async def add_import(connection: AsyncConnection, done: RegisterImport) -> None:
    """Store an import."""
    await connection.execute(insert(register_imports).values(columns_of(done)))


async def read_import(connection: AsyncConnection, import_id: str) -> RegisterImport:
    """Read an import; raise RegisterImportNotFound."""
    statement = select(register_imports).where(register_imports.c.import_id == import_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise RegisterImportNotFound
    return value_of(RegisterImport, row)


async def entries_about(
    connection: AsyncConnection, *, credit_code: str, enterprise_name: str
) -> list[RegisterEntry]:
    """Read every entry that may be about an enterprise: by its code, or by its name where there is no code."""
    statement = (
        select(recognised_factories)
        .where(
            or_(
                _ENTRY.credit_code == credit_code,
                and_(
                    _ENTRY.credit_code.is_(None),
                    _ENTRY.enterprise_name_key == name_key(enterprise_name),
                ),
            )
        )
        .order_by(_ENTRY.entered_at, _ENTRY.entry_id)
    )
    return [_entry_of(row) for row in (await connection.execute(statement)).mappings()]


async def held_lists(
    connection: AsyncConnection, wanted: Sequence[Recognition]
) -> set[Recognition]:
    """Tell of which lists the register holds any entry."""
    held = set()
    for recognition in wanted:
        statement = select(_ENTRY.entry_id).where(
            _ENTRY.tier == recognition.tier.value,
            _ENTRY.recognised_by == recognition.by.value,
            _ENTRY.batch == recognition.batch,
        )
        if (await connection.execute(statement.limit(1))).first() is not None:
            held.add(recognition)
    return held


async def page_of_register(
    connection: AsyncConnection,
    wanted: RegisterFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[RegisterEntry]:
    """List entries, newest first."""
    statement = select(recognised_factories)
    for name in ("tier", "recognised_by", "batch", "credit_code"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(_ENTRY[name] == str(value))
    if after is not None:
        statement = statement.where(older_than(_ENTRY.entered_at, _ENTRY.entry_id, after))
    statement = statement.order_by(_ENTRY.entered_at.desc(), _ENTRY.entry_id.desc()).limit(limit)
    return [_entry_of(row) for row in (await connection.execute(statement)).mappings()]


def _entry_of(row: RowMapping) -> RegisterEntry:
    by = RecognisedBy(row["recognised_by"])
    line = value_of(RegisterRow, {**row, "tier": Tier(row["tier"]), "recognised_by": by})
    return value_of(RegisterEntry, {**row, "row": line})


def _columns(entry: RegisterEntry) -> dict[str, Any]:
    columns = columns_of(entry)
    row: RegisterRow = columns.pop("row")
    return {
        **columns,
        **columns_of(row),
        "tier": row.tier.value,
        "recognised_by": row.recognised_by.value,
        "entry_id": row.entry_id,
        "enterprise_name_key": name_key(row.enterprise_name),
    }
