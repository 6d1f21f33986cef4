"""The way to the ministry: the units' order, joint opinions, the forwarding, the ministry's result."""

import io
import zipfile

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import ANY_VERSION, BUREAUS, OTHER_UNIT, SUB_UNIT, UNIT, UNIT_CLOSE
from tests.intake.filings import Filing, Filings
from tests.intake.forms import ROUND_ID

ORDER = f"/v1/rounds/{ROUND_ID}/tiers/excellent/units/{UNIT}/priority-order"


def recommended(filings: Filings, count: int, unit: str = UNIT) -> list[Filing]:
    return [
        filings.at(State.RECOMMENDED, filings.firm(unit=unit), tier="excellent")
        for _ in range(count)
    ]


def in_order(order: dict[str, object]) -> list[str]:
    entries = order["entries"]
    assert isinstance(entries, list)
    assert [entry["place"] for entry in entries] == list(range(1, len(entries) + 1))
    return [entry["application_id"] for entry in entries]


def words_of(caller: Api, path: str) -> str:
    workbook = caller.get(path).response.content
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return parts.read("xl/sharedStrings.xml").decode()


def test_an_order_is_set_changed_on_its_version_and_frozen_by_the_hand_in(filings: Filings) -> None:
    first, second = recommended(filings, 2)
    officer = first.officer
    empty = officer.get(ORDER).ok(200)
    assert (empty["version"], empty["entries"]) == (0, [])

    filings.set_order(officer, UNIT, first, second, if_match='"0"').ok(200)
    filings.set_order(officer, UNIT, second, first, if_match='"0"').refused(412, "stale-version")
    changed = filings.set_order(officer, UNIT, second, first, if_match='"1"').ok(200)
    assert in_order(changed) == [second.application_id, first.application_id]
    assert changed["changed_by"] == f"district-officer-{UNIT}"

    handed_in = filings.hand_in(officer, UNIT, second, first, tier="excellent")
    assert handed_in.ok(201)["application_ids"] == in_order(changed)
    frozen = filings.city.get(ORDER).ok(200)
    assert frozen["hand_in_id"] == handed_in.body["hand_in_id"]
    filings.set_order(officer, UNIT, first, second).refused(409, "order-frozen")
    assert filings.city.get(ORDER).ok(200) == frozen


def test_all_faults_of_an_order_are_told_at_once(filings: Filings) -> None:
    (mine,) = recommended(filings, 1)
    passed = filings.at(State.DISTRICT_PASSED, tier="excellent")
    (others,) = recommended(filings, 1, OTHER_UNIT)
    places = [(mine, 1), (mine, 2), (passed, 2), (others, 7)]
    entries = [{"application_id": each.application_id, "place": at} for each, at in places]

    answer = mine.officer.put(ORDER, {"entries": entries}, if_match=ANY_VERSION)

    answer.refused(422, "order-faulty")
    assert answer.faults == {
        "/entries/0/application_id": "repeated",
        "/entries/1/application_id": "repeated",
        "/entries/1/place": "place-repeated",
        "/entries/2/application_id": "not-recommended",
        "/entries/2/place": "place-repeated",
        "/entries/3/application_id": "not-recommended",
        "/entries/3/place": "place-missing",
    }
    for place in (0, 1001, "1", 1.5, None):
        body = {"entries": [{"application_id": mine.application_id, "place": place}]}
        refused = mine.officer.put(ORDER, body, if_match=ANY_VERSION)
        assert set(refused.faults) == {"/entries/0/place"}
    assert mine.officer.get(ORDER).ok(200)["version"] == 0


def test_the_hand_in_leaves_out_nothing_and_happens_once(filings: Filings) -> None:
    first, second = recommended(filings, 2)
    officer = first.officer
    filings.set_order(officer, UNIT, first).ok(200)

    short = filings.hand_in(officer, UNIT, first, tier="excellent")
    short.refused(422, "order-differs")
    assert short.faults == {"/application_ids": "left-out"}
    assert first.read()["state"] == "recommended"
    filings.set_order(officer, UNIT, first, second).ok(200)
    part = filings.hand_in(officer, UNIT, first, tier="excellent")
    assert part.faults == {"/application_ids": "left-out"} | part.faults
    filings.hand_in(officer, UNIT, first, second, tier="excellent").ok(201)

    late = filings.at(State.DISTRICT_PASSED, tier="excellent")
    late.step(officer, "recommend").refused(409, "order-frozen")
    filings.hand_in(officer, UNIT, first, second, tier="excellent").refused(409, "order-frozen")


def test_an_area_that_recommends_by_itself_hands_in_beside_its_district(filings: Filings) -> None:
    (district,) = recommended(filings, 1)
    (area,) = recommended(filings, 1, SUB_UNIT)

    for filing, unit in ((district, UNIT), (area, SUB_UNIT)):
        filings.set_order(filing.officer, unit, filing).ok(200)
        filings.hand_in(filing.officer, unit, filing, tier="excellent").ok(201)

    assert district.read()["state"] == area.read()["state"] == "handed-in"


