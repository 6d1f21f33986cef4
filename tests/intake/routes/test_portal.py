"""What is filed in the national portal: recorded with its number, its time and its file; its paper is logged."""

from datetime import timedelta

import pytest

from services.intake.domain.lifecycle import State
from tests.intake.bodies import (
    CLOSE,
    OTHER_UNIT,
    PORTAL_FILED_AT,
    UNIT_CLOSE,
    a_key,
)
from tests.intake.filings import Filings

#: 23:59:59 of the last day, and 24:00, by the portal's clock.
LAST_SECOND, TOO_LATE = "2025-07-18T23:59:59+08:00", "2025-07-19T00:00:00+08:00"


def test_a_record_gives_a_receipt_that_tells_the_portals_number_and_time(filings: Filings) -> None:
    filing = filings.completed(tier="leading")
    filing.save_portal_filing(portal_number=" ｍｉｉｔ-ex 007 ").ok(200)

    receipt = filing.record().ok(201)

    content = receipt["content"]
    assert content["kind"] == "recorded"
    assert content["portal_filing"]["number"] == "MIIT-EX007"
    assert content["portal_filing"]["filed_at"] == "2025-07-09T08:20:00+00:00"
    assert content["window_closes_at"] == CLOSE.isoformat()
    assert content["compared"] == [
        {"time": "portal_filing.filed_at", "closes_at": CLOSE.isoformat()},
        {"time": "arrived_at", "closes_at": UNIT_CLOSE.isoformat()},
    ]
    assert set(content["documents"]) == {"maturity-report", "portal-form"}
    after = filing.settled().read()
    assert after["state"] == "portal-filed"
    assert after["receipt_number"] == receipt["number"]
    assert after["portal_filing"]["portal_number"] == "MIIT-EX007"
    revision = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)
    assert revision["content"]["portal_filing"] == content["portal_filing"]
    event = filing.history()["events"][-1]["payload"]
    assert filing.kinds_of_events().count("application.portal-filed") == 1
    assert event["actor"]


def test_a_submission_in_our_own_portal_says_that_it_is_one(filings: Filings) -> None:
    filing = filings.stamped()

    content = filing.submit().ok(201)["content"]

    assert (content["kind"], content["portal_filing"]) == ("submitted", None)
    assert content["compared"] == [{"time": "arrived_at", "closes_at": CLOSE.isoformat()}]


@pytest.mark.parametrize(("filed_at", "in_time"), [(LAST_SECOND, True), (TOO_LATE, False)])
def test_the_portals_time_decides_and_not_when_it_is_recorded(
    filings: Filings, filed_at: str, *, in_time: bool
) -> None:
    filings.clock.move_business_to(UNIT_CLOSE - timedelta(hours=1))
    filing = filings.completed(tier="excellent")
    filing.save_portal_filing(filed_at=filed_at).ok(200)

    answer = filing.record()

    if in_time:
        answer.ok(201)
        return
    answer.refused(409, "portal-filed-late")
    assert "2025-07-18T16:00:00+00:00" in answer.body["detail"]
    assert filing.read()["state"] == "draft"
    filing.applicant.get(f"{filing.path}/receipt").refused(404, "receipt-not-found")


def test_between_the_closes_the_record_may_still_be_mended_and_a_submission_may_not(
    filings: Filings,
) -> None:
    filing, own = filings.at(State.PORTAL_FILED, tier="excellent"), filings.at(State.SUBMITTED)
    filings.clock.move_business_to(UNIT_CLOSE - timedelta(hours=1))

    filing.undo("take-back").ok(200)
    filing.save_portal_filing(portal_number="MIIT-EX-9").ok(200)
    filing.attach("portal-form").ok(200)
    filing.record().ok(201)
    filing.step(filing.officer, "return").ok(200)
    filing.save({"effects": {"next_plan": "再改"}}).ok(200)
    filing.record().ok(201)
    filing.undo("withdraw").ok(200)

    own.undo("take-back").refused(409, "window-closed")
    own.step(own.officer, "return").refused(409, "window-closed")


