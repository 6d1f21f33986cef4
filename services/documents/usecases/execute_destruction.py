"""Carries out what two officers ordered: the bytes go, the rows stay; safe to begin again anywhere."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.destructions import Destruction, DestructionAction
from services.documents.domain.versions import Version
from services.documents.store.check_queue import drop_job
from services.documents.store.destructions import (
    destruction_of,
    ordered_destructions,
    save_destruction,
)
from services.documents.store.legal_holds import require_no_hold
from services.documents.store.lock_bypass import LockBypass
from services.documents.store.queries import (
    lock_document,
    mark_deleted,
    object_versions_of,
    version_of,
)
from services.documents.usecases.destroy_version import destruction_event, stepped
from services.documents.usecases.examine_version import CROPS
from services.documents.usecases.read_version import stored_object
from shared.database import Database
from shared.event_log import append_event
from shared.failpoints import fail_point


@dataclass(frozen=True, kw_only=True)
class Destroyer:
    """The operator's hand."""

    database: Database
    bypass: LockBypass
    operator: str
    business: Callable[[], datetime]

    async def ordered(self) -> list[Destruction]:
        """List what waits to be carried out."""
        async with self.database.transaction(read_only=True) as connection:
            return list(await ordered_destructions(connection))

    async def execute(self, destruction: Destruction) -> Destruction:
        """Remove every copy of the bytes and record it; raise LegalHoldStands, LockHolds, ObjectStoreUnavailable."""
        async with self.database.transaction() as connection:
            version = await version_of(connection, destruction.document_id, destruction.version_id)
            assert version is not None  # noqa: S101 - rows of versions are never deleted
            await self._begin(connection, version, destruction.id)
            kept = await object_versions_of(connection, version.document_id, but=version.version_id)
        stored = stored_object(version)
        # The version itself goes last: as long as it is there, a repeat finds its copies by it.
        others = [
            *await self.bypass.below(f"{CROPS}/{version.version_id}/"),
            *await self.bypass.copies_of(stored, kept=kept),
        ]
        for each in (*others, stored):
            await self.bypass.destroy(each)
        await fail_point("execute-destruction.after-bytes")
        return await self._record(destruction, version, removed=len(others) + 1)

    async def _begin(
        self, connection: AsyncConnection, version: Version, destruction_id: str
    ) -> None:
        await lock_document(connection, version.document_id, kind=version.kind)
        standing = await destruction_of(connection, destruction_id)
        assert standing is not None  # noqa: S101 - what was ordered is never deleted
        # From here on no hold can be set any more: else one that came between this look and the bytes would be told
        # to stand, and stand on nothing.
        if standing.begun_at is None:
            await require_no_hold(connection, version.version_id)
            await save_destruction(connection, replace(standing, begun_at=self.business()))

    async def _record(
        self, destruction: Destruction, version: Version, *, removed: int
    ) -> Destruction:
        at = self.business()
        async with self.database.transaction() as connection:
            await lock_document(connection, version.document_id, kind=version.kind)
            standing = await destruction_of(connection, destruction.id)
            assert standing is not None  # noqa: S101 - rows of destructions are never deleted
            executed = replace(
                stepped(standing, DestructionAction.EXECUTE),
                executed_at=at,
                removed_objects=removed,
            )
            await save_destruction(connection, executed)
            if version.deleted_at is None:
                await mark_deleted(connection, version, at=at)
            await drop_job(connection, version.version_id)
            event = destruction_event(executed, "document.destroyed", self.operator)
            data = {
                **event.data,
                "action": DestructionAction.EXECUTE.value,
                "from_state": standing.state.value,
                "removed_objects": removed,
            }
            await append_event(connection, replace(event, data=data))
        return executed
