"""District review, recommendation, hand-in and the city's review."""

from services.intake.domain.lifecycle import State
from tests.intake.bodies import ANY_VERSION, REASON, SUB_UNIT, UNIT
from tests.intake.filings import Filings


def test_an_officers_step_is_on_record_with_its_reason(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)

    answer = filing.step(filing.officer, "pass")

    assert answer.ok(200)["state"] == "district-passed"
    (decision,) = filing.read()["decisions"]
    assert decision.pop("decided_at").startswith("2025-07-10T01:")
    assert decision == {
        "action": "pass",
        "reason": REASON["reason"],
        "decided_by": "district-officer-120116",
        "source_title": None,
        "source_url": None,
        "corrections": [],
        "revision_number": 1,
    }
    # The verdict may have come home meanwhile.
    payloads = {event["kind"]: event["payload"] for event in filing.history()["events"]}
    event = payloads["application.district-passed"]
    assert (event["actor"], event["data"]["reason"]) == (decision["decided_by"], decision["reason"])


def test_a_step_on_an_older_version_is_refused(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    seen = filing.etag()
    filing.step(filing.officer, "pass").ok(200)

    late = filing.officer.post(f"{filing.path}/recommend", REASON, headers={"If-Match": seen})

    late.refused(412, "stale-version")
    assert filing.read()["state"] == "district-passed"
    headers = {"If-Match": filing.etag()}
    recommended = filing.officer.post(f"{filing.path}/recommend", REASON, headers=headers)
    assert recommended.ok(200)["version"] == int(recommended.etag.strip('"'))


def test_a_hand_in_takes_all_of_its_applications_or_none_and_is_received_whole_and_once(
    filings: Filings,
) -> None:
    recommended = filings.at(State.RECOMMENDED)
    draft = filings.draft()
    elsewhere = filings.at(State.RECOMMENDED, filings.firm(unit=SUB_UNIT))
    officer = filings.officer(UNIT)

    answer = filings.hand_in(officer, UNIT, recommended, draft, elsewhere)
    answer.refused(422, "applications-not-recommended")
    assert answer.faults == {"/application_ids/1": "not-recommended"}
    narrow = filings.hand_in(filings.officer(SUB_UNIT), SUB_UNIT, recommended, elsewhere)
    assert narrow.faults == {"/application_ids/0": "not-recommended"}
    other_tier = filings.hand_in(officer, UNIT, recommended, tier="basic")
    assert other_tier.faults == {"/application_ids/0": "not-recommended"}
    twice = filings.hand_in(officer, UNIT, recommended, recommended)
    twice.refused(422, "invalid-request")
    assert twice.faults == {"/application_ids": "repeated"}
    assert recommended.read()["state"] == elsewhere.read()["state"] == "recommended"

    handed_in = filings.hand_in(officer, UNIT, recommended, elsewhere)

    body = handed_in.ok(201)
    assert body["application_ids"] == [recommended.application_id, elsewhere.application_id]
    told = officer.get(handed_in.headers["location"]).ok()
    assert {name: told[name] for name in body} == body
    assert recommended.read()["state"] == elsewhere.read()["state"] == "handed-in"
    again = filings.hand_in(officer, UNIT, recommended)
    assert again.faults == {"/application_ids/0": "not-recommended"}

    path = handed_in.headers["location"]
    received = filings.city.post(f"{path}/receive").ok(200)
    assert received["received_by"] == "city-1"
    assert recommended.read()["state"] == elsewhere.read()["state"] == "received"
    filings.city.post(f"{path}/receive").refused(409, "illegal-transition")
    assert elsewhere.kinds_of_events().count("application.received") == 1


def test_the_city_declines_in_review_and_says_why(filings: Filings) -> None:
    filing = filings.at(State.IN_REVIEW)
    path, headers = f"{filing.path}/decline", {"If-Match": ANY_VERSION}

    for reason in ("", "x", "   ", "x" * 2001):
        unsaid = filings.city.post(path, {"reason": reason}, headers=headers)
        unsaid.refused(422, "invalid-request")
        assert set(unsaid.faults) == {"/reason"}
    filings.city.post(path, {"reason": " 现场核查不符 "}, headers=headers).ok(200)

    after = filing.read()
    assert after["state"] == "declined"
    assert after["decisions"][-1]["reason"] == "现场核查不符"
    filings.draw_list().refused(409, "list-empty")
