"""Two rounds under two editions: the first of 2025 goes its whole way, and its list answers the second's prerequisite."""

from datetime import timedelta

import pytest

from tests.intake.bodies import INSIDE, UNIT, new_application
from tests.intake.filings import Filings
from tests.intake.first_round import (
    CLOSE_IN_APRIL,
    FIRST_ROUND_ID,
    IN_APRIL,
    UNIT_CLOSE_IN_APRIL,
    draft,
    fill_in,
    received,
    recognised,
    submitted,
)
from tests.intake.register_files import a_file, a_line, import_register
from tests.intake.routes.test_register import listed, prerequisite_in


@pytest.fixture
def april(filings: Filings) -> Filings:
    filings.clock.move_business_to(IN_APRIL)
    return filings


def test_what_the_first_round_recognised_answers_the_second_rounds_prerequisite(
    april: Filings,
) -> None:
    firm, other = april.firm(), april.firm(name="天津某某别家示例有限公司")
    filing = recognised(april, firm).settled()

    assert filing.read()["state"] == "recognised"
    (entry,) = listed(april.city)
    assert (entry["tier"], entry["recognised_by"], entry["batch"]) == ("advanced", "city", "2025-1")
    assert (entry["credit_code"], entry["factory_name"]) == (firm.credit_code, firm.factory_name)
    assert f"/v1/lists/{entry['list_id']}" == filing.list_path
    assert entry["source_title"].startswith("未见文号")

    april.clock.move_business_to(INSIDE)
    above, others = april.draft(firm, tier="excellent"), april.draft(other, tier="excellent")
    assert prerequisite_in(above) == "met"
    # Nobody entered the list of 2024, so the register cannot say that the other is on none.
    assert prerequisite_in(others) not in {"met", "not-met"}
    import_register(april.city, a_file(a_line("天津某某癸示例有限公司"))).ok(201)
    assert (prerequisite_in(above), prerequisite_in(others)) == ("met", "not-met")
    (match,) = above.applicant.get(f"{above.path}/register-matches").ok(200)["items"]
    assert (match["entry_id"], match["match"]) == (entry["entry_id"], "same-factory")


def test_each_round_is_judged_by_its_own_edition_on_its_own_form(april: Filings) -> None:
    firm = april.firm()
    first = submitted(april, firm, "advanced").settled()
    april.clock.move_business_to(INSIDE)
    second = april.completed(firm)
    second.finalise().ok(200)
    second.attach("stamped-scan").ok(200)
    second.submit().ok(201)
    second.settled()

    editions = {
        each.application_id: each.desk.city.get(f"{each.path}/verdict").ok(200)["assessment"][
            "verdict"
        ]["edition_id"]
        for each in (first, second)
    }
    assert editions == {first.application_id: "cn-2024", second.application_id: "cn-2025"}
    numbered = {"scenes": {"scene-1": {"scene_number": 9}}}
    april.clock.move_business_to(IN_APRIL)
    early = draft(april, april.firm(), "advanced")
    refused = early.save(numbered)
    refused.refused(422, "form-faulty")
    assert refused.faults == {"/scenes/scene-1/scene_number": "unknown-field"}


def test_a_basic_factory_of_the_first_round_brings_its_self_assessment_result(
    april: Filings,
) -> None:
    filing = draft(april, april.firm(), "basic")
    empty = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)
    missing = {each["pointer"] for each in empty["faults"]}
    assert {
        "/maturity_report",
        "/attachments/maturity-report",
        "/attachments/self-assessment-result",
    } <= missing
    assert "/attachments/stamped-scan" not in missing

    fill_in(filing)
    filing.finalise().ok(200)
    filing.attach("stamped-scan").ok(200)
    receipt = filing.submit().ok(201)

    assert set(receipt["content"]["documents"]) == {
        "maturity-report",
        "self-assessment-result",
        "stamped-scan",
    }
    filing.settled()
    received(april, filing)
    filing.step(april.city, "file").ok(200)
    assert filing.read()["filing_number"] == "津智基备〔2025〕1-0001"


def test_a_basic_factory_without_that_result_is_not_finalised(april: Filings) -> None:
    filing = draft(april, april.firm(), "basic")
    fill_in(filing, without="self-assessment-result")

    refused = filing.finalise()

    refused.refused(422, "form-incomplete")
    assert refused.faults == {"/attachments/self-assessment-result": "required"}


def test_an_advanced_factory_of_the_first_round_is_handed_in_by_the_units_order_alone(
    april: Filings,
) -> None:
    filing = submitted(april, april.firm(), "advanced")
    filing.step(filing.officer, "pass").ok(200)
    filing.step(filing.officer, "recommend").ok(200)

    unordered = april.hand_in(filing.officer, UNIT, filing, round_id=FIRST_ROUND_ID)

    unordered.refused(409, "order-missing")


@pytest.mark.parametrize("tier", ["excellent", "leading"])
def test_the_first_round_has_no_national_tier(april: Filings, tier: str) -> None:
    firm = april.firm()
    body = new_application(firm.factory_id, tier, round_id=FIRST_ROUND_ID)

    firm.api.post("/v1/applications", body).refused(404, "tier-not-offered")


def test_each_round_keeps_its_own_windows(april: Filings) -> None:
    firm = april.firm()

    april.start(firm).refused(409, "window-closed")
    april.clock.move_business_to(CLOSE_IN_APRIL - timedelta(minutes=5))
    filing = submitted(april, firm, "advanced")
    april.clock.move_business_to(CLOSE_IN_APRIL)
    filing.undo("take-back").refused(409, "window-closed")
    late = new_application(firm.factory_id, "basic", round_id=FIRST_ROUND_ID)
    firm.api.post("/v1/applications", late).refused(409, "window-closed")
    filing.step(filing.officer, "pass").ok(200)
    april.clock.move_business_to(UNIT_CLOSE_IN_APRIL)
    filing.step(filing.officer, "recommend").refused(409, "unit-window-closed")
