"""Taking back and withdrawing: what stops to count, and what stays on record all the same."""

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.servers import Stack
from tests.intake.filings import Filing, Filings


def resubmitted(filing: Filing) -> Filing:
    """Change the draft and submit it again, with a new scan."""
    filing.save({"effects": {"next_plan": "再扩展一条产线。"}}).ok(200)
    number = filing.finalise().ok(200)["number"]
    filing.attach("stamped-scan").ok(200)
    filing.submit(number).ok(201)
    return filing


def test_a_submission_that_is_taken_back_is_a_draft_and_stays_on_record(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    receipt = filing.applicant.get(f"{filing.path}/receipt").ok(200)
    assert receipt["stands"] is True

    answer = filing.undo("take-back")

    now = answer.ok(200)
    assert (now["state"], now["receipt_number"], now["verdict"]) == ("draft", None, None)
    assert answer.etag == filing.etag()
    assert filing.applicant.get(f"{filing.path}/receipt").ok(200) == receipt | {"stands": False}
    assert filing.applicant.get(f"{filing.path}/revisions/1").ok(200)["sha256"]
    assert [each["kind"] for each in filing.read()["attachments"]] == ["maturity-report"]
    filing.applicant.get(f"{filing.path}/verdict").refused(404, "verdict-not-there")
    data = filing.history()["events"][-1]["payload"]["data"]
    assert (data["receipt_number"], data["revision_number"], data["scan_voided"]) == (
        receipt["number"],
        1,
        True,
    )


def test_submitting_again_takes_a_new_revision_scan_receipt_and_assessment(
    filings: Filings,
) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    first = filing.read()["verdict"]["assessment_id"]
    filing.undo("take-back").ok(200)
    filing.submit(1).refused(409, "illegal-transition")
    filing.finalise().ok(200)
    filing.submit(1).refused(409, "stamped-scan-missing")
    filing.attach("stamped-scan").ok(200)
    filing.submit(1).refused(409, "stamped-scan-of-other-revision")

    filing.submit(2).ok(201)

    now = filing.settled().read()
    assert now["verdict"]["assessment_id"] != first
    receipts = filing.applicant.get(f"{filing.path}/receipts").ok(200)["items"]
    assert [(each["revision_number"], each["stands"]) for each in receipts] == [
        (1, False),
        (2, True),
    ]
    assert receipts[1] == filing.applicant.get(f"{filing.path}/receipt").ok(200)
    assert receipts[1]["number"] == now["receipt_number"] != receipts[0]["number"]
    assert filing.history()["chain_holds"] is True


def test_a_verdict_about_what_was_taken_back_is_nobodys(filings: Filings, stack: Stack) -> None:
    with stack.down("scoring"):
        filing = filings.at(State.SUBMITTED)
        filing.undo("take-back").ok(200)
    # The order for the first verdict stands before that of the second: once that is home, both were read.
    resubmitted(filing).settled()

    events = filing.history()["events"]
    arrived = [each for each in events if each["kind"] == "application.verdict-arrived"]
    assert len(arrived) == 1
    assessment = filing.applicant.get(f"{filing.path}/verdict").ok(200)["assessment"]
    assert assessment["subject"]["revision_number"] == 2


@pytest.mark.parametrize("state", [State.DRAFT, State.FINALISED, State.SUBMITTED])
def test_a_factory_starts_again_after_it_withdrew(filings: Filings, state: State) -> None:
    filing = filings.at(state)
    filings.start(filing.firm).refused(409, "application-exists")

    withdrawn = filing.undo("withdraw", reason="改用新的建设方案重新申报").ok(200)

    assert (withdrawn["state"], withdrawn["receipt_number"]) == ("withdrawn", None)
    payload = filing.history()["events"][-1]["payload"]
    assert payload["data"]["reason"] == "改用新的建设方案重新申报"
    assert payload["actor"] == filing.applicant.principal.subject  # type: ignore[union-attr]
    second = filings.draft(filing.firm)
    assert second.application_id != filing.application_id
    filings.start(filing.firm).refused(409, "application-exists")
    filing.save({"effects": {"next_plan": "扩产"}}).refused(409, "illegal-transition")
    filing.undo("withdraw").refused(409, "illegal-transition")


def test_a_withdrawal_needs_no_reason_and_is_kept_for_its_readers(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)

    filing.undo("withdraw").ok(200)

    for reader in (filing.applicant, filing.officer, filings.city, filings.auditor):
        assert reader.get(filing.path).ok(200)["state"] == "withdrawn"
    listed = filings.city.get("/v1/applications", params={"state": "withdrawn"}).ok(200)
    assert [each["application_id"] for each in listed["items"]] == [filing.application_id]
    filing.step(filing.officer, "pass").refused(409, "illegal-transition")


def test_a_repeated_take_back_is_one(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)

    first = filing.undo("take-back", key="k-1").ok(200)
    again = filing.undo("take-back", key="k-1").ok(200)

    assert first == again
    assert filing.kinds_of_events().count("application.taken-back") == 1
