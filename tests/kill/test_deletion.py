"""Intake killed on the way of a deletion: void with its order or not at all, and the bytes go once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.intake.store.schema import SCHEMA
from tests.harness.api import Api
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.relay.real_services import feed_of, kinds_in_feed, upload_scans
from tests.kill.points import AFTER_THE_VOID, Way
from tests.kill.process import assert_killed
from tests.kill.submission import Intake, Submission

#: The file of each way that nothing has pinned on the eve of a submission.
UNPINNED = {Way.SUBMIT: "stamped-scan", Way.RECORD: "portal-form"}


@dataclass(frozen=True)
class Death:
    """Where intake dies, of what a deletion is about there, and what is there by then."""

    point: str
    way: Way
    is_committed: bool
    #: Whether the relay works beside the request.
    with_loops: bool = False

    @property
    def kind(self) -> str:
        return UNPINNED[self.way]


#: In this order, on one database: a relay that starts finds nothing that an earlier death has left to it.
DEATHS = (
    Death("relay.after-delivery", Way.RECORD, is_committed=True, with_loops=True),
    Death(AFTER_THE_VOID, Way.SUBMIT, is_committed=False),
    Death("delete-attachment.after-commit", Way.SUBMIT, is_committed=True),
)


@pytest.fixture
def intake(make_database: DatabaseMaker, stack: Stack, tmp_path: Path) -> Intake:
    return Intake(make_database("intake", SCHEMA), stack, tmp_path)


def test_a_deletion_outlives_a_kill_at_every_point_of_its_way(
    intake: Intake, stack: Stack, loop: LoopThread
) -> None:
    documents = stack.api("documents")
    drafts = prepare(intake, stack, loop)

    for death, draft in drafts.items():
        with intake.running(fail_at=death.point, loops=death.with_loops) as process:
            answer = intake.delete(draft, death.kind)
            assert_killed(process)
        assert answer is None or answer.status_code == 204
        # The order and what is void stand and fall together.
        assert deleted(intake, draft, death, loop) is death.is_committed, death.point
    loop.run(intake.let_leases_run_out())
    with intake.running(loops=True):
        for _ in range(2):
            for death, draft in drafts.items():
                again = intake.delete(draft, death.kind)
                assert again is not None
                assert again.status_code == 204, again.text
        eventually(
            lambda: settled(intake, documents, list(drafts.values()), loop), what="the deletions"
        )

    for death, draft in drafts.items():
        assert deleted(intake, draft, death, loop), death.point
        assert kinds_in_feed(documents, draft.document_ids) == Counter(
            [(document_id, "document.stored") for document_id in draft.document_ids]
            + [(draft.scans.scan.document_id, "document.deleted")]
        )


def prepare(intake: Intake, stack: Stack, loop: LoopThread) -> dict[Death, Submission]:
    """Bring an application for each death to the eve of its submission."""
    documents = stack.api("documents")
    drafts = {
        death: loop.run(
            Submission.prepare(intake.database, death.way, upload_scans(documents, death.kind))
        )
        for death in DEATHS
    }
    feeds = {name: feed_of(stack.api(name)) for name in ("scoring", "documents")}
    ends = {name: feed[-1]["position"] if feed else 0 for name, feed in feeds.items()}
    loop.run(intake.begin_feeds_at(ends))
    return drafts


def deleted(intake: Intake, draft: Submission, death: Death, loop: LoopThread) -> bool:
    """Tell whether the file is void, with one event and one order: all of it, or nothing."""
    traces = loop.run(intake.traces(draft))
    found = (
        traces.events["application.attachment-deleted"],
        traces.orders,
        death.kind in loop.run(intake.attached(draft)),
    )
    assert found in {(1, 1, False), (0, 0, True)}, death.point
    return found == (1, 1, False)


def settled(intake: Intake, documents: Api, drafts: Sequence[Submission], loop: LoopThread) -> bool:
    """Tell whether all orders are marked as delivered, and documents' feed tells of each deletion."""
    told = kinds_in_feed(documents, [draft.scans.scan.document_id for draft in drafts])
    return all(
        loop.run(intake.traces(draft)).undelivered == 0
        and told[draft.scans.scan.document_id, "document.deleted"]
        for draft in drafts
    )
