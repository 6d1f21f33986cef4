"""Takes up the checks of versions that nobody looks into, and lets go of them again."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.documents.domain.check_life import CheckAction, state_after
from services.documents.domain.versions import Version
from services.documents.store.check_queue import (
    drop_job,
    lease_job,
    oldest_due_job,
    put_job_back,
    renew_job,
)
from services.documents.store.check_results import set_check_state
from services.documents.store.queries import version_of
from shared.database import Database

#: Begun so often without coming to an end, what is left unchecked is said so.
MOST_ATTEMPTS = 5
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A version to look into, and the token that every write about it names."""

    version: Version
    token: str
    #: This one included.
    attempt: int

    @property
    def is_last(self) -> bool:
        """Tell whether a step that fails now is left out for good."""
        return self.attempt >= MOST_ATTEMPTS

    @property
    def is_beyond(self) -> bool:
        """Tell whether even the last attempt never came to its end."""
        return self.attempt > MOST_ATTEMPTS


def pause_after(attempt: int) -> timedelta:
    """Say how long to wait after an attempt that failed."""
    return min(_FIRST_PAUSE * int(4 ** min(attempt - 1, 8)), _LONGEST_PAUSE)


async def claim_version(database: Database, *, now: datetime, life: timedelta) -> Claim | None:
    """Take up the version that waits longest, also one whose worker is gone."""
    async with database.transaction(read_only=True) as connection:
        # Mostly there is nothing, and on SQLite to write is to keep everybody else from writing.
        if await oldest_due_job(connection, now=now) is None:
            return None
    async with database.transaction() as connection:
        job = await oldest_due_job(connection, now=now)
        if job is None:
            return None
        version = await version_of(connection, job.document_id, job.version_id)
        if version is None or version.deleted_at is not None or version.check_state.is_settled:
            await drop_job(connection, job.version_id)
            return None
        token, attempt = str(uuid.uuid4()), job.attempts + 1
        await lease_job(connection, job.version_id, token=token, until=now + life, attempts=attempt)
        state = state_after(version.check_state, CheckAction.BEGIN)
        await set_check_state(connection, job.version_id, state)
    return Claim(version=version, token=token, attempt=attempt)


async def keep_claim(database: Database, claim: Claim, *, until: datetime) -> bool:
    """Renew the lease; False when somebody else has the version by now."""
    async with database.transaction() as connection:
        return await renew_job(connection, claim.version.version_id, token=claim.token, until=until)


async def let_go(database: Database, claim: Claim, *, now: datetime, is_attempt: bool) -> None:
    """Leave the version to whoever comes next; a stop in good order is no failed attempt."""
    async with database.transaction() as connection:
        await put_job_back(
            connection,
            claim.version.version_id,
            token=claim.token,
            due_at=now + pause_after(claim.attempt) if is_attempt else None,
            is_attempt=is_attempt,
        )
