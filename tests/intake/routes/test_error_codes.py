"""Every error of intake as a caller meets it: its status, its words in both languages, the places it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from services.intake.domain import document_errors, errors, list_errors, working_days
from services.intake.domain.lifecycle import State
from shared.errors import TiduError
from tests.harness.api import Answer, Api
from tests.harness.servers import Stack
from tests.intake.filings import (
    ANY_VERSION,
    CLOSE,
    INSIDE,
    NOBODYS,
    OTHER_UNIT,
    REASON,
    UNIT,
    UNIT_CLOSE,
    Filing,
    Filings,
    a_credit_code,
    new_application,
    new_enterprise,
)
from tests.intake.forms import ROUND_ID
from tests.intake.refusals import Request, refused

#: Errors that need what no single draft has; each has a test of its own below or elsewhere.
ELSEWHERE: set[type[TiduError]] = {
    errors.FormIncomplete,
    list_errors.ListNotInState,
    list_errors.PublicityRunning,
    list_errors.SecondOfficerNeeded,
    document_errors.PrintedFormNotReady,
    document_errors.ScanMissing,
    document_errors.ScanVoid,
    # No caller can bring it about: see tests/intake/usecases/test_at_once.py.
    document_errors.MaturityReportMissing,
    working_days.CalendarDoesNotReach,
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that is refused, and the places that the refusal names."""

    caller: Api
    method: str
    path: str
    json: object = None
    faults: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, headers: Mapping[str, str]) -> Answer:
        sent = {"Idempotency-Key": "k-1", "If-Match": ANY_VERSION, **headers}
        return self.caller.send(self.method, self.path, json=self.json, headers=sent)


def _register(filings: Filings, faults: Mapping[str, str], **changes: object) -> Call:
    code = a_credit_code()
    return Call(
        caller=filings.applicant(code),
        method="POST",
        path="/v1/enterprises",
        json=new_enterprise(code) | changes,
        faults=faults,
    )


def _register_twice(filings: Filings) -> Call:
    firm = filings.firm()
    body = new_enterprise(firm.credit_code)
    return Call(caller=firm.api, method="POST", path="/v1/enterprises", json=body)


def _start(filings: Filings, **changes: object) -> Call:
    firm = filings.firm()
    body = new_application(firm) | changes
    return Call(caller=firm.api, method="POST", path="/v1/applications", json=body)


def _start_twice(filings: Filings) -> Call:
    firm = filings.draft().firm
    return Call(caller=firm.api, method="POST", path="/v1/applications", json=new_application(firm))


def _on_draft(
    filings: Filings,
    method: str,
    path: str,
    json: object = None,
    faults: Mapping[str, str] | None = None,
    *,
    by: Callable[[Filing], Api] = lambda filing: filing.applicant,
) -> Call:
    filing = filings.draft()
    return Call(
        caller=by(filing),
        method=method,
        path=f"{filing.path}/{path}",
        json=json,
        faults=faults or {},
    )


def _ticket(filings: Filings, file_name: str, faults: Mapping[str, str]) -> Call:
    body = {"kind": "stamped-scan", "file_name": file_name}
    return _on_draft(filings, "POST", "upload-tickets", body, faults)


def _attach(filings: Filings, kind: str, faults: Mapping[str, str] | None = None) -> Call:
    """Attach under a slot of a maturity report to which nothing was uploaded."""
    filing = filings.draft()
    request = {"kind": "maturity-report", "file_name": "a.pdf"}
    slot = filing.applicant.post(f"{filing.path}/upload-tickets", request).ok(201)
    return Call(
        caller=filing.applicant,
        method="PUT",
        path=f"{filing.path}/attachments/{kind}",
        json={"document_id": slot["document_id"], "version_id": NOBODYS},
        faults=faults or {},
    )


def _hand_in(filings: Filings, *, at: datetime = INSIDE, **changes: object) -> Call:
    filing = filings.draft()
    filings.clock.move_business_to(at)
    body = {
        "round_id": ROUND_ID,
        "tier": "advanced",
        "unit_code": UNIT,
        "application_ids": [filing.application_id],
    }
    faults = {} if at != INSIDE or changes else {"/application_ids/0": "not-recommended"}
    return Call(
        caller=filing.officer,
        method="POST",
        path="/v1/hand-ins",
        json=body | changes,
        faults=faults,
    )


def _late(filings: Filings) -> Call:
    call = _start(filings)
    filings.clock.move_business_to(CLOSE)
    return call


def _draw(filings: Filings, tier: str) -> Call:
    body = {"round_id": ROUND_ID, "tier": tier}
    return Call(caller=filings.city, method="POST", path="/v1/lists", json=body)


def _read(path: str) -> Callable[[Filings], Call]:
    return lambda filings: Call(caller=filings.city, method="GET", path=path)