def test_after_the_units_close_nothing_is_recorded_or_edited(filings: Filings) -> None:
    filing = filings.completed(tier="excellent")
    recorded = filings.at(State.PORTAL_FILED, tier="excellent")
    filings.clock.move_business_to(UNIT_CLOSE)

    filing.record().refused(409, "window-closed")
    filing.save_portal_filing().refused(409, "window-closed")
    filing.save({"effects": {"next_plan": "再改"}}).refused(409, "window-closed")
    recorded.undo("take-back").refused(409, "window-closed")
    recorded.undo("withdraw").refused(409, "window-closed")
    recorded.step(recorded.officer, "return").refused(409, "window-closed")
    assert (filing.read()["state"], recorded.read()["state"]) == ("draft", "portal-filed")


def test_a_portal_filing_is_refused_where_it_says_nothing_definite(filings: Filings) -> None:
    filing = filings.draft(tier="excellent")

    naive = filing.save_portal_filing(filed_at="2025-07-09T16:20:00")
    assert set(naive.faults) == {"/filed_at"}
    blank = filing.save_portal_filing(portal_number="  ")
    assert set(blank.faults) == {"/portal_number"}
    filing.save_portal_filing(portal_number="x" * 81).refused(422, "invalid-request")
    assert filing.read()["portal_filing"] is None


def test_steps_and_files_of_the_other_channel_are_refused(filings: Filings) -> None:
    portal, own = filings.completed(tier="excellent"), filings.stamped()

    portal.finalise().refused(422, "step-of-other-branch")
    portal.submit().refused(422, "step-of-other-branch")
    own.record().refused(422, "step-of-other-branch")
    own.save_portal_filing().refused(422, "step-of-other-branch")
    for filing, kind in ((portal, "stamped-scan"), (own, "portal-form")):
        request = {"kind": kind, "file_name": "a.pdf"}
        ticket = filing.applicant.post(f"{filing.path}/upload-tickets", request)
        ticket.refused(422, "document-kind-wrong")
        assert ticket.faults == {"/kind": "kind"}


def test_the_pre_check_names_what_recording_asks_for_and_nothing_of_the_portals_form(
    filings: Filings,
) -> None:
    filing = filings.draft(tier="excellent")

    checked = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)

    places = [fault["pointer"] for fault in checked["faults"]]
    assert places == ["/portal_filing", "/attachments/portal-form"]
    assert checked["complete"] is False
    assert checked["verdict"]["tier"] == "excellent"


def test_the_pre_check_still_tells_what_is_wrong_with_what_is_filled_in(filings: Filings) -> None:
    filing = filings.completed(tier="excellent")
    filing.save({"applicant": {"credit_code": filings.firm().credit_code}}).ok(200)

    checked = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)

    faults = [(fault["pointer"], fault["code"]) for fault in checked["faults"]]
    assert faults == [("/form/applicant/credit_code", "differs-from-register")]
    assert checked["complete"] is True
    filing.record().ok(201)


def test_the_pre_check_warns_of_a_filing_that_was_late(filings: Filings) -> None:
    filings.clock.move_business_to(UNIT_CLOSE - timedelta(hours=1))
    filing = filings.completed(tier="excellent")
    filing.save_portal_filing(filed_at=TOO_LATE).ok(200)

    checked = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)

    faults = [(fault["pointer"], fault["code"]) for fault in checked["faults"]]
    assert (faults, checked["complete"]) == ([("/portal_filing/filed_at", "late")], False)


def test_recording_twice_under_one_key_has_one_effect(filings: Filings) -> None:
    filing = filings.completed(tier="excellent")
    key = a_key()

    first, second = (filing.record(key=key) for _ in range(2))

    assert second.ok(201) == first.ok(201)
    assert second.headers["idempotency-replayed"] == "true"
    filing.record().refused(409, "illegal-transition")
    assert filing.kinds_of_events().count("application.portal-filed") == 1


