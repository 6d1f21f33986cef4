"""Every error of intake as a caller meets it: its status, its words in both languages, the places it names."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.domain import (
    binding_errors,
    check_errors,
    document_errors,
    errors,
    list_errors,
    register_errors,
    working_days,
)
from services.intake.domain.lifecycle import State
from shared.errors import REGISTRY, TiduError
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.intake.bodies import INSIDE, REASON, UNIT_CLOSE
from tests.intake.filings import Filing, Filings
from tests.intake.refusals import Request, refused
from tests.intake.routes.order_provocations import ORDER_PROVOCATIONS
from tests.intake.routes.provocations import DRAFT_PROVOCATIONS, Call

PROVOCATIONS = DRAFT_PROVOCATIONS | ORDER_PROVOCATIONS

#: Errors that need what no single draft has; each has a test of its own below or elsewhere.
ELSEWHERE: set[type[TiduError]] = {
    errors.FormIncomplete,
    # tests/intake/routes/test_checks.py
    check_errors.FindingsOpen,
    check_errors.FileNotAttached,
    check_errors.FindingNotThere,
    # tests/intake/routes/test_several_files.py
    document_errors.AttachmentAmbiguous,
    document_errors.TooManyAttachments,
    # tests/intake/routes/test_hand_in_papers.py
    list_errors.HandInNotPrinted,
    list_errors.ListNotInState,
    list_errors.PublicityRunning,
    list_errors.SecondOfficerNeeded,
    document_errors.PrintedFormNotReady,
    document_errors.ScanMissing,
    document_errors.ScanVoid,
    # No caller can bring it about: see tests/intake/usecases/test_at_once.py.
    document_errors.MaturityReportMissing,
    # Nor this: see tests/intake/domain/test_required_documents.py.
    document_errors.RequiredDocumentMissing,
    working_days.CalendarDoesNotReach,
    # tests/intake/routes/test_bindings.py
    binding_errors.BindingNotFound,
    binding_errors.BindingExists,
    binding_errors.BindingNotInState,
    binding_errors.BoundByClaim,
    binding_errors.EnterpriseOfOtherUnit,
    # tests/intake/routes/test_register.py
    register_errors.NotCsv,
    register_errors.RegisterFileFaulty,
    register_errors.RegisterImportNotFound,
}


def test_every_error_of_intake_is_provoked() -> None:
    concrete = {
        error for error in REGISTRY.values() if error.__module__.startswith("services.intake.")
    }

    assert set(PROVOCATIONS) | ELSEWHERE == concrete
    assert not set(PROVOCATIONS) & ELSEWHERE


@pytest.mark.parametrize("error", list(PROVOCATIONS), ids=lambda error: error.code)
def test_an_error_says_the_same_in_both_languages_and_names_the_place(
    error: type[TiduError], filings: Filings
) -> None:
    call = PROVOCATIONS[error](filings)

    answer = refused(call, error)

    assert answer.faults == call.faults


def test_a_form_that_is_incomplete_names_all_that_is_missing(filings: Filings) -> None:
    filing = filings.draft()
    filing.save({"applicant": {"employees": 412}}).ok(200)

    answer = refused(
        Call(caller=filing.applicant, method="POST", path=f"{filing.path}/finalise"),
        errors.FormIncomplete,
    )

    assert "/form/applicant/employees" not in answer.faults
    assert answer.faults["/form/applicant/credit_code"] == "required"
    assert answer.faults["/maturity_report"] == "required"
    assert answer.faults["/attachments/maturity-report"] == "required"


def _submission(filing: Filing, number: int) -> Call:
    body = {"revision_number": number}
    return Call(caller=filing.applicant, method="POST", path=f"{filing.path}/submit", json=body)


def test_a_submission_needs_the_scan_of_the_very_revision(filings: Filings) -> None:
    filing = filings.completed()
    filing.finalise().ok(200)
    refused(_submission(filing, 1), document_errors.ScanMissing)
    refused(_submission(filing, 2), errors.RevisionNotFound)

    filing.attach("stamped-scan").ok(200)
    filing.save({"effects": {"next_plan": "再扩展一条产线。"}}).ok(200)
    filing.finalise().ok(200)
    refused(_submission(filing, 2), document_errors.ScanMissing)
    filing.attach("stamped-scan").ok(200)

    refused(_submission(filing, 1), document_errors.ScanVoid)
    assert filing.read()["state"] == "finalised"


def test_a_form_that_is_still_being_printed_is_to_be_asked_for_again(
    filings: Filings, stack: Stack
) -> None:
    filing = filings.completed()

    with stack.down("documents"):
        filing.finalise().ok(200)
        path = f"{filing.path}/revisions/1/printed-form"
        refused(
            Call(caller=filing.applicant, method="GET", path=path),
            document_errors.PrintedFormNotReady,
        )


def _list_step(path: str, name: str, caller: Api) -> Request:
    return Call(caller=caller, method="POST", path=f"{path}/{name}")


def test_a_list_is_published_in_its_order_at_its_time_by_two(filings: Filings) -> None:
    filing = filings.at(State.PROPOSED)
    filing.draw_list().ok(201)
    path, city = filing.list_path, filings.city

    filings.clock.move_business_to(datetime(2027, 7, 1, 1, tzinfo=UTC))
    refused(_list_step(path, "open-publicity", city), working_days.CalendarDoesNotReach)
    filings.clock.move_business_to(INSIDE)
    refused(_list_step(path, "request-publication", city), list_errors.ListNotInState)
    refused(_list_step(path, "confirm-publication", city), list_errors.ListNotInState)

    filings.list_step(path, "open-publicity").ok(200)
    running = refused(_list_step(path, "request-publication", city), list_errors.PublicityRunning)
    assert "2025-07-17" in running.body["detail"]

    filings.clock.move_business_to(INSIDE + timedelta(days=8))
    filings.list_step(path, "request-publication").ok(200)
    refused(_list_step(path, "confirm-publication", city), list_errors.SecondOfficerNeeded)
    assert filing.read()["state"] == "in-publicity"


def test_the_units_steps_close_with_their_window(filings: Filings) -> None:
    filing = filings.draft()
    filings.clock.move_business_to(UNIT_CLOSE)

    for step in ("pass", "not-pass", "recommend"):
        path = f"{filing.path}/{step}"
        call = Call(caller=filing.officer, method="POST", path=path, json=REASON)
        refused(call, errors.UnitWindowClosed)
