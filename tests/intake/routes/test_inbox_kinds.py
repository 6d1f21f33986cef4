"""What waits besides applications: hand-ins, lists and requests to be bound; and whose eyes an inbox is for."""

from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import (
    AFTER_PUBLICITY,
    INSIDE,
    OTHER_UNIT,
    SUB_UNIT,
    UNIT,
    a_binding,
)
from tests.intake.filings import Filings
from tests.intake.forms import ROUND_ID
from tests.intake.routes.inbox_reading import ids, inbox, walked


def of_kind(caller: Api, kind: str, **params: Any) -> list[dict[str, Any]]:
    return [each for each in inbox(caller, **params) if each["kind"] == kind]


def told(item: dict[str, Any]) -> tuple[str, list[tuple[str, str | None]]]:
    return item["state"], [(step["operation"], step["awaits"]) for step in item["steps"]]


def test_a_hand_in_waits_for_the_city_until_it_is_received(filings: Filings) -> None:
    filing = filings.at(State.HANDED_IN, tier="basic")
    city = filings.city

    (item,) = inbox(city)

    assert (item["kind"], item["path"], item["tier"]) == ("hand-in", filing.hand_in_path, "basic")
    assert (item["unit_code"], item["closes_at"]) == (filing.firm.unit, None)
    assert told(item) == ("handed-in", [("receive-hand-in", None)])
    assert inbox(filing.officer) == inbox(filing.applicant) == []
    assert city.get(item["path"]).ok(200)["received_at"] is None
    city.post(f"{item['path']}/receive").ok(200)
    assert of_kind(city, "hand-in") == []


def test_a_list_waits_from_its_drawing_to_its_publication(filings: Filings) -> None:
    filing = filings.at(State.PROPOSED)
    city, second = filings.city, filings.second_city
    assert ids(city) == [filing.application_id]

    filing.draw_list().ok(201)
    (drawn,) = inbox(city)
    assert (drawn["kind"], drawn["path"]) == ("list", filing.list_path)
    assert told(drawn) == ("drawn", [("open-publicity", None)])

    filings.list_step(filing.list_path, "open-publicity").ok(200)
    (running,) = inbox(city)
    assert told(running) == ("in-publicity", [("request-publication", "publicity-end")])
    assert running["opens_at"] == running["waiting_since"] == "2025-07-17T16:00:00Z"

    filings.clock.move_business_to(AFTER_PUBLICITY)
    (ended,) = inbox(city)
    assert told(ended) == ("in-publicity", [("request-publication", None)])
    assert ended["opens_at"] is None

    filings.list_step(filing.list_path, "request-publication").ok(200)
    assert inbox(city) == []
    (requested,) = inbox(second)
    assert told(requested) == ("publication-requested", [("confirm-publication", None)])
    filings.list_step(filing.list_path, "confirm-publication", second).ok(200)
    assert inbox(second) == []


def test_what_is_proposed_after_the_list_was_drawn_waits_for_another(filings: Filings) -> None:
    filings.at(State.PROPOSED).draw_list().ok(201)
    late = filings.at(State.PROPOSED)

    (item,) = of_kind(filings.city, "application")

    assert item["id"] == late.application_id
    assert told(item) == ("proposed", [("draw-list", None)])


def test_a_request_to_be_bound_waits_for_its_unit(filings: Filings) -> None:
    person = filings.applicant(None, subject="person-1")
    asked = person.post("/v1/binding-requests", a_binding(unit=SUB_UNIT)).ok(201)
    officer = filings.officer(SUB_UNIT)

    (item,) = inbox(officer)

    assert (item["kind"], item["id"]) == ("binding", asked["binding_id"])
    assert told(item) == ("requested", [("confirm-binding", None), ("refuse-binding", None)])
    assert (item["enterprise_name"], item["round_id"]) == (asked["enterprise_name"], None)
    assert ids(filings.officer(UNIT)) == ids(filings.officer(UNIT), unit_code=SUB_UNIT)
    assert ids(filings.officer(UNIT)) == [asked["binding_id"]]
    for params in ({"round_id": ROUND_ID}, {"tier": "advanced"}, {"unit_code": OTHER_UNIT}):
        assert ids(officer, **params) == []
    elsewhere = filings.officer(OTHER_UNIT, relation="stranger")
    assert inbox(elsewhere) == inbox(filings.city) == inbox(person) == []
    officer.get(item["path"]).ok(200)
    reason = {"reason": "材料不全，请补充授权书"}
    headers = {"If-Match": '"1"'}
    officer.post(f"{item['path']}/refuse", reason, headers=headers).ok(200)
    assert inbox(officer) == []


