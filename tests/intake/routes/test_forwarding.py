"""The way to the ministry: the units' order, joint opinions, the forwarding, the ministry's result."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import (
    ANY_VERSION,
    BUREAUS,
    NOBODYS,
    OTHER_UNIT,
    SUB_UNIT,
    UNIT,
    UNIT_CLOSE,
)
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


def lines_of(caller: Api, path: str) -> list[tuple[str, str]]:
    """Give place and credit code of each line of a summary table."""
    sheet: Any = openpyxl.load_workbook(io.BytesIO(caller.get(path).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    (head,) = (at for at, row in enumerate(rows) if row[0] == "推荐优先顺序")
    return [(str(row[0]), str(row[2])) for row in rows[head + 1 :] if row[2]]


def data_of(filing: Filing, kind: str) -> dict[str, Any]:
    """Give the data of the one event of a kind; others may come home after it."""
    (data,) = (
        event["payload"]["data"] for event in filing.history()["events"] if event["kind"] == kind
    )
    return dict(data)


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
    assert (frozen["version"], in_order(frozen)) == (3, in_order(changed))
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


def test_the_order_at_the_hand_in_is_the_order_told_to_the_city(filings: Filings) -> None:
    """Read, tabulated and in the feed; whatever was set before, and in whatever order it was recommended."""
    made = recommended(filings, 4)
    officer, wanted = made[0].officer, [made[place] for place in (2, 0, 3, 1)]
    filings.set_order(officer, UNIT, *made).ok(200)
    filings.set_order(officer, UNIT, *wanted).ok(200)

    answer = filings.hand_in(officer, UNIT, *wanted, tier="excellent")
    path, hand_in_id = answer.headers["location"], answer.ok(201)["hand_in_id"]
    filings.set_order(officer, UNIT, *made).refused(409, "order-frozen")
    filings.city.post(f"{path}/receive").ok(200)

    expected = [each.application_id for each in wanted]
    assert filings.city.get(path).ok(200)["application_ids"] == expected
    assert in_order(filings.city.get(ORDER).ok(200)) == expected
    events = filings.feed(hand_in_id, 2)
    assert [event["payload"]["data"]["application_ids"] for event in events] == [expected] * 2
    codes = [each.firm.credit_code for each in wanted]
    lines = [(str(place), code) for place, code in enumerate(codes, start=1)]
    assert lines_of(filings.city, f"{path}/summary-table") == lines


def test_another_hand_in_of_the_unit_finds_the_order_frozen(filings: Filings) -> None:
    """An application that comes later is not recommended any more, so that none waits in vain."""
    (handed_in,) = recommended(filings, 1)
    late = filings.at(State.DISTRICT_PASSED, tier="excellent")
    filings.set_order(handed_in.officer, UNIT, handed_in).ok(200)
    handed_in.hand_in().ok(201)

    filings.hand_in(late.officer, UNIT, late, tier="excellent").refused(409, "order-frozen")
    late.step(late.officer, "recommend").refused(409, "order-frozen")
    assert late.read()["state"] == "district-passed"


def test_a_district_may_hand_in_what_its_area_has_not(filings: Filings) -> None:
    (district,) = recommended(filings, 1)
    (area,) = recommended(filings, 1, SUB_UNIT)
    officer, area_officer = district.officer, area.officer
    filings.set_order(area_officer, SUB_UNIT, area).ok(200)
    filings.set_order(officer, UNIT, area, district).ok(200)
    filings.hand_in(officer, UNIT, area, district, tier="excellent").ok(201)

    # The area's own order names what is handed in already; it stays open for what comes later.
    late_hand_in = filings.hand_in(area_officer, SUB_UNIT, area, tier="excellent")
    late_hand_in.refused(422, "applications-not-recommended")
    later = filings.at(State.DISTRICT_PASSED, filings.firm(unit=SUB_UNIT), tier="excellent")
    later.step(area_officer, "recommend").ok(200)
    filings.set_order(area_officer, SUB_UNIT, later).ok(200)
    filings.hand_in(area_officer, SUB_UNIT, later, tier="excellent").ok(201)
    assert [each.kinds_of_events().count("application.handed-in") for each in (area, later)] == [
        1,
        1,
    ]


def test_advanced_factories_are_ordered_where_their_round_asks_for_it(filings: Filings) -> None:
    filings.clock.move_business_to(datetime(2025, 4, 10, 1, tzinfo=UTC))
    first_round, officer = "tianjin-2025-1", filings.officer(UNIT)

    order = filings.set_order(officer, UNIT, tier="advanced", round_id=first_round, if_match='"0"')
    assert order.ok(200)["version"] == 1
    basic = filings.set_order(officer, UNIT, tier="basic", round_id=first_round)
    basic.refused(422, "tier-not-ordered")
    elsewhere = {"round_id": first_round, "unit_code": OTHER_UNIT}
    draft = filings.hand_in(filings.officer(OTHER_UNIT), OTHER_UNIT, **elsewhere, application_ids=[NOBODYS])  # fmt: skip
    draft.refused(409, "order-missing")


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
    places = [data_of(filing, "application.forwarded")["place"] for filing in (second, first)]
    assert places == [1, 2]
    told = [filings.officer(UNIT).get(each.path).ok(200)["forwarded"] for each in (second, first)]
    assert told == [
        {"forwarding_id": forwarded["forwarding_id"], "place": place} for place in (1, 2)
    ]
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
    assert after["forwarded"]["place"] == 1
    event = data_of(filing, "application.selected")
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
