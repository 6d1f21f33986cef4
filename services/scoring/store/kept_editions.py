"""Rows of imported editions, and nothing that decides."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Row, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.edition_life import BundleBytes, EditionState, KeptEdition
from services.scoring.store.tables import editions

_PERSONS = (
    "requested_by",
    "requested_at",
    "published_by",
    "published_at",
    "retired_by",
    "retired_at",
)


@dataclass(frozen=True, kw_only=True)
class EditionHead:
    """What tells an imported edition from another without its bundle."""

    edition_id: str
    state: EditionState
    bundle_sha256: str


async def heads_of_editions(
    connection: AsyncConnection, states: Collection[EditionState]
) -> list[EditionHead]:
    """List imported editions in some states, by id."""
    statement = (
        select(editions.c.id, editions.c.state, editions.c.bundle_sha256)
        .where(editions.c.state.in_([state.value for state in states]))
        .order_by(editions.c.id)
    )
    return [
        EditionHead(
            edition_id=row.id, state=EditionState(row.state), bundle_sha256=row.bundle_sha256
        )
        for row in await connection.execute(statement)
    ]


async def head_of_edition(connection: AsyncConnection, edition_id: str) -> EditionHead | None:
    """Read the head of one imported edition."""
    statement = select(editions.c.id, editions.c.state, editions.c.bundle_sha256).where(
        editions.c.id == edition_id
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    return EditionHead(
        edition_id=row.id, state=EditionState(row.state), bundle_sha256=row.bundle_sha256
    )


async def kept_edition_of(
    connection: AsyncConnection, edition_id: str, *, lock: bool = False
) -> KeptEdition | None:
    """Read an imported edition with its bundle."""
    statement = select(editions).where(editions.c.id == edition_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _edition_of(row)


async def kept_editions_in(
    connection: AsyncConnection, states: Collection[EditionState]
) -> list[KeptEdition]:
    """List imported editions in some states with their bundles, by id."""
    statement = (
        select(editions)
        .where(editions.c.state.in_([state.value for state in states]))
        .order_by(editions.c.id)
    )
    return [_edition_of(row) for row in await connection.execute(statement)]


async def add_kept_edition(connection: AsyncConnection, edition: KeptEdition) -> bool:
    """Add an edition unless its id is taken; tell whether it was added."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(editions)
        .values(id=edition.edition_id, **_columns_of(edition))
        .on_conflict_do_nothing()
        .returning(editions.c.id)
    )
    return (await connection.execute(statement)).first() is not None


async def save_kept_edition(connection: AsyncConnection, edition: KeptEdition) -> None:
    """Write a changed edition; the caller holds its row."""
    await connection.execute(
        update(editions).where(editions.c.id == edition.edition_id).values(_columns_of(edition))
    )


def _columns_of(edition: KeptEdition) -> dict[str, object]:
    return {
        "state": edition.state.value,
        "version": edition.version,
        "bundle_bytes": edition.bundle.content,
        "bundle_sha256": edition.bundle.sha256,
        "bundle_sm3": edition.bundle.sm3,
        "content_sha256": edition.content_sha256,
        "content_sm3": edition.content_sm3,
        "imported_by": edition.imported_by,
        "imported_at": edition.imported_at,
        **{name: getattr(edition, name) for name in _PERSONS},
    }


def _edition_of(row: Row[tuple[object, ...]]) -> KeptEdition:
    return KeptEdition(
        edition_id=row.id,
        state=EditionState(row.state),
        version=row.version,
        bundle=BundleBytes(content=row.bundle_bytes, sha256=row.bundle_sha256, sm3=row.bundle_sm3),
        content_sha256=row.content_sha256,
        content_sm3=row.content_sm3,
        imported_by=row.imported_by,
        imported_at=row.imported_at,
        **{name: getattr(row, name) for name in _PERSONS},
    )
