"""Returned for correction: what the enterprise is told, may mend, and by when."""

from datetime import timedelta

from services.intake.domain.lifecycle import State
from tests.harness.servers import Stack
from tests.intake.bodies import ANY_VERSION, CLOSE, CORRECTIONS, REASON
from tests.intake.filings import Filings


def test_the_enterprise_is_told_place_by_place_what_to_mend(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()

    answer = filing.step(filing.officer, "return")

    now = answer.ok(200)
    assert (now["state"], now["receipt_number"], now["verdict"]) == ("returned", None, None)
    assert answer.etag == filing.etag()
    seen = filing.applicant.get(filing.path).ok(200)
    (decision,) = seen["decisions"]
    assert decision["action"] == "return"
    assert decision["corrections"] == CORRECTIONS["corrections"]
    assert decision["reason"] == "总投资与各项之和不一致\n第三页公章不清晰"
    assert [each["kind"] for each in seen["attachments"]] == ["maturity-report"]
    payload = filing.history()["events"][-1]["payload"]
    assert payload["data"]["corrections"] == CORRECTIONS["corrections"]
    assert payload["data"]["scan_voided"] is True
    assert filing.applicant.get(f"{filing.path}/receipt").ok(200)["stands"] is False


def test_a_returned_application_is_mended_and_submitted_again(filings: Filings) -> None:
    filing = filings.at(State.RETURNED)
    filing.submit(1).refused(409, "illegal-transition")

    filing.save({"effects": {"next_plan": "再扩展一条产线。"}}).ok(200)
    filing.record_report(score="2.41").ok(200)
    filing.attach("maturity-report").ok(200)
    assert filing.read()["state"] == "returned"
    assert filing.finalise().ok(200)["number"] == 2
    filing.attach("stamped-scan").ok(200)
    filing.submit(2).ok(201)

    assert filing.settled().read()["state"] == "submitted"
    receipts = filing.applicant.get(f"{filing.path}/receipts").ok(200)["items"]
    assert [each["stands"] for each in receipts] == [False, True]
    filing.step(filing.officer, "pass").ok(200)
    corrections = [each["corrections"] for each in filing.read()["decisions"]]
    assert corrections == [CORRECTIONS["corrections"], []]


def test_a_returned_application_may_be_finalised_as_it_is_but_needs_a_new_scan(
    filings: Filings,
) -> None:
    filing = filings.at(State.RETURNED)

    filing.finalise().ok(200)

    filing.submit(2).refused(409, "stamped-scan-missing")


def test_a_returned_application_may_be_withdrawn(filings: Filings) -> None:
    filing = filings.at(State.RETURNED)

    assert filing.undo("withdraw").ok(200)["state"] == "withdrawn"


def test_nothing_is_returned_after_the_enterprises_close(filings: Filings) -> None:
    filing, late = filings.at(State.SUBMITTED), filings.at(State.SUBMITTED)
    filings.clock.move_business_to(CLOSE - timedelta(minutes=1))
    filing.step(filing.officer, "return").ok(200)
    filings.clock.move_business_to(CLOSE)

    late.step(late.officer, "return").refused(409, "window-closed")

    filing.finalise().refused(409, "window-closed")
    assert late.read()["state"] == "submitted"
    late.step(late.officer, "pass").ok(200)


def test_a_verdict_about_what_was_returned_is_passed_over(filings: Filings, stack: Stack) -> None:
    with stack.down("scoring"):
        filing = filings.at(State.RETURNED)
    filing.finalise().ok(200)
    filing.attach("stamped-scan").ok(200)
    filing.submit(2).ok(201)

    kinds = filing.settled().kinds_of_events()

    assert kinds.count("application.verdict-arrived") == 1


def test_a_correction_has_its_place_and_its_reason(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)
    headers = {"If-Match": ANY_VERSION}
    faulty = {"corrections": [{"pointer": "", "reason": "补"}, {"pointer": "/form"}, REASON]}

    answer = filing.officer.post(f"{filing.path}/return", faulty, headers=headers)

    answer.refused(422, "invalid-request")
    assert answer.faults == {
        "/corrections/0/pointer": "too-short",
        "/corrections/0/reason": "too-short",
        "/corrections/1/reason": "required",
        "/corrections/2/pointer": "required",
    }
    assert filing.read()["state"] == "submitted"
