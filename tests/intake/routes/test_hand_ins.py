"""The list of hand-ins: newest first, each role within its scope, narrowed by what is asked."""

from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import OTHER_UNIT, SUB_UNIT, UNIT
from tests.intake.filings import Filing, Filings


def test_hand_ins_are_listed_until_they_are_received(filings: Filings) -> None:
    area = filings.at(State.HANDED_IN, filings.firm(unit=SUB_UNIT))
    district = filings.at(State.HANDED_IN, filings.firm(unit=OTHER_UNIT), tier="basic")
    city = filings.city
    paths = {filing.hand_in_path.rpartition("/")[2]: filing for filing in (area, district)}

    def listed(caller: Api, **params: Any) -> set[Filing]:
        page = caller.get("/v1/hand-ins", params=params).ok(200)
        return {paths[each["hand_in_id"]] for each in page["items"]}

    assert listed(city) == listed(filings.auditor, received=False) == {area, district}
    city.post(f"{area.hand_in_path}/receive").ok(200)
    assert listed(city, received=False) == {district}
    assert listed(city, received=True) == {area}
    assert listed(city, tier="basic") == {district}
    assert listed(city, round_id="tianjin-1925-1") == set()
    assert listed(city, unit_code=UNIT) == {area}
    assert listed(filings.officer(UNIT)) == listed(filings.officer(SUB_UNIT)) == {area}
    stranger = filings.officer("120102", relation="stranger")
    assert listed(stranger) == listed(stranger, unit_code=SUB_UNIT) == set()
    nowhere = filings.officer(None, relation="stranger")
    assert listed(nowhere) == set()


def test_a_list_of_hand_ins_is_walked_page_by_page(filings: Filings) -> None:
    made = [filings.at(State.HANDED_IN).hand_in_path.rpartition("/")[2] for _ in range(3)]
    seen, cursor = [], None

    while True:
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = filings.city.get("/v1/hand-ins", params=params).ok(200)
        seen += [each["hand_in_id"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("received", ["maybe", "2", ""])
def test_what_is_neither_received_nor_not_is_refused(filings: Filings, received: str) -> None:
    answer = filings.city.get("/v1/hand-ins", params={"received": received})

    answer.refused(422, "invalid-request")
    assert set(answer.faults) == {"query:received"}


def test_a_unit_that_is_none_is_not_found(filings: Filings) -> None:
    answer = filings.city.get("/v1/hand-ins", params={"unit_code": "120199"})

    answer.refused(404, "unit-not-found")
