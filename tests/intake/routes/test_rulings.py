"""Officers' rulings over HTTP: judged by whoever reviews, kept by scoring, and told in the application's history."""

from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Answer, Api
from tests.harness.authorisation_rows import Relation
from tests.harness.waiting import eventually
from tests.intake.bodies import REASON
from tests.intake.filings import Filing, Filings

JUDGED = "br-1-competitiveness"


def rule(
    officer: Api, filing: Filing, finding: str = "met", version: int = 1, criterion: str = JUDGED
) -> Answer:
    return officer.put(
        f"{filing.path}/verdict/rulings/{criterion}",
        {"finding": finding} | REASON,
        headers={"If-Match": f'"{version}"'},
    )


def versions(caller: Api, filing: Filing) -> list[dict[str, Any]]:
    return list(caller.get(f"{filing.path}/verdict/rulings").ok(200)["versions"])


def test_the_district_judges_while_it_reviews_and_the_history_tells(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    left = filing.read()["verdict"]["left_to_a_person"]
    assert versions(filing.officer, filing) == []

    ruled = rule(filing.officer, filing).ok(200)

    assert (ruled["version"], ruled["left_to_a_person"]) == (2, left - 1)
    assert ruled["ruling"]["reason"] == REASON["reason"]
    assert rule(filing.officer, filing).ok(200) == ruled
    for reader in (filing.officer, filings.city, filings.auditor):
        assert versions(reader, filing) == [ruled]
    eventually(lambda: "application.verdict-ruled" in filing.kinds_of_events())
    assert filing.read()["verdict"]["left_to_a_person"] == left - 1
    (told,) = [
        event["payload"]["data"]
        for event in filing.history()["events"]
        if event["kind"] == "application.verdict-ruled"
    ]
    assert told["version_sha256"] == ruled["version_sha256"]
    assert told["ruled_by"] == ruled["ruling"]["ruled_by"]


def test_what_scoring_refuses_the_officer_hears(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    rule(filing.officer, filing, "not-met").ok(200)

    rule(filing.officer, filing, "met").refused(412, "stale-version")
    rule(filing.officer, filing, "waived", 2).refused(409, "ruling-not-open")
    required = rule(filing.officer, filing, "met", 2, criterion="br-1-scale")
    required.refused(409, "ruling-not-open")
    nowhere = rule(filing.officer, filing, "met", 2, criterion="no-such-criterion")
    nowhere.refused(404, "criterion-not-in-verdict")
    assert len(versions(filing.officer, filing)) == 1


def test_each_rules_while_the_application_is_before_them(filings: Filings) -> None:
    filing = filings.at(State.IN_REVIEW).settled()

    rule(filing.officer, filing).refused(409, "illegal-transition")
    assert rule(filings.city, filing).ok(200)["version"] == 2

    early = filings.at(State.SUBMITTED).settled()
    rule(filings.city, early).refused(409, "illegal-transition")


def test_there_is_nothing_to_rule_on_before_a_verdict(filings: Filings) -> None:
    filing = filings.draft()

    filing.officer.get(f"{filing.path}/verdict/rulings").refused(404, "verdict-not-there")
    rule(filing.officer, filing).refused(409, "illegal-transition")


@pytest.mark.parametrize("unit", ["120101", "120102"])
def test_no_other_district_rules(filings: Filings, unit: str) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    elsewhere = filings.officer(unit, relation=Relation.STRANGER)

    rule(elsewhere, filing).refused(404, "application-not-found")
    elsewhere.get(f"{filing.path}/verdict/rulings").refused(404, "application-not-found")
    assert versions(filings.auditor, filing) == []
