"""Rows of uploads that go straight to the store, and nothing that decides."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.uploads import DirectUpload, UploadState
from services.documents.store.multipart import Multipart
from services.documents.store.upload_tables import uploads

_FIELDS = tuple(DirectUpload.__dataclass_fields__)
_COLUMNS = tuple(uploads.c[name] for name in _FIELDS)


async def upload_of(
    connection: AsyncConnection, document_id: str, upload_id: str, *, lock: bool = False
) -> DirectUpload | None:
    """Read an upload; ``lock`` holds its row until the transaction ends."""
    statement: Select[Any] = select(*_COLUMNS).where(_is(document_id, upload_id))
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _upload_of(row)


async def add_upload(connection: AsyncConnection, upload: DirectUpload) -> bool:
    """Add an upload unless one of this id stands; tell whether it was added."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {name: getattr(upload, name) for name in _FIELDS} | {"state": upload.state.value}
    added = await connection.execute(
        dialect.insert(uploads).values(values).on_conflict_do_nothing()
    )
    return added.rowcount == 1


async def count_open(connection: AsyncConnection, document_id: str) -> int:
    """Count a document's open uploads."""
    statement = select(func.count()).where(
        uploads.c.document_id == document_id, uploads.c.state == UploadState.OPEN.value
    )
    return (await connection.execute(statement)).scalar_one()


async def close_upload(
    connection: AsyncConnection,
    upload: DirectUpload,
    state: UploadState,
    *,
    refusal: str | None = None,
    version_id: str | None = None,
    cleared_at: datetime | None = None,
) -> bool:
    """End an upload that is open; tell whether it still was."""
    ended = await connection.execute(
        update(uploads)
        .where(
            _is(upload.document_id, upload.upload_id),
            uploads.c.state == UploadState.OPEN.value,
        )
        .values(state=state.value, refusal=refusal, version_id=version_id, cleared_at=cleared_at)
    )
    return ended.rowcount == 1


async def expire_uploads(connection: AsyncConnection, *, now: datetime, most: int) -> int:
    """End open uploads whose time is over; tell how many."""
    due = (
        select(uploads.c.document_id, uploads.c.upload_id)
        .where(
            uploads.c.cleared_at.is_(None),
            uploads.c.state == UploadState.OPEN.value,
            uploads.c.expires_at <= now,
        )
        .order_by(uploads.c.expires_at)
        .limit(most)
    )
    keys = [tuple(row) for row in (await connection.execute(due)).all()]
    if not keys:
        return 0
    ended = await connection.execute(
        update(uploads)
        .where(
            tuple_(uploads.c.document_id, uploads.c.upload_id).in_(keys),
            # Looked at again under the row's lock: it may have been completed in between.
            uploads.c.state == UploadState.OPEN.value,
        )
        .values(state=UploadState.EXPIRED.value)
    )
    return ended.rowcount


async def uncleared_uploads(connection: AsyncConnection, *, most: int) -> list[DirectUpload]:
    """List uploads that are over and of which the store may still hold something."""
    statement = (
        select(*_COLUMNS)
        .where(uploads.c.cleared_at.is_(None), uploads.c.state != UploadState.OPEN.value)
        .order_by(uploads.c.expires_at)
        .limit(most)
    )
    return [_upload_of(row) for row in (await connection.execute(statement)).mappings()]


async def mark_cleared(connection: AsyncConnection, upload: DirectUpload, *, at: datetime) -> None:
    """Record that the store holds nothing of an upload that is over."""
    await connection.execute(
        update(uploads).where(_is(upload.document_id, upload.upload_id)).values(cleared_at=at)
    )


async def open_multiparts(connection: AsyncConnection) -> set[str]:
    """Give the store's names of all uploads that are open."""
    statement = select(uploads.c.multipart_id).where(
        uploads.c.cleared_at.is_(None), uploads.c.state == UploadState.OPEN.value
    )
    return set((await connection.execute(statement)).scalars())


def multipart_of(upload: DirectUpload) -> Multipart:
    """Name an upload as the store does."""
    return Multipart(key=upload.object_key, multipart_id=upload.multipart_id)


def _is(document_id: str, upload_id: str) -> Any:  # noqa: ANN401 - an SQL expression
    return (uploads.c.document_id == document_id) & (uploads.c.upload_id == upload_id)


def _upload_of(row: RowMapping) -> DirectUpload:
    values = {name: row[name] for name in _FIELDS}
    return DirectUpload(**(values | {"state": UploadState(values["state"])}))
