"""Two submissions at once: one receipt, one assessment, one freeze a file, whatever the keys."""

from collections import Counter

from services.scenarios.front_end import Unexpected
from services.scenarios.lives import Ready
from services.scenarios.steps import submitting
from tests.harness.waiting import eventually
from tests.journey.conftest import ReadEvents


def test_a_double_click_gives_one_receipt_one_assessment_and_one_freeze_a_file(
    ready: Ready, events_of: ReadEvents
) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    receipts = submitting.submit_with_double_click(
        applicant, application_id, ready.revision_number, clicks=4
    )
    submitting.wait_for_verdict(applicant, application_id)
    attachments = submitting.wait_for_freeze(applicant, application_id)

    assert receipts == [receipts[0]] * 4
    assert_followed_once(events_of, attachments)


def test_submitting_in_two_tabs_gives_one_receipt_and_one_refusal(
    ready: Ready, events_of: ReadEvents
) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    answers = submitting.submit_in_two_tabs(applicant, application_id, ready.revision_number)
    submitting.wait_for_verdict(applicant, application_id)
    attachments = submitting.wait_for_freeze(applicant, application_id)

    refusals = [answer for answer in answers if isinstance(answer, Unexpected)]
    receipts = [answer for answer in answers if not isinstance(answer, Unexpected)]
    assert [(each.status, each.code) for each in refusals] == [(409, "illegal-transition")]
    assert receipts == [applicant.read(f"/v1/applications/{application_id}/receipt")]
    assert_followed_once(events_of, attachments)


def assert_followed_once(events_of: ReadEvents, attachments: list[dict[str, object]]) -> None:
    # The application shows its verdict at once; its event is in the feed a moment later, with all before it.
    eventually(lambda: events_of("intake", "application.verdict-arrived"), what="the last event")
    frozen = Counter(event["aggregate_id"] for event in events_of("documents", "document.frozen"))
    assert frozen == {attachment["document_id"]: 1 for attachment in attachments}
    assert len(events_of("scoring", "assessment.recorded")) == 1
    assert len(events_of("intake", "application.submitted")) == 1
    assert len(events_of("intake", "application.verdict-arrived")) == 1
