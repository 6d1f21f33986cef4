"""One request for each error on the way to the ministry: portal filing, paper, order, opinions, forwarding."""

from collections.abc import Callable, Mapping

from services.intake.domain import document_errors, order_errors, portal_errors
from services.intake.domain.lifecycle import State
from shared.errors import TiduError
from tests.intake.bodies import BUREAUS, CLOSE, NOBODYS, OPINION, PAPER, REASON, UNIT
from tests.intake.filings import Filings
from tests.intake.forms import ROUND_ID
from tests.intake.routes.provocations import Call


def _on_portal_draft(
    filings: Filings,
    method: str,
    path: str,
    json: object = None,
    faults: Mapping[str, str] | None = None,
    *,
    complete: bool = True,
) -> Call:
    filing = filings.completed(tier="excellent") if complete else filings.draft(tier="excellent")
    return Call(
        caller=filing.applicant,
        method=method,
        path=f"{filing.path}/{path}",
        json=json,
        faults=faults or {},
    )


def _portal_filing(filings: Filings, filed_at: str, faults: Mapping[str, str]) -> Call:
    body = {"portal_number": "MIIT-EX-9", "filed_at": filed_at}
    return _on_portal_draft(filings, "PUT", "portal-filing", body, faults, complete=False)


def _record_late(filings: Filings) -> Call:
    filings.clock.move_business_to(CLOSE)
    filing = filings.completed(tier="excellent")
    filing.save_portal_filing(filed_at="2025-07-19T00:00:00+08:00").ok(200)
    return Call(
        caller=filing.applicant,
        method="POST",
        path=f"{filing.path}/record",
        faults={"/portal_filing/filed_at": "late"},
    )


def _record_anothers_number(filings: Filings) -> Call:
    filing, other = (filings.completed(tier="excellent") for _ in range(2))
    for each in (filing, other):
        each.save_portal_filing(portal_number="MIIT-EX-7").ok(200)
    other.record().ok(201)
    return Call(caller=filing.applicant, method="POST", path=f"{filing.path}/record")


def _log_paper(filings: Filings, state: State, faults: Mapping[str, str], day: str) -> Call:
    filing = filings.at(state, tier="excellent")
    return Call(
        caller=filing.officer,
        method="POST",
        path=f"{filing.path}/paper-copies",
        json=PAPER | {"received_on": day},
        faults=faults,
    )


def _pass_without_paper(filings: Filings) -> Call:
    filing = filings.at(State.PORTAL_FILED, tier="excellent")
    return Call(caller=filing.officer, method="POST", path=f"{filing.path}/pass", json=REASON)


def _order(
    filings: Filings,
    entries: list[object],
    faults: Mapping[str, str],
    *,
    tier: str = "excellent",
    unit: str = UNIT,
) -> Call:
    return Call(
        caller=filings.officer(UNIT),
        method="PUT",
        path=f"/v1/rounds/{ROUND_ID}/tiers/{tier}/units/{unit}/priority-order",
        json={"entries": entries},
        faults=faults,
    )


def _order_after_the_hand_in(filings: Filings) -> Call:
    filings.at(State.HANDED_IN, tier="excellent")
    return _order(filings, [], {})


def _hand_in(filings: Filings, *, with_order: bool) -> Call:
    first, second = (filings.at(State.RECOMMENDED, tier="excellent") for _ in range(2))
    if with_order:
        filings.set_order(first.officer, UNIT, first, second).ok(200)
    body = {
        "round_id": ROUND_ID,
        "tier": "excellent",
        "unit_code": UNIT,
        "application_ids": [second.application_id, first.application_id],
    }
    faults = {f"/application_ids/{place}": "order" for place in (0, 1)} if with_order else {}
    return Call(caller=first.officer, method="POST", path="/v1/hand-ins", json=body, faults=faults)


def _opine(filings: Filings, state: State, by: str, bureau: str) -> Call:
    filing = filings.at(state, tier="excellent")
    return Call(
        caller=filings.bureau(by),
        method="PUT",
        path=f"{filing.path}/joint-opinions/{bureau}",
        json=OPINION,
    )


