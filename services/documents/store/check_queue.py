"""Who looks into which version; every write of a worker names its token."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.store.check_tables import check_jobs
from shared.bells import ring_after_commit

#: Rung when a version was queued.
QUEUED = "check-queued"


@dataclass(frozen=True, kw_only=True)
class CheckJob:
    """A version that waits for its checks, or is being checked."""

    version_id: str
    document_id: str
    attempts: int


async def add_check_job(
    connection: AsyncConnection, *, document_id: str, version_id: str, at: datetime
) -> None:
    """Queue a version, in the transaction that records it."""
    await connection.execute(
        insert(check_jobs).values(
            version_id=version_id, document_id=document_id, queued_at=at, attempts=0
        )
    )
    ring_after_commit(connection, QUEUED)


async def oldest_due_job(connection: AsyncConnection, *, now: datetime) -> CheckJob | None:
    """Find the version that waits longest and nobody looks into, and lock its job."""
    statement = (
        select(check_jobs.c.version_id, check_jobs.c.document_id, check_jobs.c.attempts)
        .where(
            or_(check_jobs.c.due_at.is_(None), check_jobs.c.due_at <= now),
            or_(check_jobs.c.leased_until.is_(None), check_jobs.c.leased_until <= now),
        )
        .order_by(check_jobs.c.queued_at, check_jobs.c.version_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else CheckJob(**row._mapping)  # noqa: SLF001 - the documented way


async def lease_job(
    connection: AsyncConnection, version_id: str, *, token: str, until: datetime, attempts: int
) -> None:
    """Give a worker the job; the caller holds its row."""
    await connection.execute(
        update(check_jobs)
        .where(check_jobs.c.version_id == version_id)
        .values(lease_token=token, leased_until=until, attempts=attempts)
    )


async def renew_job(
    connection: AsyncConnection, version_id: str, *, token: str, until: datetime
) -> bool:
    """Keep the job; False when it was lost."""
    statement = (
        update(check_jobs)
        .where(check_jobs.c.version_id == version_id, check_jobs.c.lease_token == token)
        .values(leased_until=until)
        .returning(check_jobs.c.version_id)
    )
    return (await connection.execute(statement)).first() is not None


async def holds_job(connection: AsyncConnection, version_id: str, *, token: str) -> bool:
    """Tell whether the job is still this worker's, and keep it so until the transaction ends."""
    statement = (
        select(check_jobs.c.version_id)
        .where(check_jobs.c.version_id == version_id, check_jobs.c.lease_token == token)
        .with_for_update()
    )
    return (await connection.execute(statement)).first() is not None


async def put_job_back(
    connection: AsyncConnection,
    version_id: str,
    *,
    token: str,
    due_at: datetime | None,
    is_attempt: bool,
) -> None:
    """Leave the job to whoever comes next, not before a time; a stop in good order is no attempt."""
    attempts = check_jobs.c.attempts - (0 if is_attempt else 1)
    await connection.execute(
        update(check_jobs)
        .where(check_jobs.c.version_id == version_id, check_jobs.c.lease_token == token)
        .values(lease_token=None, leased_until=None, due_at=due_at, attempts=attempts)
    )


async def drop_job(connection: AsyncConnection, version_id: str) -> None:
    """Take a version out of the queue."""
    await connection.execute(delete(check_jobs).where(check_jobs.c.version_id == version_id))
