"""How each operation of intake is called, for tests that call all of them about one object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.harness.api import Answer, Api
from tests.intake.bodies import (
    ANY_VERSION,
    CORRECTIONS,
    NOBODYS,
    OPINION,
    PAPER,
    PORTAL_FILING,
    REASON,
    REPORT,
    RESULT,
    UNIT,
    a_binding,
    a_credit_code,
    a_key,
    new_enterprise,
    new_factory,
)
from tests.intake.filings import Filing
from tests.intake.forms import ROUND_ID


@dataclass(frozen=True, kw_only=True)
class Objects:
    """The ids that a call may name; left alone, they are nobody's."""

    application: str = NOBODYS
    enterprise: str = NOBODYS
    factory: str = NOBODYS
    hand_in: str = NOBODYS
    list: str = NOBODYS
    forwarding: str = NOBODYS
    unit: str = "120199"
    #: A valid code of no registered enterprise.
    credit_code: str = field(default_factory=a_credit_code)

    @classmethod
    def of(cls, filing: Filing) -> "Objects":
        return cls(
            application=filing.application_id,
            enterprise=filing.firm.enterprise_id,
            factory=filing.firm.factory_id,
            hand_in=filing.hand_in_path.rpartition("/")[2] or NOBODYS,
            list=filing.list_path.rpartition("/")[2] or NOBODYS,
            forwarding=filing.forwarding_path.rpartition("/")[2] or NOBODYS,
            unit=filing.firm.unit,
            credit_code=filing.firm.credit_code,
        )


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request; it brings everything that the operation asks for."""

    method: str
    path: str
    json: object = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, caller: Api) -> Answer:
        headers = {"Idempotency-Key": a_key(), "If-Match": ANY_VERSION}
        if self.method == "PATCH":
            headers["Content-Type"] = "application/merge-patch+json"
        return caller.send(
            self.method, self.path, json=self.json, params=self.params, headers=headers
        )


def _get(path: str) -> Callable[[Objects], Call]:
    return lambda objects: Call(method="GET", path=path.format(**vars(objects)))


def _send(
    method: str, path: str, body: Callable[[Objects], object] = lambda _: None
) -> Callable[[Objects], Call]:
    return lambda objects: Call(
        method=method, path=path.format(**vars(objects)), json=body(objects)
    )


def _step(name: str) -> Callable[[Objects], Call]:
    return _send("POST", f"/v1/applications/{{application}}/{name}", lambda _: REASON)


def _about(path: str) -> str:
    return f"/v1/applications/{{application}}{path}"


def _a_hand_in(objects: Objects) -> object:
    return {
        "round_id": ROUND_ID,
        "tier": "advanced",
        "unit_code": objects.unit,
        "application_ids": [objects.application],
    }


def _a_forwarding(objects: Objects) -> object:
    return {"round_id": ROUND_ID, "tier": "excellent", "application_ids": [objects.application]}


def _an_order(objects: Objects) -> object:
    return {"entries": [{"application_id": objects.application, "place": 1}]}


_ORDER = f"/v1/rounds/{ROUND_ID}/tiers/excellent/units/{{unit}}/priority-order"
_LIST_STEP = "/v1/lists/{list}/"

#: What anybody who has signed in may read.
REFERENCE: dict[str, Callable[[Objects], Call]] = {
    "list-units": _get("/v1/units"),
    "read-unit": _get(f"/v1/units/{UNIT}"),
    "list-rounds": _get("/v1/rounds"),
    "read-round": _get(f"/v1/rounds/{ROUND_ID}"),
    "read-form-schema": _get(f"/v1/rounds/{ROUND_ID}/form-schema"),
    "list-industries": _get("/v1/industries"),
}

#: What is read of an object, in any state that has it.
READS: dict[str, Callable[[Objects], Call]] = {
    "read-enterprise": _get("/v1/enterprises/{enterprise}"),
    "list-factories": _get("/v1/enterprises/{enterprise}/factories"),
    "read-application": _get(_about("")),
    "read-form": _get(_about("/form")),
    "ask-read-ticket": _get(_about("/attachments/maturity-report/content")),
    "read-checks": _get(_about("/checks")),
    "pre-check-application": _send("POST", _about("/pre-check")),
    "list-revisions": _get(_about("/revisions")),
    "read-revision": _get(_about("/revisions/1")),
    "read-printed-form": _get(_about("/revisions/1/printed-form")),
    "read-receipt": _get(_about("/receipt")),
    "list-receipts": _get(_about("/receipts")),
    "read-verdict": _get(_about("/verdict")),
    "list-rulings": _get(_about("/verdict/rulings")),
    "read-verdict-receipt": _get(_about("/verdict/receipt")),
    "read-verdict-receipt-as-pdf": _get(_about("/verdict/receipt.pdf")),
    "list-register-matches": _get(_about("/register-matches")),
    "list-joint-opinions": _get(_about("/joint-opinions")),
    "read-priority-order": _get(_ORDER),
    "read-forwarding": _get("/v1/forwardings/{forwarding}"),
    "read-forwarding-table": _get("/v1/forwardings/{forwarding}/summary-table"),
    "list-paper-copies": _get(_about("/paper-copies")),
    "read-history": _get(_about("/history")),
    "read-hand-in": _get("/v1/hand-ins/{hand_in}"),
    "read-summary-table": _get("/v1/hand-ins/{hand_in}/summary-table"),
    "read-hand-in-paper": _get("/v1/hand-ins/{hand_in}/papers/summary-table"),
    "ask-hand-in-read-ticket": _get(
        "/v1/hand-ins/{hand_in}/attachments/stamped-summary-table/content"
    ),
    "preview-summary-table": _get(
        f"/v1/rounds/{ROUND_ID}/tiers/advanced/units/{{unit}}/summary-table"
    ),
    "read-list": _get("/v1/lists/{list}"),
}

#: What changes an object.
WRITES: dict[str, Callable[[Objects], Call]] = {
    "set-finding-aside": _send(
        "PUT", _about(f"/checks/{NOBODYS}/findings/1/set-aside"), lambda _: REASON
    ),
    "rule-on-verdict": _send(
        "PUT",
        _about("/verdict/rulings/br-1-competitiveness"),
        lambda _: {"finding": "met"} | REASON,
    ),
    "register-enterprise": _send(
        "POST", "/v1/enterprises", lambda objects: new_enterprise(objects.credit_code)
    ),
    "register-factory": _send(
        "POST", "/v1/enterprises/{enterprise}/factories", lambda _: new_factory()
    ),
    "request-binding": _send("POST", "/v1/binding-requests", lambda _: a_binding()),
    "import-register": _send("POST", "/v1/register/imports?source_title=annex"),
    "start-application": _send(
        "POST",
        "/v1/applications",
        lambda objects: {
            "round_id": ROUND_ID,
            "tier": "basic",
            "factory_id": objects.factory,
        },
    ),
    "save-form": _send("PATCH", _about("/form"), lambda _: {"effects": {"next_plan": "扩产"}}),
    "record-maturity-report": _send("PUT", _about("/maturity-report"), lambda _: REPORT),
    "ask-upload-ticket": _send(
        "POST",
        _about("/upload-tickets"),
        lambda _: {"kind": "stamped-scan", "file_name": "scan.pdf"},
    ),
    "attach-document": _send(
        "PUT",
        _about("/attachments/stamped-scan"),
        lambda _: {"document_id": NOBODYS, "version_id": NOBODYS},
    ),
    "save-portal-filing": _send("PUT", _about("/portal-filing"), lambda _: PORTAL_FILING),
    "record-portal-filing": _send("POST", _about("/record")),
    "log-paper-copy": _send("POST", _about("/paper-copies"), lambda _: PAPER),
    "delete-attachment": _send("DELETE", _about("/attachments/stamped-scan")),
    "save-revision": _send("POST", _about("/revisions")),
    "finalise-application": _send("POST", _about("/finalise")),
    "submit-application": _send("POST", _about("/submit"), lambda _: {"revision_number": 1}),
    "take-back-application": _send("POST", _about("/take-back")),
    "withdraw-application": _send("POST", _about("/withdraw"), lambda _: {}),
    "return-application": _send("POST", _about("/return"), lambda _: CORRECTIONS),
    "pass-application": _step("pass"),
    "not-pass-application": _step("not-pass"),
    "recommend-application": _step("recommend"),
    "tabulate-application": _step("tabulate"),
    "set-priority-order": _send("PUT", _ORDER, _an_order),
    "request-opinions": _step("request-opinions"),
    "give-joint-opinion": _send("PUT", _about("/joint-opinions/finance"), lambda _: OPINION),
    "not-forward-application": _step("not-forward"),
    "forward-applications": _send("POST", "/v1/forwardings", _a_forwarding),
    "record-selected": _send("POST", _about("/record-selected"), lambda _: RESULT),
    "record-not-selected": _send("POST", _about("/record-not-selected"), lambda _: RESULT),
    "hand-in-applications": _send("POST", "/v1/hand-ins", _a_hand_in),
    "ask-hand-in-upload-ticket": _send(
        "POST",
        "/v1/hand-ins/{hand_in}/upload-tickets",
        lambda _: {"kind": "stamped-summary-table", "file_name": "scan.pdf"},
    ),
    "attach-to-hand-in": _send(
        "PUT",
        "/v1/hand-ins/{hand_in}/attachments/stamped-summary-table",
        lambda _: {"document_id": NOBODYS, "version_id": NOBODYS},
    ),
    "receive-hand-in": _send("POST", "/v1/hand-ins/{hand_in}/receive"),
    "file-application": _step("file"),
    "not-file-application": _step("not-file"),
    "start-review": _step("start-review"),
    "propose-application": _step("propose"),
    "decline-application": _step("decline"),
    "draw-list": _send("POST", "/v1/lists", lambda _: {"round_id": ROUND_ID, "tier": "advanced"}),
    "open-publicity": _send("POST", f"{_LIST_STEP}open-publicity"),
    "request-publication": _send("POST", f"{_LIST_STEP}request-publication"),
    "confirm-publication": _send("POST", f"{_LIST_STEP}confirm-publication"),
    "move-clock": _send(
        "PUT", "/v1/development/clock", lambda _: {"business": "2025-07-10T09:00:00+08:00"}
    ),
}

#: Lists over many objects: what a caller may not see is left out.
PAGES: dict[str, Callable[[Objects], Call]] = {
    "list-applications": _get("/v1/applications"),
    "list-asked-opinions": _get("/v1/joint-opinions"),
    "list-hand-ins": _get("/v1/hand-ins"),
    "read-inbox": _get("/v1/inbox"),
    "list-lists": _get("/v1/lists"),
    "list-events": _get("/v1/events"),
    "list-deliveries": _get("/v1/deliveries"),
    "list-register": _get("/v1/register"),
    "list-bindings": _get("/v1/binding-requests"),
}

#: What no application has.
OTHERS: dict[str, Callable[[Objects], Call]] = {
    "read-binding": _get(f"/v1/binding-requests/{NOBODYS}"),
    "confirm-binding": _send("POST", f"/v1/binding-requests/{NOBODYS}/confirm", lambda _: REASON),
    "refuse-binding": _send("POST", f"/v1/binding-requests/{NOBODYS}/refuse", lambda _: REASON),
    "revoke-binding": _send("POST", f"/v1/binding-requests/{NOBODYS}/revoke", lambda _: REASON),
    "read-register-import": _get(f"/v1/register/imports/{NOBODYS}"),
}

CALLS = REFERENCE | READS | WRITES | PAGES | OTHERS