def _forward_without_all_opinions(filings: Filings) -> Call:
    filing = filings.at(State.AWAITING_OPINIONS, tier="excellent")
    filing.give_opinions(*BUREAUS[:-1])
    body = {
        "round_id": ROUND_ID,
        "tier": "excellent",
        "application_ids": [filing.application_id, NOBODYS],
    }
    faults = {
        "/application_ids/0": "opinions-missing",
        "/application_ids/1": "not-awaiting",
    }
    return Call(
        caller=filings.city, method="POST", path="/v1/forwardings", json=body, faults=faults
    )


def _forward_twice(filings: Filings) -> Call:
    first, second = (filings.at(State.RECOMMENDED, tier="excellent") for _ in range(2))
    filings.set_order(first.officer, UNIT, first, second).ok(200)
    handed_in = filings.hand_in(first.officer, UNIT, first, second, tier="excellent")
    filings.city.post(f"{handed_in.headers['location']}/receive").ok(200)
    for filing in (first, second):
        filing.step(filings.city, "start-review").ok(200)
        filing.step(filings.city, "request-opinions").ok(200)
        filing.give_opinions()
    filings.forward(first).ok(201)
    body = {"round_id": ROUND_ID, "tier": "excellent", "application_ids": [second.application_id]}
    return Call(caller=filings.city, method="POST", path="/v1/forwardings", json=body)


ORDER_PROVOCATIONS: dict[type[TiduError], Callable[[Filings], Call]] = {
    document_errors.RevisionNotPrinted: lambda filings: Call(
        caller=filings.city,
        method="GET",
        path=f"{filings.at(State.PORTAL_FILED, tier='excellent').path}/revisions/1/printed-form",
    ),
    portal_errors.PortalRecordIncomplete: lambda filings: _on_portal_draft(
        filings,
        "POST",
        "record",
        faults={"/portal_filing": "required", "/attachments/portal-form": "required"},
        complete=False,
    ),
    portal_errors.PortalFiledInFuture: lambda filings: _portal_filing(
        filings, "2025-07-11T00:00:00+08:00", {"/filed_at": "in-future"}
    ),
    portal_errors.PortalFiledLate: _record_late,
    portal_errors.PortalNumberTaken: _record_anothers_number,
    portal_errors.PaperNotReceived: _pass_without_paper,
    portal_errors.PaperNotExpected: lambda filings: _log_paper(
        filings, State.DRAFT, {}, "2025-07-10"
    ),
    portal_errors.ReceivedInFuture: lambda filings: _log_paper(
        filings, State.PORTAL_FILED, {"/received_on": "in-future"}, "2025-07-11"
    ),
    order_errors.TierNotOrdered: lambda filings: _order(filings, [], {}, tier="advanced"),
    order_errors.UnitDoesNotRecommend: lambda filings: Call(
        caller=filings.city,
        method="GET",
        path=f"/v1/rounds/{ROUND_ID}/tiers/excellent/units/120000/priority-order",
    ),
    order_errors.OrderFaulty: lambda filings: _order(
        filings,
        [{"application_id": NOBODYS, "place": 1}, {"application_id": NOBODYS, "place": 1}],
        {
            "/entries/0/application_id": "not-recommended",
            "/entries/0/place": "place-repeated",
            "/entries/1/application_id": "not-recommended",
            "/entries/1/place": "place-repeated",
        },
    ),
    order_errors.OrderFrozen: _order_after_the_hand_in,
    order_errors.OrderMissing: lambda filings: _hand_in(filings, with_order=False),
    order_errors.OrderDiffers: lambda filings: _hand_in(filings, with_order=True),
    order_errors.BureauNotYours: lambda filings: _opine(
        filings, State.AWAITING_OPINIONS, "finance", "data"
    ),
    order_errors.OpinionNotAsked: lambda filings: _opine(
        filings, State.NOT_FORWARDED, "finance", "finance"
    ),
    order_errors.NotReadyToForward: _forward_without_all_opinions,
    order_errors.AlreadyForwarded: _forward_twice,
    order_errors.ForwardingNotFound: lambda filings: Call(
        caller=filings.city, method="GET", path=f"/v1/forwardings/{NOBODYS}"
    ),
}