def test_a_record_that_was_taken_back_or_returned_is_made_anew(filings: Filings) -> None:
    filing = filings.at(State.PORTAL_FILED, tier="excellent")
    first = filing.applicant.get(f"{filing.path}/receipt").ok(200)
    filing.undo("take-back").ok(200)
    filing.save_portal_filing(portal_number="MIIT-EX-2").ok(200)
    filing.record().ok(201)
    filing.step(filing.officer, "return").ok(200)
    filing.attach("portal-form").ok(200)

    last = filing.record().ok(201)

    receipts = filing.applicant.get(f"{filing.path}/receipts").ok(200)["items"]
    assert [receipt["revision_number"] for receipt in receipts] == [1, 2, 3]
    assert [receipt["stands"] for receipt in receipts] == [False, False, True]
    assert receipts[0] == first | {"stands": False}
    assert receipts[-1]["number"] == last["number"]


def test_what_is_withdrawn_frees_the_portals_number(filings: Filings) -> None:
    filing, other = (filings.completed(tier="excellent") for _ in range(2))
    for each in (filing, other):
        each.save_portal_filing(portal_number="MIIT-EX-3").ok(200)
    filing.record().ok(201)
    other.record().refused(409, "portal-number-taken")

    filing.undo("withdraw").ok(200)

    other.record().ok(201)


def test_the_same_number_may_stand_in_another_tier(filings: Filings) -> None:
    for tier in ("excellent", "leading"):
        filing = filings.completed(tier=tier)
        filing.save_portal_filing(portal_number="MIIT-EX-4").ok(200)
        filing.record().ok(201)


def test_paper_is_logged_line_by_line_and_the_units_newest_line_counts(filings: Filings) -> None:
    filing = filings.at(State.PORTAL_FILED, tier="excellent")

    filing.log_paper(equals_online=False, remark="第二页与线上不一致").ok(201)
    filing.log_paper(filings.city).ok(201)
    filing.step(filing.officer, "pass").refused(409, "paper-not-received")
    filing.log_paper().ok(201)
    filing.step(filing.officer, "pass").ok(200)

    logged = filing.applicant.get(f"{filing.path}/paper-copies").ok(200)["items"]
    assert [(line["by_unit"], line["equals_online"]) for line in logged] == [
        (True, False),
        (False, True),
        (True, True),
    ]
    assert logged[0]["remark"] == "第二页与线上不一致"
    assert filing.kinds_of_events().count("application.paper-logged") == 3


def test_paper_that_equalled_an_earlier_record_proves_nothing_of_a_later_one(
    filings: Filings,
) -> None:
    filing = filings.at(State.PORTAL_FILED, tier="excellent")
    filing.log_paper().ok(201)
    filing.step(filing.officer, "return").ok(200)
    filing.log_paper().refused(409, "paper-not-expected")
    filing.record().ok(201)

    filing.step(filing.officer, "pass").refused(409, "paper-not-received")
    filing.log_paper().ok(201)
    filing.step(filing.officer, "pass").ok(200)

    logged = filing.officer.get(f"{filing.path}/paper-copies").ok(200)["items"]
    assert [line["revision_number"] for line in logged] == [1, 2]


def test_paper_is_not_logged_for_our_own_portal_nor_by_another_unit(filings: Filings) -> None:
    own = filings.at(State.SUBMITTED)
    filing = filings.at(State.PORTAL_FILED, tier="excellent")

    own.log_paper().refused(409, "paper-not-expected")
    filing.log_paper(filings.officer(OTHER_UNIT)).refused(404, "application-not-found")
    for wrong in (
        {"copies": 0},
        {"copies": "1"},
        {"equals_online": "yes"},
        {"received_on": "7/10"},
    ):
        assert set(filing.log_paper(**wrong).faults) == {f"/{next(iter(wrong))}"}
    assert filing.applicant.get(f"{filing.path}/paper-copies").ok(200)["items"] == []


def test_a_portal_filing_is_saved_on_the_version_that_was_read(filings: Filings) -> None:
    filing = filings.draft(tier="excellent")
    seen = filing.etag()
    filing.save_portal_filing().ok(200)

    body = {"portal_number": "MIIT-EX-5", "filed_at": PORTAL_FILED_AT}
    stale = filing.applicant.put(f"{filing.path}/portal-filing", body, if_match=seen)

    stale.refused(412, "stale-version")
    path = f"{filing.path}/record"
    filing.applicant.post(path, headers={"If-Match": seen}).refused(412, "stale-version")
