"""What a front end reads before anything is filed: units, rounds, the form, the time."""

from datetime import datetime, timedelta

from jsonschema import Draft202012Validator

from tests.intake.bodies import CLOSE, INSIDE, OPENING, SUB_UNIT, UNIT_CLOSE
from tests.intake.filings import Filings
from tests.intake.forms import ROUND_ID


def test_the_units_are_a_tree(filings: Filings) -> None:
    units = {unit["code"]: unit for unit in filings.city.get("/v1/units").ok(200)["items"]}

    assert sum(unit["kind"] == "district" for unit in units.values()) == 16
    area = units[SUB_UNIT]
    assert area["path"] == "120000/120116/120116-teda"
    assert area["parent"] == "120116"
    assert filings.city.get(f"/v1/units/{SUB_UNIT}").ok(200) == area


def test_a_round_tells_its_tiers_windows_and_how_sure_they_are(filings: Filings) -> None:
    listed = {each["round_id"]: each for each in filings.city.get("/v1/rounds").ok(200)["items"]}
    read = filings.city.get(f"/v1/rounds/{ROUND_ID}").ok(200)

    assert set(listed) == {"tianjin-2025-1", ROUND_ID}
    assert listed[ROUND_ID] == read
    tiers = {tier["tier"]: tier for tier in read["tiers"]}
    assert {name for name, tier in tiers.items() if tier["is_open_here"]} == set(tiers)
    assert tiers["advanced"]["publicity_working_days"] == 5
    assert tiers["basic"]["publicity_working_days"] is None
    window = tiers["advanced"]["window"]
    times = ("opens_at", "enterprise_closes_at", "unit_closes_at")
    assert [datetime.fromisoformat(window[name]) for name in times] == [OPENING, CLOSE, UNIT_CLOSE]
    assert window["bases"]["enterprise_closes_on"]["clause"] == "三（二）1"
    assert all(basis["certainty"] for basis in window["bases"].values())


def test_the_form_is_a_json_schema_in_both_languages(filings: Filings) -> None:
    schema = filings.city.get(f"/v1/rounds/{ROUND_ID}/form-schema").ok(200)

    Draft202012Validator.check_schema(schema)
    assert {"applicant", "factory", "scenes", "effects", "declarations"} == set(
        schema["properties"]
    )
    for part in schema["properties"].values():
        assert part["title"]
        assert part["x-title-en"]


def test_the_server_tells_its_time_and_only_an_operator_moves_it(filings: Filings) -> None:
    moved = filings.anybody.as_role("operator").put(
        "/v1/development/clock", {"business": "2025-07-18T23:59:30+08:00"}
    )

    told = moved.ok(200)
    assert abs(datetime.fromisoformat(told["business"]) - CLOSE) < timedelta(minutes=1)
    now = filings.anybody.get("/v1/time").ok(200)
    assert datetime.fromisoformat(now["business"]) > INSIDE
    assert datetime.fromisoformat(now["wall"]) > CLOSE + timedelta(days=30)
