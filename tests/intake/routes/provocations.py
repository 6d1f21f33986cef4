"""One request for each error that a draft, or nothing at all, is enough to provoke."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.intake.domain import document_errors, errors, list_errors
from shared.errors import TiduError
from tests.harness.api import Answer, Api
from tests.intake.bodies import (
    ANY_VERSION,
    CLOSE,
    INSIDE,
    NOBODYS,
    REASON,
    UNIT,
    UNIT_CLOSE,
    a_credit_code,
    new_application,
    new_enterprise,
)
from tests.intake.filings import Filing, Filings
from tests.intake.forms import ROUND_ID


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
    body = new_application(firm.factory_id) | changes
    return Call(caller=firm.api, method="POST", path="/v1/applications", json=body)


def _start_twice(filings: Filings) -> Call:
    firm = filings.draft().firm
    return Call(
        caller=firm.api,
        method="POST",
        path="/v1/applications",
        json=new_application(firm.factory_id),
    )


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

DRAFT_PROVOCATIONS: dict[type[TiduError], Callable[[Filings], Call]] = {
    errors.ApplicationNotFound: _read(f"/v1/applications/{NOBODYS}"),
    errors.EnterpriseNotFound: _read(f"/v1/enterprises/{NOBODYS}"),
    list_errors.HandInNotFound: _read(f"/v1/hand-ins/{NOBODYS}"),
    list_errors.ListNotFound: _read(f"/v1/lists/{NOBODYS}"),
    errors.RoundNotFound: _read("/v1/rounds/tianjin-1925-2"),
    errors.UnitNotFound: _read("/v1/units/120199"),
    errors.FactoryNotFound: lambda filings: _start(filings, factory_id=NOBODYS),
    errors.TierNotOffered: lambda filings: _start(
        filings, round_id="tianjin-2025-1", tier="excellent"
    ),
    errors.ApplicationExists: _start_twice,
    errors.WindowClosed: _late,
    errors.EnterpriseExists: _register_twice,
    errors.CreditCodeInvalid: lambda filings: _register(
        filings, {"/credit_code": "check-digit"}, credit_code="91120116MA0000000X"
    ),
    errors.RegionCodeInvalid: lambda filings: _register(
        filings, {"/registered_region": "region-code"}, registered_region="990000"
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
