"""A service is down at the worst moment: what the applicant does succeeds or says why, and nothing is lost."""

import pytest

from services.scenarios.front_end import refusal_of
from services.scenarios.lives import Draft, Ready
from services.scenarios.steps import filling_in, submitting
from services.scenarios.steps.filling_in import MATURITY_REPORT
from services.scenarios.waiting import wait_for
from tests.harness.servers import Stack
from tests.journey.conftest import ReadEvents


def test_a_submission_succeeds_with_scoring_down_and_the_verdict_follows(
    stack: Stack, ready: Ready, events_of: ReadEvents
) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    with stack.down("scoring"):
        receipt = submitting.submit(applicant, application_id, ready.revision_number)
        pending = refusal_of(lambda: applicant.read(f"/v1/applications/{application_id}/verdict"))
        submitting.wait_for_freeze(applicant, application_id)

    verdict = submitting.wait_for_verdict(applicant, application_id)

    assert pending.code == "verdict-not-there"
    assert verdict["subject"]["application_id"] == application_id
    assert applicant.read(f"/v1/applications/{application_id}/receipt") == receipt
    assert len(events_of("scoring", "assessment.recorded")) == 1


def test_a_submission_succeeds_with_documents_down_and_the_freeze_follows(
    stack: Stack, ready: Ready, events_of: ReadEvents
) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    with stack.down("documents"):
        submitting.submit(applicant, application_id, ready.revision_number)
        standing = applicant.read(f"/v1/applications/{application_id}")["attachments"]
        submitting.wait_for_verdict(applicant, application_id)

    attachments = submitting.wait_for_freeze(applicant, application_id)

    assert [attachment["frozen_at"] for attachment in standing] == [None, None]
    assert {each["aggregate_id"] for each in events_of("documents", "document.frozen")} == {
        each["document_id"] for each in attachments
    }


def test_asking_for_a_ticket_with_documents_down_says_that_the_service_is_away(
    stack: Stack, draft: Draft
) -> None:
    def ask() -> object:
        return filling_in.ask_ticket(
            draft.applicant, draft.application_id, MATURITY_REPORT, "报告.pdf"
        )

    with stack.down("documents"):
        refusal = refusal_of(ask)

    assert (refusal.status, refusal.code) == (503, "service-unavailable")
    assert ask()


def test_a_form_finalised_with_documents_down_is_printed_later(stack: Stack, draft: Draft) -> None:
    with stack.down("documents"):
        revision = submitting.finalise(draft.applicant, draft.application_id)
        number = int(revision["number"])
        path = f"/v1/applications/{draft.application_id}/revisions/{number}/printed-form"
        early = refusal_of(lambda: draft.applicant.read(path))

    pdf = submitting.fetch_printed_form(draft.applicant, draft.application_id, number)

    assert early.code == "printed-form-not-ready"
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("service", ["scoring", "documents"])
def test_a_draft_can_be_read_and_saved_with_a_service_down(
    stack: Stack, draft: Draft, service: str
) -> None:
    form = draft.firm.form()
    with stack.down(service):
        saved = filling_in.autosave(draft.applicant, draft.application_id, form)
        checked = filling_in.pre_check(draft.applicant, draft.application_id)

    assert saved["form"] == form
    assert checked["complete"]
    assert (checked["verdict"] is None) == (service == "scoring")
    assert wait_for(
        lambda: filling_in.pre_check(draft.applicant, draft.application_id)["verdict"],
        what="a dry run with everything up",
    )