NO_DOCUMENT = {"document_id": NOBODYS, "version_id": NOBODYS}

PROVOCATIONS: dict[type[TiduError], Callable[[Filings], Call]] = {
    errors.ApplicationNotFound: _read(f"/v1/applications/{NOBODYS}"),
    errors.EnterpriseNotFound: _read(f"/v1/enterprises/{NOBODYS}"),
    list_errors.HandInNotFound: _read(f"/v1/hand-ins/{NOBODYS}"),
    list_errors.ListNotFound: _read(f"/v1/lists/{NOBODYS}"),
    errors.RoundNotFound: _read("/v1/rounds/tianjin-1925-2"),
    errors.UnitNotFound: _read("/v1/units/120199"),
    errors.FactoryNotFound: lambda filings: _start(filings, factory_id=NOBODYS),
    errors.TierNotOffered: lambda filings: _start(filings, tier="excellent"),
    errors.ApplicationExists: _start_twice,
    errors.WindowClosed: _late,
    errors.EnterpriseExists: _register_twice,
    errors.CreditCodeInvalid: lambda filings: _register(
        filings, {"/credit_code": "check-digit"}, credit_code="91120116MA0000000X"
    ),
    errors.BranchGroundMissing: lambda filings: _register(
        filings, {"/branch_ground": "required"}, is_branch=True
    ),
    errors.EnterpriseNotYours: lambda filings: _register(filings, {}, credit_code=a_credit_code()),
    errors.RevisionNotFound: lambda filings: _on_draft(filings, "GET", "revisions/1"),
    errors.ReceiptNotFound: lambda filings: _on_draft(filings, "GET", "receipt"),
    errors.VerdictNotThere: lambda filings: _on_draft(filings, "GET", "verdict"),
    document_errors.AttachmentNotFound: lambda filings: _on_draft(
        filings, "GET", "attachments/stamped-scan/content"
    ),
    document_errors.DocumentSlotNotFound: lambda filings: _on_draft(
        filings, "PUT", "attachments/maturity-report", NO_DOCUMENT
    ),
    document_errors.DocumentNotUploaded: lambda filings: _attach(filings, "maturity-report"),
    document_errors.DocumentKindWrong: lambda filings: _attach(
        filings, "stamped-scan", {"/document_id": "kind"}
    ),
    document_errors.FileNameUnusable: lambda filings: _ticket(
        filings, "盖章/扫描.pdf", {"/file_name": "unusable"}
    ),
    errors.FormFaulty: lambda filings: _on_draft(
        filings,
        "PATCH",
        "form",
        {"applicant": {"employees": "many"}, "scenes": {"Scene 1": {}}},
        {"/applicant/employees": "type", "/scenes/Scene 1": "entry-id"},
    ),
    errors.IllegalTransition: lambda filings: _on_draft(
        filings, "POST", "submit", {"revision_number": 1}
    ),
    errors.UnitWindowClosed: lambda filings: _hand_in(filings, at=UNIT_CLOSE),
    list_errors.ApplicationsNotRecommended: _hand_in,
    list_errors.ListEmpty: lambda filings: _draw(filings, "advanced"),
    errors.StepOfOtherBranch: lambda filings: _on_draft(
        filings, "POST", "tabulate", REASON, by=lambda filing: filing.officer
    ),
    errors.CorrectionPlaceUnknown: lambda filings: _on_draft(
        filings,
        "POST",
        "return",
        {
            "corrections": [
                {"pointer": pointer, "reason": "请补正"}
                for pointer in (
                    "/form/factory",
                    "/form/garage",
                    "factory/name",
                    "/attachments/printed-form",
                )
            ]
        },
        {f"/corrections/{place}/pointer": "unknown-place" for place in (1, 2, 3)},
        by=lambda filing: filing.officer,
    ),
    errors.TierWithoutList: lambda filings: _draw(filings, "basic"),
}


def test_every_error_of_intake_is_provoked() -> None:
    concrete = {
        each
        for module in (errors, document_errors, list_errors, working_days)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, TiduError) and "code" in vars(each)
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


def test_a_hand_in_for_somebody_elses_unit_looks_like_one_for_no_unit(filings: Filings) -> None:
    refused(_hand_in(filings, unit_code=OTHER_UNIT), errors.UnitNotFound)


def test_the_units_steps_close_with_their_window(filings: Filings) -> None:
    filing = filings.draft()
    filings.clock.move_business_to(UNIT_CLOSE)

    for step in ("pass", "not-pass", "recommend"):
        path = f"{filing.path}/{step}"
        call = Call(caller=filing.officer, method="POST", path=path, json=REASON)
        refused(call, errors.UnitWindowClosed)
