"""The queue of checks: one worker a version, nothing forgotten, nothing tried for ever."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from services.documents.app import SCHEMA, documents_context
from services.documents.checking.steps import (
    CheckContext,
    Noticed,
    Step,
    StepReport,
    Subject,
)
from services.documents.context import DocumentsContext
from services.documents.domain.check_life import TRANSITIONS, CheckAction, CheckState
from services.documents.domain.checks import StepOutcome
from services.documents.domain.errors import StoredBytesDiffer
from services.documents.domain.findings import Finding, FindingKind, Severity
from services.documents.domain.versions import Version
from services.documents.settings import DocumentsSettings
from services.documents.store.check_results import KeptResult, result_of
from services.documents.store.object_store import StoredObject
from services.documents.store.queries import mark_deleted, version_of
from services.documents.usecases.check_versions import Checker, checker_of
from services.documents.usecases.claim_check import (
    MOST_ATTEMPTS,
    claim_version,
    keep_claim,
    let_go,
    pause_after,
)
from services.documents.usecases.delete_version import delete_version
from services.documents.usecases.examine_version import stored_crop
from services.documents.usecases.expect_scan import expect_scan
from services.documents.usecases.keep_bytes import keep_bytes
from services.documents.usecases.read_version import stored_object
from services.documents.usecases.record_version import record_version
from services.documents.usecases.settle_check import settle_check
from shared.background import Loop, running
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.database import Database
from shared.service import Foundation
from shared.text import Text
from shared.transactions import Transaction
from tests.documents import samples
from tests.documents.desk import a_document_id
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.reached import LEDGER
from tests.harness.run import Run
from tests.harness.services import make_bucket
from tests.harness.transitions import KIND, transition

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIFE = timedelta(minutes=1)
DOUBTFUL = FindingKind(
    code="doubtful", severity=Severity.DOUBT, title=Text(zh="存疑", en="Doubtful")
)


@dataclass
class Workshop:
    """A service's parts over a database of the test's own, and a wall clock that it moves."""

    database: Database
    context: DocumentsContext
    wall: datetime = NOW

    def with_steps(self, *steps: Step) -> Checker:
        context = replace(self.context, check_steps=steps)
        checker = checker_of(context, self.database)
        return replace(checker, wall=lambda: self.wall, lease=LIFE)

    async def upload(self, data: bytes | None = None) -> Version:
        async def chunks() -> AsyncIterator[bytes]:
            yield samples.a_pdf() if data is None else data

        async with self.context.spool.receive(chunks(), lambda _: None) as spooled:
            version = await keep_bytes(
                self.context,
                spooled,
                document_id=a_document_id(),
                kind="stamped-scan",
                media_type="application/pdf",
                file_name="扫描件.pdf",
                actor="wang",
            )
        async with self.database.transaction() as connection:
            await record_version(connection, version, event_kind="document.stored")
        return version

    async def standing(self, version: Version) -> tuple[CheckState, KeptResult | None]:
        async with self.database.transaction(read_only=True) as connection:
            found = await version_of(connection, version.document_id, version.version_id)
            assert found is not None
            return found.check_state, await result_of(connection, version.version_id)


@pytest.fixture
def workshop(
    make_database: DatabaseMaker, loop: LoopThread, run: Run, tmp_path: Path
) -> Iterator[Workshop]:
    database = make_database("documents", SCHEMA)
    store = run.object_store()
    settings = DocumentsSettings(
        _env_file=None,
        store_endpoint=store.endpoint,
        store_access_key=store.access_key,
        store_secret_key=store.secret_key,
        store_bucket=make_bucket(run),
        spool_folder=tmp_path / "spool",
        inspection_workers=1,
    )
    context = documents_context(settings, Foundation.of(settings))

    lifetime = context.running()
    loop.run(lifetime.__aenter__())
    yield Workshop(database=database, context=context)
    loop.run(lifetime.__aexit__(None, None, None))


def a_step(
    name: str, act: Callable[[Subject], Awaitable[Sequence[Noticed]] | Sequence[Noticed]]
) -> Step:
    async def run(_context: CheckContext, subject: Subject) -> StepReport:
        noticed = act(subject)
        return StepReport(
            noticed=list(await noticed if isinstance(noticed, Awaitable) else noticed)
        )

    return Step(name=name, run=run)


def failing(_subject: Subject) -> Sequence[Noticed]:
    raise OSError("the disk is away")


def doubting(subject: Subject) -> Sequence[Noticed]:
    picture = subject.crops / "crop.png"
    Image.new("L", (8, 8)).save(picture)
    return [Noticed(finding=Finding(kind=DOUBTFUL, page=2), crop=picture)]


QUIET = a_step("quiet", lambda _subject: [])


def test_every_version_is_claimed_by_one_worker_only(workshop: Workshop, loop: LoopThread) -> None:
    async def scenario() -> None:
        versions = [await workshop.upload() for _ in range(3)]
        claims = await asyncio.gather(
            *(claim_version(workshop.database, now=NOW, life=LIFE) for _ in range(6))
        )
        # On PostgreSQL a row that another is just taking is passed over: ask once more.
        late = [await claim_version(workshop.database, now=NOW, life=LIFE) for _ in range(3)]
        found = [claim.version.version_id for claim in [*claims, *late] if claim is not None]

        assert sorted(found) == sorted(version.version_id for version in versions)
        assert (await workshop.standing(versions[0]))[0] is CheckState.CHECKING

    loop.run(scenario())
    LEDGER.reach(KIND, transition("begin", "received"))


def test_a_worker_that_was_given_up_records_nothing(workshop: Workshop, loop: LoopThread) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        checker = workshop.with_steps(QUIET)
        slow = await claim_version(workshop.database, now=NOW, life=LIFE)
        assert slow is not None
        result = await checker.examination.of(version, is_last_attempt=False)
        assert await claim_version(workshop.database, now=NOW, life=LIFE) is None
        later = NOW + LIFE
        quick = await claim_version(workshop.database, now=later, life=LIFE)
        assert quick is not None
        assert quick.attempt == 2

        assert not await keep_claim(workshop.database, slow, until=later + LIFE)
        assert not await settle_check(workshop.database, slow, result, at=NOW)
        await let_go(workshop.database, slow, now=NOW, is_attempt=True)
        assert await claim_version(workshop.database, now=later, life=LIFE) is None
        assert await workshop.standing(version) == (CheckState.CHECKING, None)
        assert await settle_check(workshop.database, quick, result, at=later)
        assert (await workshop.standing(version))[0] is CheckState.ACCEPTED
        assert await claim_version(workshop.database, now=later + LIFE, life=LIFE) is None

    loop.run(scenario())
    LEDGER.reach(KIND, transition("begin", "checking"))


def test_what_fails_for_ever_is_flagged_in_the_end_and_the_rest_of_it_is_kept(
    workshop: Workshop, loop: LoopThread
) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        checker = workshop.with_steps(a_step("broken", failing), a_step("eyes", doubting))
        for attempt in range(1, MOST_ATTEMPTS):
            assert await checker.check_next() == 1
            assert await checker.check_next() == 0, "it is not tried again at once"
            assert await workshop.standing(version) == (CheckState.CHECKING, None)
            workshop.wall += pause_after(attempt)
        assert await checker.check_next() == 1

        state, result = await workshop.standing(version)
        assert state is CheckState.FLAGGED
        assert result is not None
        codes = [kept.finding.kind.code for kept in result.findings]
        assert codes == ["could-not-be-checked", "doubtful"]
        assert [step.outcome for step in result.steps] == [StepOutcome.FAILED, StepOutcome.DONE]
        workshop.wall += timedelta(days=1)
        assert await checker.check_next() == 0

    loop.run(scenario())


def test_bytes_that_cannot_be_read_end_as_not_checked(workshop: Workshop, loop: LoopThread) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        await workshop.context.objects.remove(stored_object(version))
        checker = workshop.with_steps(QUIET)
        for attempt in range(1, MOST_ATTEMPTS + 1):
            assert await checker.check_next() == 1
            workshop.wall += pause_after(attempt)

        state, result = await workshop.standing(version)
        assert state is CheckState.FLAGGED
        assert result is not None
        assert [step.outcome for step in result.steps] == [StepOutcome.FAILED]

    loop.run(scenario())


def test_a_worker_that_dies_each_time_ends_as_not_checked(
    workshop: Workshop, loop: LoopThread
) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        for _ in range(MOST_ATTEMPTS):
            assert await claim_version(workshop.database, now=workshop.wall, life=LIFE)
            workshop.wall += LIFE
        checker = workshop.with_steps(QUIET)

        assert await checker.check_next() == 1
        state, result = await workshop.standing(version)
        assert state is CheckState.FLAGGED
        assert result is not None
        assert [step.outcome for step in result.steps] == [StepOutcome.FAILED]

    loop.run(scenario())


def test_pictures_of_findings_are_stored_beside_the_result(
    workshop: Workshop, loop: LoopThread
) -> None:
    async def scenario() -> bytes:
        version = await workshop.upload()
        await workshop.with_steps(a_step("eyes", doubting)).check_next()
        _, result = await workshop.standing(version)
        assert result is not None
        (kept,) = result.findings
        assert kept.finding == Finding(kind=DOUBTFUL, page=2)
        assert kept.crop is not None
        assert kept.crop.object_key == f"findings/{version.version_id}/1.png"
        stored = StoredObject(key=kept.crop.object_key, version=kept.crop.object_version)
        chunks = await workshop.context.objects.open(stored, None)
        return b"".join([chunk async for chunk in chunks])

    assert loop.run(scenario()).startswith(b"\x89PNG")


def test_pictures_go_with_the_version_they_show(workshop: Workshop, loop: LoopThread) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        await workshop.with_steps(a_step("eyes", doubting)).check_next()
        _, result = await workshop.standing(version)
        assert result is not None
        crop = result.findings[0].crop
        assert crop is not None
        transaction = Transaction(workshop.database, read_only=False)
        await delete_version(
            workshop.context,
            transaction,
            document_id=version.document_id,
            version_id=version.version_id,
            actor="intake",
        )

        with pytest.raises(StoredBytesDiffer):
            await workshop.context.objects.open(stored_crop(crop), None)

    loop.run(scenario())


def test_what_is_deleted_while_it_is_checked_leaves_no_result_and_no_picture(
    workshop: Workshop, loop: LoopThread
) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        seen: list[StoredObject] = []
        put = workshop.context.objects.put

        async def noted(*arguments: Any, **more: Any) -> StoredObject:
            seen.append(await put(*arguments, **more))
            return seen[-1]

        async def deleting(subject: Subject) -> Sequence[Noticed]:
            async with workshop.database.transaction() as connection:
                await mark_deleted(connection, version, at=NOW)
            return doubting(subject)

        checker = workshop.with_steps(a_step("slow", deleting))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(workshop.context.objects, "put", noted)
            assert await checker.check_next() == 1

        assert (await workshop.standing(version))[1] is None
        assert await checker.check_next() == 0
        with pytest.raises(StoredBytesDiffer):
            await workshop.context.objects.open(seen[0], None)

    loop.run(scenario())


def test_a_stop_in_good_order_is_no_attempt(workshop: Workshop, loop: LoopThread) -> None:
    async def scenario() -> None:
        await workshop.upload()
        begun = asyncio.Event()

        async def sleeping(_subject: Subject) -> Sequence[Noticed]:
            begun.set()
            await asyncio.sleep(60)
            return []

        checker = workshop.with_steps(a_step("sleepy", sleeping))
        async with running([Loop(name="checker", step=checker.check_next, rest_s=0.01)]):
            await asyncio.wait_for(begun.wait(), 30)
        claim = await claim_version(workshop.database, now=NOW, life=LIFE)

        assert claim is not None
        assert claim.attempt == 1

    loop.run(scenario())


def test_a_deleted_version_is_not_looked_into(workshop: Workshop, loop: LoopThread) -> None:
    async def scenario() -> None:
        version = await workshop.upload()
        async with workshop.database.transaction() as connection:
            await mark_deleted(connection, version, at=NOW)

        assert await workshop.with_steps(QUIET).check_next() == 0
        assert await workshop.standing(version) == (CheckState.RECEIVED, None)

    loop.run(scenario())


def test_pauses_grow_and_stay_bounded() -> None:
    pauses = [pause_after(attempt) for attempt in range(1, 40)]

    assert pauses == sorted(pauses)
    assert pauses[0] > timedelta(0)
    assert pauses[-1] == timedelta(minutes=5)


def test_the_life_of_a_check_ends_in_settled_states_unless_something_else_is_expected() -> None:
    going_on = {state for state, action in TRANSITIONS if action is not CheckAction.EXPECT}
    ends = set(TRANSITIONS.values()) - going_on

    assert {state for state in CheckState if state.is_settled} == ends
    # What is asked anew begins anew; malware stays malware.
    asked = {
        state: after
        for (state, action), after in TRANSITIONS.items()
        if action is CheckAction.EXPECT
    }
    assert set(asked) == set(CheckState) - {CheckState.REFUSED}
    assert set(asked.values()) == {CheckState.RECEIVED}


@pytest.mark.parametrize(
    "before", [state for state in CheckState if state is not CheckState.REFUSED]
)
def test_what_is_expected_anew_is_looked_for_anew(
    workshop: Workshop, loop: LoopThread, before: CheckState
) -> None:
    async def scenario() -> tuple[CheckState, CheckState, bool, int]:
        version = await workshop.upload()
        claim = None
        if before is CheckState.CHECKING:
            claim = await claim_version(workshop.database, now=NOW, life=LIFE)
        elif before is not CheckState.RECEIVED:
            finding = [] if before is CheckState.ACCEPTED else [_doubt()]
            await workshop.with_steps(_step("any", *finding)).check_next()
        transaction = Transaction(workshop.database, read_only=False)
        after = await expect_scan(
            workshop.context,
            transaction,
            document_id=version.document_id,
            version_id=version.version_id,
            order=ScanExpectationOrder(is_seal_expected=True),
            actor="service:intake",
        )
        await transaction.release()
        is_lost = claim is None or not await keep_claim(workshop.database, claim, until=NOW + LIFE)
        taken = await workshop.with_steps(_step("any")).check_next()
        state, _ = await workshop.standing(version)
        return after.check_state, state, is_lost, taken

    after, state, is_lost, taken = loop.run(scenario())

    assert (after, state, is_lost, taken) == (CheckState.RECEIVED, CheckState.ACCEPTED, True, 1)
    LEDGER.reach(KIND, transition(CheckAction.EXPECT, before))


def _doubt() -> Noticed:
    return Noticed(finding=Finding(kind=DOUBTFUL))


def _step(name: str, *noticed: Noticed) -> Step:
    async def run(_context: CheckContext, _subject: Subject) -> StepReport:
        return StepReport(noticed=[*noticed])

    return Step(name=name, run=run)
