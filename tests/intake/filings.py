"""Filings over HTTP: firms and their applications, brought as far as a test needs, by those who would do it.

Nothing here is faked or written past a service: a filing in review has been filled in, finalised, stamped,
submitted, passed, recommended, handed in and received.
"""

from collections.abc import Mapping
from typing import Any

from services.intake.domain.lifecycle import State
from tests.harness.api import Answer, Api
from tests.harness.clock import TestClock
from tests.harness.waiting import eventually
from tests.intake.bodies import (
    AFTER_PUBLICITY,
    ANY_VERSION,
    BUREAUS,
    CORRECTIONS,
    INSIDE,
    OPINION,
    PAPER,
    PORTAL_FILED_AT,
    REASON,
    REPORT,
    RESULT,
    UNIT,
    a_credit_code,
    a_key,
    new_application,
    scan,
)
from tests.intake.firms import Firm, registered
from tests.intake.forms import ROUND_ID
from tests.intake.ways import OWN_TIERS, ways_of


class Filing:
    """One application, and the steps that people take on it."""

    def __init__(self, desk: "Filings", firm: Firm, application: Mapping[str, Any]) -> None:
        self.desk = desk
        self.firm = firm
        self.application_id = str(application["application_id"])
        self.tier = str(application["tier"])
        self.path = f"/v1/applications/{self.application_id}"
        #: Set by the steps that make them.
        self.hand_in_path = ""
        self.list_path = ""
        self.forwarding_path = ""

    @property
    def applicant(self) -> Api:
        return self.firm.api

    @property
    def officer(self) -> Api:
        return self.desk.officer(self.firm.unit)

    def read(self) -> dict[str, Any]:
        """Read the application as the city sees it."""
        return dict(self.desk.city.get(self.path).ok(200))

    def etag(self) -> str:
        return f'"{self.read()["version"]}"'

    def history(self) -> dict[str, Any]:
        return dict(self.desk.city.get(f"{self.path}/history").ok(200))

    def kinds_of_events(self) -> list[str]:
        return [event["kind"] for event in self.history()["events"]]

    def settled(self) -> "Filing":
        """Wait until what followed a submission has come home: verdict, frozen files, printed form."""
        eventually(self._is_settled, what="the way home")
        return self

    def _is_settled(self) -> bool:
        now = self.read()
        frozen = all(each["frozen_at"] for each in now["attachments"])
        revision = self.desk.city.get(f"{self.path}/revisions/{now['revision_number']}").ok(200)
        printed = revision["printed"] or self.tier not in OWN_TIERS
        return bool(now["verdict"] and frozen and printed)

    def save(self, patch: object, *, if_match: str | None = ANY_VERSION, **options: Any) -> Answer:
        return self.applicant.patch(f"{self.path}/form", patch, if_match=if_match, **options)

    def record_report(self, *, if_match: str | None = ANY_VERSION, **changes: Any) -> Answer:
        path = f"{self.path}/maturity-report"
        return self.applicant.put(path, REPORT | changes, if_match=if_match)

    def upload(self, kind: str, data: bytes | None = None) -> dict[str, str]:
        """Upload a file; give the ids with which it is attached."""
        request = {"kind": kind, "file_name": f"{kind}.pdf"}
        ticket = self.applicant.post(f"{self.path}/upload-tickets", request).ok(201)
        stored = self.desk.documents.send(
            "PUT",
            ticket["url"],
            content=scan() if data is None else data,
            headers={"Ticket": ticket["ticket"], "Content-Type": "application/pdf"},
        ).ok(201)
        return {"document_id": stored["document_id"], "version_id": stored["version_id"]}

    def attach(self, kind: str, data: bytes | None = None) -> Answer:
        path = f"{self.path}/attachments/{kind}"
        return self.applicant.put(path, self.upload(kind, data))

    def complete(self, **parts: Any) -> None:
        """Fill in everything that finalising asks for."""
        self.save(self.firm.form(**parts)).ok(200)
        self.record_report().ok(200)
        self.attach("maturity-report").ok(200)
        if self.tier not in OWN_TIERS:
            self.save_portal_filing().ok(200)
            self.attach("portal-form").ok(200)

    def finalise(self, **options: Any) -> Answer:
        headers = {"If-Match": ANY_VERSION}
        return self.applicant.post(f"{self.path}/finalise", headers=headers, **options)

    def submit(self, number: int = 1, **options: Any) -> Answer:
        return self.applicant.post(f"{self.path}/submit", {"revision_number": number}, **options)

    def save_portal_filing(self, **changes: Any) -> Answer:
        body = {"portal_number": f"MIIT-EX-{a_key()[:8]}", "filed_at": PORTAL_FILED_AT} | changes
        return self.applicant.put(f"{self.path}/portal-filing", body, if_match=ANY_VERSION)

    def record(self, **options: Any) -> Answer:
        """Record what was filed in the national portal."""
        headers = {"If-Match": ANY_VERSION}
        return self.applicant.post(f"{self.path}/record", headers=headers, **options)

    def log_paper(self, caller: Api | None = None, **changes: Any) -> Answer:
        path = f"{self.path}/paper-copies"
        return (caller or self.officer).post(path, PAPER | changes)

    def give_opinions(self, *bureaus: str, opinion: str = "agree") -> None:
        """Let partner bureaus, all of them by default, give their joint opinion."""
        for bureau in bureaus or BUREAUS:
            self.opine(self.desk.bureau(bureau), bureau, opinion=opinion).ok(200)

    def opine(
        self, caller: Api, bureau: str, *, if_match: str | None = None, **changes: Any
    ) -> Answer:
        path = f"{self.path}/joint-opinions/{bureau}"
        return caller.put(path, OPINION | changes, if_match=if_match)

    def result(self, name: str, **changes: Any) -> Answer:
        """Record the ministry's result, as the city."""
        headers = {"If-Match": ANY_VERSION}
        return self.desk.city.post(f"{self.path}/{name}", RESULT | changes, headers=headers)

    def undo(self, name: str, *, reason: str | None = None, **options: Any) -> Answer:
        """Take back or withdraw, as the enterprise."""
        body = {"reason": reason} if name == "withdraw" else None
        headers = {"If-Match": ANY_VERSION}
        return self.applicant.post(f"{self.path}/{name}", body, headers=headers, **options)

    def step(self, caller: Api, name: str, **options: Any) -> Answer:
        """Take an officer's step, such as ``pass`` or ``propose``."""
        headers = {"If-Match": ANY_VERSION}
        body = CORRECTIONS if name == "return" else REASON
        return caller.post(f"{self.path}/{name}", body, headers=headers, **options)

    def hand_in(self) -> Answer:
        answer = self.desk.hand_in(self.officer, self.firm.unit, self, tier=self.tier)
        self.hand_in_path = answer.headers.get("location", "")
        return answer

    def draw_list(self) -> Answer:
        answer = self.desk.draw_list()
        self.list_path = answer.headers.get("location", "")
        return answer