def test_pages_run_through_all_kinds_in_one_order(filings: Filings) -> None:
    officer, expected = filings.officer(UNIT), []
    for day in (11, 12, 13, 14):
        filings.clock.move_business_to(INSIDE.replace(day=day))
        if day % 2:
            person = filings.applicant(None, subject=f"person-{day}")
            made = person.post("/v1/binding-requests", a_binding(unit=UNIT)).ok(201)
            expected.append(made["binding_id"])
        else:
            expected.append(filings.at(State.SUBMITTED).application_id)

    assert walked(officer) == walked(officer, limit=2) == walked(officer, limit=3) == expected
    city = filings.city
    hand_in = filings.at(State.HANDED_IN).hand_in_path.rpartition("/")[2]
    received = filings.at(State.RECEIVED).application_id
    filings.at(State.PROPOSED).draw_list().ok(201)
    assert {hand_in, received} < set(ids(city))
    assert walked(city) == ids(city)
    assert len(ids(city)) == 3


def test_an_inbox_holds_nothing_of_others_whatever_is_asked(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED, filings.firm(unit=SUB_UNIT))
    draft = filings.draft(filings.firm(unit=SUB_UNIT))
    filings.at(State.AWAITING_OPINIONS, filings.firm(unit=SUB_UNIT), tier="excellent")
    same_unit = filings.firm(unit=SUB_UNIT).credit_code
    strangers = [
        filings.applicant(same_unit, relation="same-unit"),
        filings.applicant(None, relation="stranger"),
        filings.officer(OTHER_UNIT, relation="stranger"),
        filings.officer("120116-tjftz", relation="stranger"),
        filings.officer(None, relation="stranger"),
        filings.bureau("statistics", relation="stranger"),
        filings.bureau(None, relation="stranger"),
    ]

    for stranger in strangers:
        for params in ({}, {"unit_code": SUB_UNIT}, {"unit_code": "120000", "limit": 1}):
            assert ids(stranger, **params) == []
    for unit in (SUB_UNIT, UNIT, "120000"):
        assert ids(filings.officer(unit)) == [filing.application_id]
    assert ids(draft.applicant) == [draft.application_id]


def test_an_inbox_is_narrowed_by_round_tier_and_unit(filings: Filings) -> None:
    area = filings.at(State.SUBMITTED, filings.firm(unit=SUB_UNIT))
    basic = filings.at(State.SUBMITTED, filings.firm(unit=UNIT), tier="basic")
    officer = filings.officer(UNIT)

    assert ids(officer, round_id=ROUND_ID) == [area.application_id, basic.application_id]
    assert ids(officer, round_id="tianjin-1925-1") == []
    assert ids(officer, tier="basic") == [basic.application_id]
    assert ids(officer, unit_code=SUB_UNIT) == [area.application_id]
    officer.get("/v1/inbox", params={"unit_code": "120199"}).refused(404, "unit-not-found")


def test_the_citys_inbox_is_narrowed_too(filings: Filings) -> None:
    hand_in = filings.at(State.HANDED_IN, filings.firm(unit=SUB_UNIT), tier="basic")
    filings.at(State.PROPOSED, filings.firm(unit=OTHER_UNIT)).draw_list().ok(201)
    city = filings.city

    def kinds(**params: Any) -> list[str]:
        return sorted(each["kind"] for each in inbox(city, **params))

    assert kinds() == kinds(unit_code="120000") == kinds(round_id=ROUND_ID) == ["hand-in", "list"]
    assert kinds(tier="basic") == kinds(unit_code=UNIT) == ["hand-in"]
    assert kinds(tier="advanced") == ["list"]
    assert kinds(unit_code=OTHER_UNIT) == kinds(round_id="tianjin-2025-1") == []
    assert ids(city, tier="basic") == [hand_in.hand_in_path.rpartition("/")[2]]


@pytest.mark.parametrize("role", ["auditor", "expert", "operator"])
def test_who_decides_nothing_has_no_inbox(filings: Filings, role: str) -> None:
    filings.anybody.as_role(role).get("/v1/inbox").refused(403, "role-forbidden")
