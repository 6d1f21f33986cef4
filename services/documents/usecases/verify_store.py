"""Everything in the store is held against the database, a piece at a time, and begun again where it broke off.

It only reads what it compares: what is wrong is named, never mended.
"""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.documents.domain.keeping import (
    Discrepancy,
    Expected,
    Failure,
    ListedPage,
    ObjectName,
    discrepancy_of,
    is_young,
    orphans,
)
from services.documents.domain.verifications import Phase, Verification
from services.documents.store.store_survey import StoreSurvey
from services.documents.store.verifications import (
    add_findings,
    add_verification,
    advance_verification,
    drop_unfinished,
    expected_of,
    findings_of,
    keys_in_arrival,
    pictures_under,
    standing_ids,
    unfinished_verification,
    versions_under,
)
from shared.database import Database
from shared.failpoints import fail_point

#: Bytes of one step; a run that is killed reads these again.
_STEP_BYTES = 256 * 2**20


class VerificationTakenOver(Exception):
    """Another process has gone on with this run, or dropped it."""


@dataclass(frozen=True, kw_only=True)
class Verifier:
    """A survey of the whole store."""

    database: Database
    survey: StoreSurvey
    wall: Callable[[], datetime]
    #: Versions, or objects, of one step.
    batch: int
    #: Versions read at the same time.
    at_once: int
    #: An object younger than this may still get its row.
    grace: timedelta

    async def begin(self, *, anew: bool) -> Verification:
        """Find the run that was broken off, or start one."""
        async with self.database.transaction() as connection:
            if anew:
                await drop_unfinished(connection)
            standing = await unfinished_verification(connection)
            if standing is not None:
                return standing
            begun = Verification(id=str(uuid.uuid4()), started_at=self.wall())
            await add_verification(connection, begun)
        return begun

    async def step(self, run: Verification) -> Verification:
        """Compare the next piece and record it; raise ObjectStoreUnavailable, VerificationTakenOver."""
        step = self._step_versions if run.phase is Phase.VERSIONS else self._step_objects
        after = await step(run)
        await fail_point("verify-store.after-step")
        return after

    async def findings(self, run: Verification) -> list[Discrepancy]:
        """List all that a run found."""
        async with self.database.transaction(read_only=True) as connection:
            return await findings_of(connection, run)

    async def _step_versions(self, run: Verification) -> Verification:
        async with self.database.transaction(read_only=True) as connection:
            ids = await standing_ids(
                connection, after=run.after, most=self.batch, most_bytes=_STEP_BYTES
            )
            expected = await expected_of(connection, ids)
        if not ids:
            return await self._record(run, replace(run, phase=Phase.OBJECTS, after=""), [])
        found = await self._compared(expected)
        contents = [each.content for each in expected if each.content is not None]
        after = replace(
            run,
            after=ids[-1],
            versions=run.versions + len(contents),
            size_bytes=run.size_bytes + sum(content.size_bytes for content in contents),
        )
        return await self._record(run, after, found, of_versions=ids)

    async def _compared(self, expected: Sequence[Expected]) -> list[Discrepancy]:
        turns = asyncio.Semaphore(self.at_once)

        async def look(each: Expected) -> Discrepancy | None:
            async with turns:
                ask = self.survey.find if each.content is None else self.survey.read
                found = await ask(each.name)
            if found is Failure.UNREAD:
                # One object is sick, or the store is: then nothing is said of the objects.
                await self.survey.require_sign_of_life()
            return discrepancy_of(each, found)

        looked = await asyncio.gather(*(look(each) for each in expected))
        return [each for each in looked if each is not None]

    async def _step_objects(self, run: Verification) -> Verification:
        begins_after = ObjectName(key=run.after, version=run.after_version) if run.after else None
        page = await self.survey.listed(after=begins_after, most=self.batch)
        settled_before = self.wall() - self.grace
        keys = {each.name.key for each in page.listed}
        # Read after the listing: whatever row was there before its object was listed is seen.
        async with self.database.transaction(read_only=True) as connection:
            versions, deleted = await versions_under(connection, keys)
            standing = versions | await pictures_under(connection, keys)
            in_arrival = await keys_in_arrival(connection, keys)
        found = orphans(
            page.listed,
            standing=standing,
            deleted=deleted,
            in_arrival=in_arrival,
            settled_before=settled_before,
        )
        after = replace(
            run,
            objects=run.objects + len(page.listed),
            young_objects=run.young_objects
            + sum(
                is_young(each, settled_before) and each.name not in standing for each in page.listed
            ),
        )
        return await self._record(run, self._moved(after, page), found)

    def _moved(self, run: Verification, page: ListedPage) -> Verification:
        if page.ends_at is None:
            return replace(
                run, phase=Phase.DONE, after="", after_version="", finished_at=self.wall()
            )
        return replace(run, after=page.ends_at.key, after_version=page.ends_at.version)

    async def _record(
        self,
        before: Verification,
        after: Verification,
        found: Sequence[Discrepancy],
        *,
        of_versions: Sequence[str] = (),
    ) -> Verification:
        async with self.database.transaction() as connection:
            if found and of_versions:
                # What was deleted or checked anew while it was read is no discrepancy.
                still = {each.name for each in await expected_of(connection, of_versions)}
                found = [each for each in found if each.name in still]
            if not await advance_verification(connection, before, after):
                raise VerificationTakenOver
            await add_findings(connection, after, found)
        return after
