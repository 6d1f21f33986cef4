"""Rows of documents and their versions, and nothing that decides."""

from datetime import datetime

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.check_life import CheckState
from services.documents.domain.versions import Document, Version
from services.documents.store.tables import document_versions, documents, print_jobs


async def document_of(connection: AsyncConnection, document_id: str) -> Document | None:
    """Read a document without locking it."""
    row = (await connection.execute(_document(document_id))).one_or_none()
    return None if row is None else _document_of(row)


async def lock_document(connection: AsyncConnection, document_id: str, *, kind: str) -> Document:
    """Make the document's row if there is none, and hold it until the transaction ends."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    await connection.execute(
        dialect.insert(documents)
        .values(id=document_id, kind=kind, frozen_version_id=None)
        .on_conflict_do_nothing()
    )
    row = (await connection.execute(_document(document_id).with_for_update())).one()
    return _document_of(row)


async def version_of(
    connection: AsyncConnection, document_id: str, version_id: str
) -> Version | None:
    """Read one version of a document."""
    statement = _versions().where(
        document_versions.c.document_id == document_id, document_versions.c.id == version_id
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _version_of(row)


async def version_with_bytes(
    connection: AsyncConnection, document_id: str, sha256: str
) -> Version | None:
    """Find the version of a document that has these bytes and still has them."""
    statement = _versions().where(
        document_versions.c.document_id == document_id,
        document_versions.c.sha256 == sha256,
        document_versions.c.deleted_at.is_(None),
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _version_of(row)


async def object_versions_of(
    connection: AsyncConnection, document_id: str, *, but: str
) -> set[str]:
    """Name the objects that the other versions of a document stand on."""
    statement = select(document_versions.c.object_version).where(
        document_versions.c.document_id == document_id, document_versions.c.id != but
    )
    return set((await connection.execute(statement)).scalars())


async def add_version(connection: AsyncConnection, version: Version) -> None:
    """Add a version of a document that is locked."""
    await connection.execute(
        insert(document_versions).values(
            id=version.version_id,
            document_id=version.document_id,
            file_name=version.file_name,
            media_type=version.media_type,
            size_bytes=version.size_bytes,
            sha256=version.sha256,
            sm3=version.sm3,
            page_count=version.page_count,
            stored_at=version.stored_at,
            stored_by=version.stored_by,
            object_key=version.object_key,
            object_version=version.object_version,
        )
    )


async def mark_frozen(
    connection: AsyncConnection,
    version: Version,
    *,
    at: datetime,
    reason: str,
    retained_until: datetime,
) -> None:
    """Record that this version, and with it its document, is frozen."""
    await connection.execute(
        update(documents)
        .where(documents.c.id == version.document_id)
        .values(frozen_version_id=version.version_id)
    )
    await connection.execute(
        update(document_versions)
        .where(document_versions.c.id == version.version_id)
        .values(frozen_at=at, frozen_for=reason, retained_until=retained_until)
    )


async def mark_deleted(connection: AsyncConnection, version: Version, *, at: datetime) -> None:
    """Record that a version's bytes are gone; the document's row is locked."""
    await connection.execute(
        update(document_versions)
        .where(document_versions.c.id == version.version_id)
        .values(deleted_at=at)
    )


async def print_job_of(connection: AsyncConnection, document_id: str) -> tuple[str, str] | None:
    """Give the digest of the job that a form was printed from, and the form's version."""
    statement = select(print_jobs.c.job_sha256, print_jobs.c.version_id).where(
        print_jobs.c.document_id == document_id
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else (row.job_sha256, row.version_id)


async def add_print_job(connection: AsyncConnection, version: Version, job_sha256: str) -> None:
    """Record which job a form was printed from."""
    await connection.execute(
        insert(print_jobs).values(
            document_id=version.document_id,
            job_sha256=job_sha256,
            version_id=version.version_id,
        )
    )


def _document(document_id: str) -> Select[tuple[str, str, str | None]]:
    return select(documents.c.id, documents.c.kind, documents.c.frozen_version_id).where(
        documents.c.id == document_id
    )


def _document_of(row: Row[tuple[str, str, str | None]]) -> Document:
    return Document(document_id=row.id, kind=row.kind, frozen_version_id=row.frozen_version_id)


def _versions() -> Select[tuple[object, ...]]:
    return select(document_versions, documents.c.kind).join(
        documents, documents.c.id == document_versions.c.document_id
    )


def _version_of(row: Row[tuple[object, ...]]) -> Version:
    columns = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    state = CheckState(columns.pop("check_state"))
    return Version(version_id=columns.pop("id"), check_state=state, **columns)
