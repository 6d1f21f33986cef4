"""Records what the checks of a version came to; it closes no submission and undoes no freeze."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.check_life import CheckState, state_after
from services.documents.domain.checks import CheckResult, Hold
from services.documents.domain.versions import Version
from services.documents.store.check_queue import drop_job, holds_job
from services.documents.store.check_results import keep_result, set_check_state
from services.documents.store.quarantine import Quarantine, add_quarantine, quarantine_of
from services.documents.store.queries import lock_document, version_of
from services.documents.usecases.claim_check import Claim
from shared.database import Database
from shared.event_log import NewEvent, append_event

#: Who acts in the events of checks.
WORKER = "documents-worker"


async def settle_check(
    database: Database, claim: Claim, result: CheckResult, *, at: datetime
) -> bool:
    """Record the result, its event and the quarantine; False when somebody else has the version."""
    version = claim.version
    async with database.transaction() as connection:
        await lock_document(connection, version.document_id, kind=version.kind)
        if not await holds_job(connection, version.version_id, token=claim.token):
            return False
        standing = await version_of(connection, version.document_id, version.version_id)
        if standing is None or standing.deleted_at is not None:
            await drop_job(connection, version.version_id)
            return False
        state = state_after(CheckState.CHECKING, result.action)
        sha256 = await keep_result(connection, version.version_id, result, at=at)
        await set_check_state(connection, version.version_id, state)
        if result.hold is not None:
            await _close(connection, version, result.hold, at)
        await drop_job(connection, version.version_id)
        await append_event(connection, _event(version, result, state, sha256=sha256, at=at))
    return True


async def _close(connection: AsyncConnection, version: Version, cause: Hold, at: datetime) -> None:
    quarantine = Quarantine(
        version_id=version.version_id, document_id=version.document_id, cause=cause, since=at
    )
    # What an officer has released stays released: the bytes are the same.
    if await quarantine_of(connection, version.version_id) is None:
        await add_quarantine(connection, quarantine)


def _event(
    version: Version, result: CheckResult, state: CheckState, *, sha256: str, at: datetime
) -> NewEvent:
    return NewEvent(
        aggregate_type="document",
        aggregate_id=version.document_id,
        kind="document.checked",
        data={
            "version_id": version.version_id,
            "action": result.action.value,
            "from_state": CheckState.CHECKING.value,
            "state": state.value,
            "findings": dict(result.counts()),
            "quarantined_for": None if result.hold is None else result.hold.value,
            "result_sha256": sha256,
        },
        actor=WORKER,
        at=at,
    )
