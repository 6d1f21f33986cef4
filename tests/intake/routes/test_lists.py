"""Lists: drawn from what is proposed, shown for the calendar's days, published with digests that hold."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl

from services.intake.domain.lifecycle import State
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from tests.harness.api import Answer
from tests.intake.bodies import ANY_VERSION, SUB_UNIT
from tests.intake.filings import Filing, Filings

#: Tuesday before the holidays of National Day; Saturday 11 October is a make-up working day.
BEFORE_HOLIDAYS = datetime(2025, 9, 30, 2, tzinfo=UTC)
#: Publicity: 9, 10, 11, 13 and 14 October.
LAST_DAY_ENDS = datetime(2025, 10, 14, 16, tzinfo=UTC)

#: What a spreadsheet program would compute if it could.
FORMULA_NAME = "=1+1有限公司"


def public(path: str) -> str:
    return path.replace("/lists/", "/public-lists/")


def read_public(filings: Filings, path: str) -> dict[str, Any]:
    return dict(filings.anybody.get(public(path)).ok(200))


def names(details: dict[str, Any]) -> list[str]:
    return [entry["enterprise_name"] for entry in details["entries"]]


def cells(answer: Answer) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    return [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_a_list_goes_through_its_publicity_to_the_public(filings: Filings) -> None:
    first = filings.at(State.PROPOSED, filings.firm(name="甲示例有限公司"))
    declined = filings.at(State.PROPOSED, filings.firm(name="乙示例有限公司"))
    last = filings.at(State.PROPOSED, filings.firm(name=FORMULA_NAME, unit=SUB_UNIT))
    drawn = first.draw_list()
    path, clock = first.list_path, filings.clock
    assert names(drawn.ok(201)) == ["甲示例有限公司", "乙示例有限公司", FORMULA_NAME]
    filings.anybody.get(public(path)).refused(404, "list-not-found")

    clock.move_business_to(BEFORE_HOLIDAYS)
    opened = filings.list_step(path, "open-publicity").ok(200)
    assert opened["publicity_first_day"] == "2025-10-01"
    assert opened["publicity_last_day"] == "2025-10-14"
    shown = read_public(filings, path)
    assert (shown["stage"], shown["sha256"], shown["content"]) == ("in-publicity", None, None)
    assert names(shown) == ["甲示例有限公司", "乙示例有限公司", FORMULA_NAME]
    declined.step(filings.city, "decline").ok(200)
    assert names(read_public(filings, path)) == ["甲示例有限公司", FORMULA_NAME]

    clock.move_business_to(LAST_DAY_ENDS - timedelta(seconds=30))
    filings.list_step(path, "request-publication").refused(409, "publicity-running")
    clock.move_business_to(LAST_DAY_ENDS)
    filings.list_step(path, "request-publication").ok(200)
    assert read_public(filings, path)["stage"] == "in-publicity"
    filings.list_step(path, "confirm-publication").refused(409, "second-officer-needed")
    assert first.read()["state"] == last.read()["state"] == "in-publicity"
    published = filings.list_step(path, "confirm-publication", filings.second_city).ok(200)

    assert (published["requested_by"], published["published_by"]) == ("city-1", "city-2")
    assert first.read()["state"] == last.read()["state"] == "recognised"
    assert declined.read()["state"] == "declined"
    _check_published(read_public(filings, path), published)
    _check_workbook(filings.anybody.get(f"{public(path)}/xlsx"), published)


def _check_published(details: dict[str, Any], published: dict[str, Any]) -> None:
    """Whoever reads the list without a token can recompute its digests, and learns no more than it says."""
    found = digests_of(canonical_bytes(details["content"]))
    assert (found.sha256, found.sm3) == (details["sha256"], details["sm3"])
    assert (found.sha256, found.sm3) == (published["sha256"], published["sm3"])
    assert details["content"]["entries"] == details["entries"]
    assert details["content"]["notice_number"] == "津工信数转〔2025〕4号"
    assert details["stage"] == "published"
    assert names(details) == ["甲示例有限公司", FORMULA_NAME]
    assert [entry["number"] for entry in details["entries"]] == [1, 2]
    assert [entry["unit_name"] for entry in details["entries"]] == [
        "滨海新区",
        "天津经济技术开发区",
    ]
    told = {"number", "enterprise_name", "credit_code", "factory_name", "unit_code", "unit_name"}
    assert all(set(entry) == told for entry in details["entries"])
    assert "city-" not in json.dumps(details)


def _check_workbook(answer: Answer, published: dict[str, Any]) -> None:
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert ".xlsx" in answer.headers["content-disposition"]
    title, head, first, last, _, sha256, sm3 = cells(answer)
    assert "先进级智能工厂名单" in str(title[0].value)
    assert [cell.value for cell in head] == [
        "序号",
        "企业名称",
        "统一社会信用代码",
        "工厂名称",
        "推荐单位",
    ]
    assert [first[0].value, last[0].value] == [1, 2]
    name = last[1]
    assert (name.value, name.data_type, name.hyperlink) == (FORMULA_NAME, "s", None)
    assert all(cell.data_type == "s" for cell in last[1:])
    assert sha256[0].value == f"SHA-256 {published['sha256']}"
    assert sm3[0].value == f"SM3 {published['sm3']}"


def test_a_workbook_of_a_publicity_says_so(filings: Filings) -> None:
    path = filings.at(State.IN_PUBLICITY).list_path

    rows = cells(filings.anybody.get(f"{public(path)}/xlsx"))

    assert "公示名单" in str(rows[0][0].value)
    assert len(rows) == 3


def test_a_published_list_is_published_for_good(filings: Filings) -> None:
    filing = filings.at(State.RECOGNISED)
    before = read_public(filings, filing.list_path)

    for step in ("open-publicity", "request-publication", "confirm-publication"):
        answer = filings.list_step(filing.list_path, step, filings.second_city)
        answer.refused(409, "list-not-in-state")

    assert read_public(filings, filing.list_path) == before
    list_id = filing.list_path.rpartition("/")[2]
    assert [event["kind"] for event in filings.feed(list_id, 4)] == [
        "list.drawn",
        "list.publicity-opened",
        "list.publication-requested",
        "list.published",
    ]


def test_an_application_is_shown_by_one_list_only(filings: Filings) -> None:
    filing = filings.at(State.PROPOSED)
    filing.draw_list().ok(201)
    second = filings.draw_list().headers["location"]
    filings.list_step(filing.list_path, "open-publicity").ok(200)

    filings.list_step(second, "open-publicity").refused(409, "illegal-transition")

    assert filings.city.get(second).ok(200)["state"] == "drawn"
    assert filing.kinds_of_events().count("application.publicity-opened") == 1


def test_two_officers_who_open_the_same_list_open_it_once(filings: Filings) -> None:
    filing = filings.at(State.PROPOSED)
    filing.draw_list().ok(201)
    seen = filings.city.get(filing.list_path).etag
    path = f"{filing.list_path}/open-publicity"

    filings.city.post(path, headers={"If-Match": seen}).ok(200)
    late = filings.second_city.post(path, headers={"If-Match": seen})

    late.refused(412, "stale-version")
    again = filings.second_city.post(path, headers={"If-Match": ANY_VERSION})
    again.refused(409, "list-not-in-state")


def _walk(filings: Filings, path: str) -> list[str]:
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 1}
    while True:
        page = filings.city.get(path, params=params).ok(200)
        seen += [each["list_id"] for each in page["items"]]
        if page["next_cursor"] is None:
            return seen
        params["cursor"] = page["next_cursor"]


def test_lists_are_paged_newest_first_and_the_public_sees_what_is_public(filings: Filings) -> None:
    filing: Filing = filings.at(State.PROPOSED)
    drawn = [filings.draw_list().ok(201)["list_id"] for _ in range(3)]
    assert _walk(filings, "/v1/public-lists") == []

    filings.list_step(f"/v1/lists/{drawn[1]}", "open-publicity").ok(200)

    assert _walk(filings, "/v1/lists") == drawn[::-1]
    assert _walk(filings, "/v1/public-lists") == [drawn[1]]
    (shown,) = filings.anybody.get("/v1/public-lists").ok(200)["items"]
    assert shown["tier_name"] == "先进级"
    assert filing.read()["state"] == "in-publicity"


def test_a_tier_without_publicity_has_no_list(filings: Filings) -> None:
    filings.at(State.SUBMITTED, tier="basic")

    filings.draw_list(tier="basic").refused(422, "tier-without-list")
    filings.draw_list(tier="excellent").refused(422, "tier-without-list")
    other_round = filings.draw_list(round_id="tianjin-2025-1", tier="excellent")
    other_round.refused(404, "tier-not-offered")
    filings.draw_list(round_id="tianjin-1925-2").refused(404, "round-not-found")
