"""Stand-ins for the other services, for what real ones do not do on demand: fail, hang, say odd things."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.contracts.document_checks import DocumentCheck
from shared.contracts.documents import (
    DocumentVersion,
    FreezeRequest,
    Ticket,
    TicketRequest,
)
from shared.contracts.printing import PageCode, PrintedDocument, PrintJob
from shared.contracts.rulings import AssessmentVersion, AssessmentVersions, ForwardedRuling
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.contracts.scoring import Assessment, AssessmentRequest, EvaluationRequest
from shared.contracts.verdicts import Verdict
from shared.event_feed import EventPage, FeedEvent
from shared.fonts import covered_characters
from shared.printability import unprintable_in

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)


class Deliveries:
    """What was asked of a service, and how it answers: by target, an error to raise or an event to wait for."""

    def __init__(self, answers: Mapping[str, Exception | asyncio.Event] | None = None) -> None:
        self.answers = dict(answers or {})
        #: In the order in which they came, refused ones included.
        self.tried: list[str] = []
        #: Set when the first one came.
        self.came = asyncio.Event()

    async def note(self, target: str) -> None:
        self.tried.append(target)
        self.came.set()
        # The others get their turn while this one is on its way.
        await asyncio.sleep(0)
        answer = self.answers.get(target)
        if isinstance(answer, asyncio.Event):
            await answer.wait()
        elif answer is not None:
            raise answer


class FakeScoring:
    """Takes assessments down."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    async def evaluate(self, request: EvaluationRequest) -> Verdict:
        raise AssertionError(f"nobody evaluates here: {request}")

    async def put_assessment(self, assessment_id: str, request: AssessmentRequest) -> Assessment:
        await self._deliveries.note(assessment_id)
        known: dict[str, Any] = {"assessment_id": assessment_id, "subject": request.subject}
        return Assessment.model_construct(**known)

    async def read_assessment(self, assessment_id: str) -> Assessment | None:
        raise AssertionError(f"nobody reads {assessment_id} here")

    async def rule(
        self, assessment_id: str, ruling: ForwardedRuling, *, expected: frozenset[int]
    ) -> AssessmentVersion:
        raise AssertionError(f"nobody rules on {assessment_id} here: {ruling}, {expected}")

    async def list_versions(self, assessment_id: str, *, after: int) -> AssessmentVersions:
        raise AssertionError(f"nobody lists {assessment_id} after {after} here")

    async def read_receipt(self, assessment_id: str) -> bytes | None:
        raise AssertionError(f"nobody reads the receipt of {assessment_id} here")

    async def read_receipt_as_pdf(self, assessment_id: str) -> bytes | None:
        raise AssertionError(f"nobody reads the receipt of {assessment_id} here")


class FakeDocuments:
    """Takes freezes, expectations and print jobs down, and knows the versions that it was given."""

    def __init__(self, deliveries: Deliveries, *known: DocumentVersion) -> None:
        self._deliveries = deliveries
        self._known = {(version.document_id, version.version_id): version for version in known}

    async def request_ticket(self, request: TicketRequest) -> Ticket:
        raise AssertionError(f"nobody asks for tickets here: {request}")

    async def freeze(
        self, document_id: str, version_id: str, request: FreezeRequest
    ) -> DocumentVersion:
        await self._deliveries.note(f"{document_id}/{version_id}")
        return a_version(document_id, version_id=version_id, sha256=request.sha256)

    async def expect(
        self, document_id: str, version_id: str, order: ScanExpectationOrder
    ) -> DocumentVersion:
        del order
        await self._deliveries.note(f"expect {document_id}/{version_id}")
        return a_version(document_id, version_id=version_id)

    async def put_printed_form(self, document_id: str, job: PrintJob) -> PrintedDocument:
        await self._deliveries.note(document_id)
        version = a_version(document_id, kind="printed-form")
        lost = unprintable_in(job, covered_characters())
        return PrintedDocument(**version.model_dump(), unprintable=lost)

    async def read_page_code(self, code: str) -> PageCode:
        raise AssertionError(f"nobody reads {code} here")

    async def delete_version(self, document_id: str, version_id: str) -> None:
        await self._deliveries.note(f"delete {document_id}/{version_id}")

    async def read_check(self, document_id: str, version_id: str) -> DocumentCheck:
        raise AssertionError(f"nobody reads the check of {document_id}/{version_id} here")

    async def read_version(self, document_id: str, version_id: str) -> DocumentVersion:
        return self._known[document_id, version_id]


class FakeFeed:
    """A feed of events that a test writes."""

    def __init__(self, *events: FeedEvent) -> None:
        self.events = list(events)
        #: Each ``after`` that was asked for.
        self.asked: list[int] = []

    async def read_events(self, *, after: int, limit: int) -> EventPage:
        self.asked.append(after)
        await asyncio.sleep(0)
        found = [event for event in self.events if event.position > after][:limit]
        return EventPage(events=found, next_after=found[-1].position if found else after)


def an_event(position: int, kind: str, aggregate_id: str, **data: Any) -> FeedEvent:
    """Give an event as a feed shows it."""
    return FeedEvent(
        position=position,
        aggregate_type=kind.partition(".")[0],
        aggregate_id=aggregate_id,
        aggregate_seq=1,
        kind=kind,
        recorded_at=AT,
        payload={"aggregate_id": aggregate_id, "kind": kind, "data": data},
        prev_sha256="",
        sha256="0" * 64,
        prev_sm3="",
        sm3="0" * 64,
    )


def a_version(document_id: str, **changes: Any) -> DocumentVersion:
    """Give a stored version."""
    fields = {
        "document_id": document_id,
        "version_id": document_id,
        "kind": "stamped-scan",
        "file_name": "申报书.pdf",
        "media_type": "application/pdf",
        "size_bytes": 4000,
        "sha256": "a" * 64,
        "sm3": "b" * 64,
        "page_count": 2,
        "stored_at": AT,
    }
    return DocumentVersion.model_validate(fields | changes)
