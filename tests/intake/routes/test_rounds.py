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


def test_a_round_names_the_industries_that_it_takes_and_how_sure_that_is(filings: Filings) -> None:
    known = filings.anybody.as_role("applicant").get("/v1/industries").ok(200)
    read = filings.city.get(f"/v1/rounds/{ROUND_ID}").ok(200)

    assert known["standard"] == "GB/T 4754-2017"
    assert known["basis"]["certainty"] == "seen-in-secondary-source"
    assert [section["code"] for section in known["items"]] == ["B", "C", "D"]
    manufacturing = {each["code"]: each["name"] for each in known["items"][1]["divisions"]}
    assert manufacturing["34"]["zh"] == "通用设备制造业"
    assert read["industries"]["sections"] == ["B", "C", "D"]
    assert read["industries"]["basis"]["certainty"] == "inferred"
    assert read["batch"] == "2025-2"


def test_an_industry_of_no_industrial_division_keeps_an_application_from_being_finalised(
    filings: Filings,
) -> None:
    filing = filings.completed()
    filing.save({"applicant": {"industry_code": "6510"}}).ok(200)
    fault = {"/form/applicant/industry_code": "industry-not-eligible"}

    checked = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)
    refused = filing.finalise()

    assert {each["pointer"]: each["code"] for each in checked["faults"]} == fault
    assert checked["complete"] is False
    refused.refused(422, "form-incomplete")
    assert refused.faults == fault
    filing.save({"applicant": {"industry_code": "3453"}}).ok(200)
    filing.finalise().ok(200)


def test_of_what_is_filed_in_the_national_portal_the_industry_is_told_beside(
    filings: Filings,
) -> None:
    filing = filings.completed(tier="excellent")
    filing.save({"applicant": {"industry_code": "6510"}}).ok(200)

    checked = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)

    found = {each["pointer"]: each["code"] for each in checked["faults"]}
    assert found["/form/applicant/industry_code"] == "industry-not-eligible"
    assert checked["complete"] is True
    filing.record().ok(201)


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
