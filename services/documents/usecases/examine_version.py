"""Fetches a version's bytes, runs every step over them and stores the pictures of what was found."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from services.documents.checking.steps import (
    CheckContext,
    Noticed,
    Step,
    StepReport,
    Subject,
)
from services.documents.domain.checks import (
    CheckResult,
    Crop,
    Hold,
    KeptFinding,
    StepOutcome,
    StepRun,
    unchecked,
)
from services.documents.domain.errors import StoredBytesDiffer
from services.documents.domain.versions import Version
from services.documents.store.object_store import ObjectStore, StoredObject
from services.documents.store.spool import Spool
from services.documents.usecases.read_version import stored_object
from shared.failpoints import fail_point

log = structlog.get_logger()

#: What a version's pictures are stored under; whoever destroys it removes them too.
CROPS = "findings"


def stored_crop(crop: Crop) -> StoredObject:
    """Name a picture's bytes in the store."""
    return StoredObject(key=crop.object_key, version=crop.object_version)


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What looking into versions takes."""

    objects: ObjectStore
    spool: Spool
    context: CheckContext
    steps: Sequence[Step]

    async def of(self, version: Version, *, is_last_attempt: bool) -> CheckResult:
        """Run the steps; a step that fails is left out in the last attempt, and raised before."""
        chunks = await self.objects.open(stored_object(version), None)
        async with self.spool.receive(chunks, lambda _size: None) as spooled:
            if spooled.digests.sha256 != version.sha256:
                raise StoredBytesDiffer
            with tempfile.TemporaryDirectory(dir=spooled.path.parent) as crops:
                subject = Subject(
                    document_id=version.document_id,
                    version_id=version.version_id,
                    kind=version.kind,
                    media_type=version.media_type,
                    page_count=version.page_count,
                    path=spooled.path,
                    crops=Path(crops),
                )
                return await self._through(subject, is_last_attempt=is_last_attempt)

    async def _through(self, subject: Subject, *, is_last_attempt: bool) -> CheckResult:
        runs: list[StepRun] = []
        noticed: list[Noticed] = []
        turns: dict[int, int] = {}
        hold: Hold | None = None
        for step in self.steps:
            if hold is not None:
                # Whoever may not see the file may not see pieces of it either.
                runs.append(StepRun(name=step.name, outcome=StepOutcome.NOT_APPLICABLE))
                continue
            report = await self._report(step, subject, is_last_attempt=is_last_attempt)
            runs.append(StepRun(name=step.name, outcome=report.outcome, engine=report.engine))
            # Of a file that is closed now nothing is shown but the reason.
            noticed = [*([] if report.hold else noticed), *report.noticed]
            turns.update(report.turns)
            hold = report.hold
        await fail_point("check-version.after-steps")
        findings = [
            await self._kept(subject, each, number, is_closed=hold is not None)
            for number, each in enumerate(noticed, start=1)
        ]
        await fail_point("check-version.after-crops")
        return CheckResult(findings=findings, steps=runs, hold=hold, turns=turns)

    async def _report(self, step: Step, subject: Subject, *, is_last_attempt: bool) -> StepReport:
        try:
            return await step.run(self.context, subject)
        except Exception as error:
            if not is_last_attempt:
                raise
            log.warning("check.step_failed", step=step.name, error=repr(error))
            finding = Noticed(finding=unchecked(step.name))
            return StepReport(noticed=[finding], outcome=StepOutcome.FAILED)

    async def _kept(
        self, subject: Subject, noticed: Noticed, number: int, *, is_closed: bool
    ) -> KeptFinding:
        if noticed.crop is None or is_closed:
            return KeptFinding(finding=noticed.finding)
        stored = await self.objects.put(
            f"{CROPS}/{subject.version_id}/{number}.png",
            noticed.crop,
            size_bytes=noticed.crop.stat().st_size,
            media_type="image/png",
        )
        crop = Crop(object_key=stored.key, object_version=stored.version)
        return KeptFinding(finding=noticed.finding, crop=crop)
