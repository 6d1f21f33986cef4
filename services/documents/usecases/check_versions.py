"""The worker of the checks: one version after the other, from its claim to its result."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from services.documents.context import DocumentsContext
from services.documents.domain.checks import (
    CheckResult,
    KeptFinding,
    StepOutcome,
    StepRun,
    unchecked,
)
from services.documents.store.check_queue import QUEUED
from services.documents.usecases.claim_check import Claim, claim_version, keep_claim, let_go
from services.documents.usecases.examine_version import Examination, stored_crop
from services.documents.usecases.scan_sources import StoredSources
from services.documents.usecases.settle_check import settle_check
from shared.background import Loop
from shared.database import Database
from shared.failpoints import fail_point

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Checker:
    """Looks into versions on behalf of one process."""

    database: Database
    #: The two clocks: leases go by the wall, what is recorded by the business of the round.
    wall: Callable[[], datetime]
    business: Callable[[], datetime]
    examination: Examination
    #: How long a version stays with a process of ours that is not heard of.
    lease: timedelta

    async def check_next(self) -> int:
        """Look into one version, if one waits; the number of versions that were taken up."""
        claim = await claim_version(self.database, now=self.wall(), life=self.lease)
        if claim is None:
            return 0
        await fail_point("check-version.after-claim")
        is_attempt = False
        try:
            async with self._kept(claim):
                result = await self._result(claim)
            if not await settle_check(self.database, claim, result, at=self.business()):
                await self._drop_crops(result)
            await fail_point("check-version.after-result")
        except Exception as error:  # noqa: BLE001 - whatever went wrong, it is tried again
            is_attempt = True
            log.warning(
                "check.failed",
                version_id=claim.version.version_id,
                attempt=claim.attempt,
                error=repr(error),
            )
        finally:
            # Also when the service stops. After a result there is nothing to let go of.
            await let_go(self.database, claim, now=self.wall(), is_attempt=is_attempt)
        return 1

    async def _drop_crops(self, result: CheckResult) -> None:
        """Remove pictures that no result names: the version went meanwhile, or to somebody else."""
        for kept in result.findings:
            if kept.crop is not None:
                await self.examination.objects.remove(stored_crop(kept.crop))

    async def _result(self, claim: Claim) -> CheckResult:
        if not claim.is_beyond:
            try:
                return await self.examination.of(claim.version, is_last_attempt=claim.is_last)
            except Exception as error:
                if not claim.is_last:
                    raise
                log.warning("check.given_up", error=repr(error))
        steps = [step.name for step in self.examination.steps]
        return CheckResult(
            findings=[KeptFinding(finding=unchecked(name)) for name in steps],
            steps=[StepRun(name=name, outcome=StepOutcome.FAILED) for name in steps],
        )

    @contextlib.asynccontextmanager
    async def _kept(self, claim: Claim) -> AsyncIterator[None]:
        """Renew the lease for as long as the work takes."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(self.lease.total_seconds() / 3)
                # A database that is away for a moment is back before the lease is over, or it is lost.
                with contextlib.suppress(Exception):
                    await keep_claim(self.database, claim, until=self.wall() + self.lease)

        task = asyncio.create_task(renew())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def checker_of(context: DocumentsContext, database: Database) -> Checker:
    """Make the worker of a service's parts."""
    examination = Examination(
        objects=context.objects,
        spool=context.spool,
        context=replace(
            context.checking,
            sources=StoredSources(
                database=database,
                objects=context.objects,
                trusted_roots=context.settings.trusted_roots,
            ),
        ),
        steps=context.check_steps,
    )
    return Checker(
        database=database,
        wall=context.clocks.wall,
        business=context.clocks.business,
        examination=examination,
        lease=timedelta(seconds=context.settings.check_lease_s),
    )


def check_loops(context: DocumentsContext, database: Database, *, at_once: int) -> list[Loop]:
    """Make the loops that look into so many versions at a time, off the path of requests."""
    checker = checker_of(context, database)
    return [
        Loop(
            name=f"checker-{number}",
            step=checker.check_next,
            rest_s=context.settings.check_rest_s,
            bell=database.bells.named(QUEUED),
        )
        for number in range(1, at_once + 1)
    ]
