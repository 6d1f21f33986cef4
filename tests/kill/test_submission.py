"""Intake killed at each point on the way of a submission, started again, and asked the same again."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from services.intake.store.schema import SCHEMA
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.relay.real_services import feed_of, kinds_in_feed, upload_scans
from tests.kill.points import ON_THE_WAY_OF_A_SUBMISSION, Kill, Way
from tests.kill.process import assert_killed
from tests.kill.submission import NO_TRACES, Intake, Submission, Traces

#: The file that goes with a maturity report.
PROOFS = {Way.SUBMIT: "stamped-scan", Way.RECORD: "portal-form"}

BEFORE = {
    Way.SUBMIT: replace(NO_TRACES, state="finalised"),
    Way.RECORD: replace(NO_TRACES, state="draft"),
}


def committed(way: Way) -> Traces:
    """Say what is there right after the commit: all of it, and nothing yet of what others do about it."""
    state = "submitted" if way is Way.SUBMIT else "portal-filed"
    return Traces(
        state=state,
        receipts=1,
        kept_answers=1,
        orders=3,
        undelivered=3,
        expectations=2,
        events=Counter({f"application.{state}": 1}),
        frozen=0,
        has_verdict=False,
    )


def settled(way: Way) -> Traces:
    """Say what is there when everything that follows from it has happened."""
    follows = Counter({"application.document-frozen": 2, "application.verdict-arrived": 1})
    return replace(
        committed(way),
        undelivered=0,
        events=committed(way).events + follows,
        frozen=2,
        has_verdict=True,
    )


@dataclass
class Aftermath:
    """What was seen of each submission, by the point at which its process was killed."""

    submissions: dict[str, Submission]
    first_answers: dict[str, bytes | None] = field(default_factory=dict)
    left: dict[str, Traces] = field(default_factory=dict)
    repeated: dict[str, list[httpx.Response]] = field(default_factory=dict)


@pytest.fixture
def intake(make_database: DatabaseMaker, stack: Stack, tmp_path: Path) -> Intake:
    return Intake(make_database("intake", SCHEMA), stack, tmp_path)


def test_a_submission_outlives_a_kill_at_every_point_of_its_way(
    intake: Intake, stack: Stack, loop: LoopThread
) -> None:
    seen = Aftermath(prepare(intake, stack, loop))
    cursors = loop.run(intake.cursors())

    for kill in ON_THE_WAY_OF_A_SUBMISSION:
        submission = seen.submissions[kill.point]
        seen.first_answers[kill.point] = submit_and_die(intake, kill, submission)
        seen.left[kill.point] = loop.run(intake.traces(submission))
        if kill.point == "poller.before-commit":
            assert loop.run(intake.cursors()) == cursors
    assert seen.left == {
        kill.point: expected_after(kill, seen) for kill in ON_THE_WAY_OF_A_SUBMISSION
    }

    loop.run(intake.let_leases_run_out())
    with intake.running(loops=True):
        for _ in range(2):
            for point, submission in seen.submissions.items():
                seen.repeated.setdefault(point, []).append(submit_again(intake, submission))
        expected = {kill.point: settled(kill.way) for kill in ON_THE_WAY_OF_A_SUBMISSION}
        eventually(lambda: traces_of(intake, seen, loop) == expected, what="what follows")
        positions = eventually(
            lambda: found if None not in (found := loop.run(intake.positions())) else None
        )

    assert positions == list(range(1, len(positions) + 1))
    assert_one_receipt_each(seen)
    assert_one_effect_each(seen, stack)


def prepare(intake: Intake, stack: Stack, loop: LoopThread) -> dict[str, Submission]:
    """Bring an application for each kill to the eve of its submission."""
    documents = stack.api("documents")
    submissions = {
        kill.point: loop.run(
            Submission.prepare(intake.database, kill.way, upload_scans(documents, PROOFS[kill.way]))
        )
        for kill in ON_THE_WAY_OF_A_SUBMISSION
    }
    ids = [one for submission in submissions.values() for one in submission.document_ids]
    eventually(lambda: len(kinds_in_feed(documents, ids)) == len(ids), what="the uploads' events")
    feeds = {name: feed_of(stack.api(name)) for name in ("scoring", "documents")}
    ends = {name: feed[-1]["position"] if feed else 0 for name, feed in feeds.items()}
    loop.run(intake.begin_feeds_at(ends))
    return submissions


def submit_and_die(intake: Intake, kill: Kill, submission: Submission) -> bytes | None:
    """Give the answer, if one came before the process died where it should."""
    with intake.running(fail_at=kill.point, loops=kill.with_loops) as process:
        answer = intake.submit(submission)
        assert_killed(process)
    assert answer is None or answer.status_code == 201, answer.text
    return None if answer is None else answer.content


def submit_again(intake: Intake, submission: Submission) -> httpx.Response:
    answer = intake.submit(submission)
    assert answer is not None
    assert answer.status_code == 201, answer.text
    return answer


def expected_after(kill: Kill, seen: Aftermath) -> Traces:
    """Say what may be found after a death: all of the submission or nothing of it, and no more."""
    if not kill.is_submitted:
        return BEFORE[kill.way]
    if kill.point == "poller.before-commit":
        # How far the relay had come beside it is a matter of chance.
        return replace(committed(kill.way), undelivered=seen.left[kill.point].undelivered)
    return committed(kill.way)


def traces_of(intake: Intake, seen: Aftermath, loop: LoopThread) -> dict[str, Traces]:
    return {
        point: loop.run(intake.traces(submission)) for point, submission in seen.submissions.items()
    }


def assert_one_receipt_each(seen: Aftermath) -> None:
    """The same request has the same answer, whether its process died before, while or after giving it."""
    for kill in ON_THE_WAY_OF_A_SUBMISSION:
        first, (second, third) = seen.first_answers[kill.point], seen.repeated[kill.point]
        assert first in {None, second.content}, kill.point
        assert second.content == third.content, kill.point
        is_replayed = [answer.headers.get("idempotency-replayed") for answer in (second, third)]
        assert is_replayed == ["true" if kill.is_submitted else None, "true"], kill.point
    numbers = {answers[0].json()["number"] for answers in seen.repeated.values()}
    assert len(numbers) == len(ON_THE_WAY_OF_A_SUBMISSION)


def assert_one_effect_each(seen: Aftermath, stack: Stack) -> None:
    """The other services did for each submission what they were asked, and once."""
    assessed = Counter(
        event["payload"]["data"]["application_id"]
        for event in feed_of(stack.api("scoring"))
        if event["kind"] == "assessment.recorded"
    )
    for submission in seen.submissions.values():
        assert assessed[submission.application_id] == 1
        assert kinds_in_feed(stack.api("documents"), submission.document_ids) == Counter(
            (document_id, kind)
            for document_id in submission.document_ids
            for kind in ("document.stored", "document.scan-expected", "document.frozen")
        )