def test_an_order_is_set_while_units_may_and_by_its_own_unit(filings: Filings) -> None:
    (mine,) = recommended(filings, 1)

    filings.set_order(filings.officer(OTHER_UNIT), UNIT, mine).refused(404, "unit-not-found")
    filings.clock.move_business_to(UNIT_CLOSE)
    filings.set_order(mine.officer, UNIT, mine).refused(409, "unit-window-closed")


def test_each_bureau_gives_its_own_opinion_and_may_change_it_until_the_decision(
    filings: Filings,
) -> None:
    filing = filings.at(State.AWAITING_OPINIONS, tier="leading")
    finance = filings.bureau("finance")

    first = filing.opine(finance, "finance", opinion="disagree", reason="投资数据待核").ok(200)
    again = filing.opine(finance, "finance", opinion="disagree", reason="投资数据待核").ok(200)
    filing.opine(finance, "finance").ok(200)
    filing.opine(finance, "data").refused(403, "bureau-not-yours")
    assert first == again
    for wrong in ({"opinion": "perhaps"}, {"reason": ""}):
        assert set(filing.opine(finance, "finance", **wrong).faults) == {f"/{next(iter(wrong))}"}

    listed = filings.city.get(f"{filing.path}/joint-opinions").ok(200)["items"]
    assert [(each["version"], each["opinion"]) for each in listed] == [
        (1, "disagree"),
        (2, "agree"),
    ]
    assert finance.get(f"{filing.path}/joint-opinions").ok(200)["items"] == listed
    filing.step(filings.city, "not-forward").ok(200)
    filing.opine(finance, "finance").refused(409, "opinion-not-asked")
    assert filing.kinds_of_events().count("application.opinion-given") == 2


def test_what_is_forwarded_is_told_in_order_with_its_table(filings: Filings) -> None:
    first, second = recommended(filings, 2)
    filings.set_order(first.officer, UNIT, first, second).ok(200)
    handed_in = filings.hand_in(first.officer, UNIT, first, second, tier="excellent")
    filings.city.post(f"{handed_in.headers['location']}/receive").ok(200)
    for filing in (first, second):
        filing.step(filings.city, "start-review").ok(200)
        filing.step(filings.city, "request-opinions").ok(200)
        filing.give_opinions(*BUREAUS[1:])
        filing.give_opinions(BUREAUS[0], opinion="disagree")

    answer = filings.forward(second, first)

    forwarded = answer.ok(201)
    path = answer.headers["location"]
    assert forwarded["application_ids"] == [second.application_id, first.application_id]
    assert filings.auditor.get(path).ok(200) == forwarded
    places = [
        filing.history()["events"][-1]["payload"]["data"]["place"] for filing in (second, first)
    ]
    assert places == [1, 2]
    table = words_of(filings.city, f"{path}/summary-table")
    assert table.index(second.firm.credit_code) < table.index(first.firm.credit_code)
    portal_number = first.read()["portal_filing"]["portal_number"]
    assert portal_number in table
    assert "2025-07-09 16:20:00" in table
    assert "附件6" in table
    unit_table = words_of(first.officer, f"{handed_in.headers['location']}/summary-table")
    assert unit_table.index(first.firm.credit_code) < unit_table.index(second.firm.credit_code)


def test_the_ministrys_result_is_on_record_with_its_source(filings: Filings) -> None:
    filing = filings.at(State.FORWARDED, tier="leading")
    for wrong in ({"source_title": ""}, {"source_url": "javascript:alert(1)"}, {"reason": "x"}):
        refused = filing.result("record-selected", **wrong)
        assert set(refused.faults) == {f"/{next(iter(wrong))}"}

    url = "https://www.miit.gov.cn/example.html"
    filing.result("record-selected", source_url=url).ok(200)

    after = filing.read()
    assert after["state"] == "selected"
    decision = after["decisions"][-1]
    assert decision["source_title"] == "工业和信息化部公布名单（示例）"
    assert decision["source_url"] == url
    event = filing.history()["events"][-1]["payload"]["data"]
    assert (event["source_url"], event["action"]) == (url, "record-selected")
    tiers = filings.city.get(f"/v1/rounds/{ROUND_ID}").ok(200)["tiers"]
    (leading,) = (tier for tier in tiers if tier["tier"] == "leading")
    assert "培育对象" in leading["ministry_result"]["zh"]
    assert tuple(leading["bureaus"]) == BUREAUS


@pytest.mark.parametrize("tier", ["basic", "advanced"])
def test_a_tier_that_is_not_forwarded_has_none_of_it(filings: Filings, tier: str) -> None:
    filing = filings.draft(tier=tier)

    filings.forward(filing, tier=tier).refused(422, "step-of-other-branch")
    filing.step(filings.city, "request-opinions").refused(422, "step-of-other-branch")
    filing.result("record-selected").refused(422, "step-of-other-branch")