class Filings:
    """The desk at which filings are made; the business clock stands inside the round's window."""

    def __init__(self, intake: Api, documents: Api, clock: TestClock) -> None:
        clock.move_business_to(INSIDE)
        self.anybody = intake
        self.documents = documents
        self.clock = clock
        self.city = intake.as_role("city-officer", subject="city-1")
        self.second_city = intake.as_role("city-officer", subject="city-2")
        self.auditor = intake.as_role("auditor")

    def officer(self, unit: str | None, **options: Any) -> Api:
        return self.anybody.as_role("district-officer", unit=unit, **options)

    def applicant(self, credit_code: str | None, **options: Any) -> Api:
        return self.anybody.as_role("applicant", enterprise=credit_code, **options)

    def firm(
        self, *, unit: str = UNIT, name: str = "天津某某智造示例有限公司", **changes: Any
    ) -> Firm:
        """Register an enterprise with one factory in a unit."""
        code = a_credit_code()
        return registered(self.applicant(code), code, unit=unit, name=name, **changes)

    def start(self, firm: Firm, tier: str = "advanced", **options: Any) -> Answer:
        return firm.api.post("/v1/applications", new_application(firm.factory_id, tier), **options)

    def draft(self, firm: Firm | None = None, *, tier: str = "advanced") -> Filing:
        firm = firm or self.firm()
        return Filing(self, firm, self.start(firm, tier).ok(201))

    def completed(self, firm: Firm | None = None, *, tier: str = "advanced") -> Filing:
        """Give a draft that misses nothing."""
        filing = self.draft(firm, tier=tier)
        filing.complete()
        return filing

    def stamped(self, firm: Firm | None = None, *, tier: str = "advanced") -> Filing:
        """Give a finalised filing with its stamped scan, ready to be submitted."""
        filing = self.completed(firm, tier=tier)
        filing.finalise().ok(200)
        filing.attach("stamped-scan").ok(200)
        return filing

    def at(self, state: State, firm: Firm | None = None, *, tier: str = "advanced") -> Filing:
        """Give a filing in any state, by the shortest way of people's steps."""
        if state is State.DRAFT:
            return self.completed(firm, tier=tier)
        if state is State.FINALISED and tier in OWN_TIERS:
            return self.stamped(firm, tier=tier)
        before, step = ways_of(tier)[state]
        filing = self.at(before, firm, tier=tier)
        step(filing)
        return filing

    def hand_in(self, officer: Api, unit: str, *filings: Filing, **changes: Any) -> Answer:
        request = {
            "round_id": ROUND_ID,
            "tier": "advanced",
            "unit_code": unit,
            "application_ids": [filing.application_id for filing in filings],
        }
        return officer.post("/v1/hand-ins", request | changes)

    def bureau(self, code: str | None, **options: Any) -> Api:
        return self.anybody.as_role("bureau-officer", unit=code, **options)

    def set_order(
        self,
        officer: Api,
        unit: str,
        *filings: Filing,
        tier: str = "excellent",
        round_id: str = ROUND_ID,
        if_match: str = ANY_VERSION,
    ) -> Answer:
        """Set a unit's priority order, first place first."""
        path = f"/v1/rounds/{round_id}/tiers/{tier}/units/{unit}/priority-order"
        entries = [
            {"application_id": filing.application_id, "place": place}
            for place, filing in enumerate(filings, start=1)
        ]
        return officer.put(path, {"entries": entries}, if_match=if_match)

    def forward(self, *filings: Filing, **changes: Any) -> Answer:
        request = {
            "round_id": ROUND_ID,
            "tier": "excellent",
            "application_ids": [filing.application_id for filing in filings],
        }
        return self.city.post("/v1/forwardings", request | changes)

    def draw_list(self, **changes: Any) -> Answer:
        return self.city.post("/v1/lists", {"round_id": ROUND_ID, "tier": "advanced"} | changes)

    def list_step(self, path: str, name: str, caller: Api | None = None) -> Answer:
        return (caller or self.city).post(f"{path}/{name}", headers={"If-Match": ANY_VERSION})

    def feed(self, aggregate_id: str, count: int) -> list[dict[str, Any]]:
        """Read the feed's events of one object, once the sequencer has numbered so many of them."""

        def look() -> list[dict[str, Any]] | None:
            feed = self.auditor.get("/v1/events", params={"limit": 500}).ok(200)["events"]
            mine = [event for event in feed if event["aggregate_id"] == aggregate_id]
            return mine if len(mine) >= count else None

        return eventually(look, what=f"{count} events in the feed")

    def publish(self, path: str) -> dict[str, Any]:
        """Take a drawn list through its publicity to its publication."""
        self.list_step(path, "open-publicity").ok(200)
        return self.publish_open(path)

    def publish_open(self, path: str) -> dict[str, Any]:
        """Take a list whose publicity was opened to its publication."""
        self.clock.move_business_to(AFTER_PUBLICITY)
        self.list_step(path, "request-publication").ok(200)
        return dict(self.list_step(path, "confirm-publication", self.second_city).ok(200))
