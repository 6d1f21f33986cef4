"""The shipped data load; broken data are refused with every fault at its place."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from services.intake.bundles.calendars import load_calendar
from services.intake.bundles.intake_data import load_intake_data
from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import DataIsBroken
from services.intake.bundles.rounds import load_rounds
from services.intake.bundles.units import load_units
from services.intake.domain.certainty import Certainty
from services.intake.domain.tiers import Tier
from services.intake.domain.units import UnitKind

ROUND = "rounds/tianjin-2025-2/round.yaml"
FORM = "rounds/tianjin-2025-2/form.schema.json"
INDUSTRIES = "industries.yaml"
CHANGES = "rounds/tianjin-2025-1/form.changes.json"
COLUMNS = "register-columns.yaml"
CALENDAR = "calendars/working-days-cn.yaml"
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Copy the data and replace one piece of text in one file."""

    def edit(file: str, old: str, new: str) -> Path:
        data = tmp_path / "data"
        shutil.copytree(DATA, data)
        text = (data / file).read_text(encoding="utf-8")
        assert old in text
        (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return data

    return edit


def places(error: DataIsBroken) -> set[str]:
    return {f"{fault.file}{fault.path}" for fault in error.faults}


def test_all_shipped_data_load() -> None:
    data = load_intake_data()

    assert list(data.rounds) == ["tianjin-2025-1", "tianjin-2025-2"]
    assert data.rounds["tianjin-2025-1"].round.edition_id == "cn-2024"
    assert data.rounds["tianjin-2025-2"].round.edition_id == "cn-2025"
    assert data.calendars["working-days-cn"].last_day == date(2026, 12, 31)


def test_the_city_has_sixteen_districts_and_five_functional_areas() -> None:
    units = list(load_units())

    kinds = [unit.kind for unit in units]
    assert kinds.count(UnitKind.CITY) == 1
    assert kinds.count(UnitKind.DISTRICT) == 16
    assert kinds.count(UnitKind.FUNCTIONAL_AREA) == 5
    districts = [unit.code for unit in units if unit.kind is UnitKind.DISTRICT]
    assert all(re.fullmatch(r"1201(0[1-6]|1[0-9])", code) for code in districts)


def test_only_the_free_trade_zone_was_seen_recommending_on_its_own() -> None:
    areas = [unit for unit in load_units() if unit.kind is UnitKind.FUNCTIONAL_AREA]

    seen = [unit.code for unit in areas if unit.certainty is Certainty.OFFICIAL]
    assert seen == ["120116-tjftz"]
    assert all(unit.certainty is Certainty.MEMORY for unit in areas if unit.code not in seen)


def test_a_form_may_be_another_rounds_with_changes() -> None:
    rounds = load_rounds()
    first, second = (
        rounds[round_id].form_schema.root for round_id in ("tianjin-2025-1", "tianjin-2025-2")
    )

    assert first.at(("scenes", "", "scene_number")) is None
    assert second.at(("scenes", "", "scene_number")) is not None
    stages = [root.at(("scenes", "", "own_stage")) for root in (first, second)]
    assert [len(stage.choices) for stage in stages if stage] == [14, 8]
    assert first.at(("applicant", "industry_code")) == second.at(("applicant", "industry_code"))


def test_the_stages_of_a_form_are_those_of_its_rounds_edition() -> None:
    editions = DATA.parents[1] / "scoring" / "editions"
    for loaded in load_rounds().values():
        guide = yaml.safe_load(
            (editions / loaded.round.edition_id / "scenes.yaml").read_text(encoding="utf-8")
        )
        stage = loaded.form_schema.root.at(("scenes", "", "own_stage"))
        assert stage is not None
        assert list(stage.choices) == [each["name"] for each in guide["stages"]]


def test_the_fact_of_a_prerequisite_is_one_of_its_rounds_edition() -> None:
    editions = DATA.parents[1] / "scoring" / "editions"
    for loaded in load_rounds().values():
        file = editions / loaded.round.edition_id / "facts.yaml"
        known = {each["name"] for each in yaml.safe_load(file.read_text("utf-8"))["facts"]}
        asked = [rules.prerequisite for rules in loaded.round.tiers.values()]
        assert {each.fact for each in asked if each and each.fact} <= known


def test_every_condition_of_the_round_cites_its_clause() -> None:
    round_ = load_rounds()["tianjin-2025-2"].round

    assert set(round_.tiers) == set(Tier)
    for rules in round_.tiers.values():
        assert rules.conditions
        assert all(condition.basis.clause for condition in rules.conditions)


@pytest.mark.parametrize(
    ("tier", "part", "count"), [(Tier.LEADING, "一", 4), (Tier.EXCELLENT, "二", 3)]
)
def test_no_condition_of_a_national_tier_is_left_out(tier: Tier, part: str, count: int) -> None:
    rules = load_rounds()["tianjin-2025-2"].round.tiers[tier]
    prerequisite = rules.prerequisite
    assert prerequisite is not None

    cited = {prerequisite.basis.clause} | {each.basis.clause for each in rules.conditions}

    assert cited == {f"{part}（一）{number}" for number in range(1, count + 1)}


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("units.yaml", 'code: "120101"', 'code: "120000"', "units.yaml/units/1/code"),
        ("units.yaml", 'parent: "120000"', 'parent: "110000"', "units.yaml/units/1/parent"),
        ("units.yaml", 'code: "120101"', 'code: "120/101"', "units.yaml/units/1/code"),
        ("units.yaml", "zh: 天津市, en: Tianjin", "zh: 天津市", "units.yaml/units/0/name/en"),
        ("units.yaml", 'code: "120000"', "code: 120000", "units.yaml/units/0/code"),
        ("units.yaml", "recommends: false", "recommends: maybe", "units.yaml/units/0/recommends"),
        ("units.yaml", "kind: city", "kind: town", "units.yaml/units/0/kind"),
        ("units.yaml", "kind: city", "knd: city", "units.yaml/units/0/knd"),
        ("units.yaml", "\nunits:", "\nunits: 5 #", "units.yaml"),
        (CALENDAR, "year: 2026", "year: 2027", f"{CALENDAR}/years/1/year"),
        (CALENDAR, "from: 2025-10-01", "from: 2025-10-09", f"{CALENDAR}/years/0/holidays/5"),
        (CALENDAR, "to: 2025-05-05", "to: 2025-05-31", f"{CALENDAR}/years/0/holidays/4"),
        (
            CALENDAR,
            "[2025-04-27]",
            "[2025-04-28]",
            f"{CALENDAR}/years/0/holidays/3/make_up_days/0",
        ),
        (CALENDAR, "2024-11-12", "yesterday", f"{CALENDAR}/years/0/issued_on"),
        (CALENDAR, "calendar_id: working", "calendar_id: resting", f"{CALENDAR}/calendar_id"),
        (ROUND, "figure: credit-code", "figure: colour", f"{ROUND}/tiers/basic/summary_table/columns/2/figure"),
        (ROUND, ", figure: credit-code", "", f"{ROUND}/tiers/basic/summary_table/columns/2"),
        (ROUND, "form: /applicant/contact/name", "form: contact", f"{ROUND}/tiers/basic/summary_table/columns/12/form"),
        (ROUND, "/applicant/contact/name", "/applicant/contact/nom", f"{ROUND}/tiers/basic/summary_table/columns"),
        (ROUND, "width: 22, figure", "width: 0, figure", f"{ROUND}/tiers/basic/summary_table/columns/2/width"),
        (ROUND, "columns_basis: &columns_basis\n        clause: null\n        certainty: inferred", "columns_basis: &columns_basis\n        clause: null\n        certainty: sure", f"{ROUND}/tiers/basic/summary_table/columns_basis/certainty"),
        (ROUND, "filing_numbers:", "filing_number:", f"{ROUND}/tiers/basic/filing_numbers"),
        (ROUND, "digits: 4", "digits: 0", f"{ROUND}/tiers/basic/filing_numbers/digits"),
        (ROUND, "branch: filing", "branch: recognition", f"{ROUND}/tiers/basic/filing_numbers"),
        (ROUND, "round_id: tianjin-2025-2", "round_id: other", f"{ROUND}/round_id"),
        (ROUND, "2025-07-18", "2025-07-28", f"{ROUND}/tiers/basic/window"),
        (ROUND, "working_days: 5", 'working_days: "5"', f"{ROUND}/tiers/advanced/publicity/working_days"),
        (ROUND, "working_days: 5", "working_days: 0", f"{ROUND}/tiers/advanced/publicity/working_days"),
        (ROUND, "    required_documents: &portal_documents\n      - kind: portal-form", "    required_documents: &portal_documents\n      - kind: stamped-scan", f"{ROUND}/tiers/excellent/required_documents/0/kind"),
        (ROUND, "    required_documents: &portal_documents\n      - kind: portal-form", "    required_documents: &portal_documents\n      - kind: other-evidence", f"{ROUND}/tiers/excellent/required_documents"),
        (ROUND, "- kind: maturity-report", "- kind: portal-form", f"{ROUND}/tiers/basic/required_documents/0/kind"),
        (ROUND, "- kind: maturity-report", "- kind: printed-form", f"{ROUND}/tiers/basic/required_documents/0/kind"),
        (ROUND, "- kind: maturity-report", "- kind: stamped-scan", f"{ROUND}/tiers/basic/required_documents/1/kind"),
        (ROUND, "channel: national-portal", "channel: own-portal", f"{ROUND}/tiers/excellent/channel"),
        (ROUND, "branch: recognition", "branch: forwarding", f"{ROUND}/tiers/advanced/channel"),
        (ROUND, "publicity:\n      working_days: 5", "publicity: null\n    unread:\n      working_days: 5", f"{ROUND}/tiers/advanced/publicity"),
        (ROUND, "branch: recognition", "branch: forwarding", f"{ROUND}/tiers/advanced/publicity"),
        (ROUND, "recommendation_is_ordered: false", "recommendation_is_ordered: true", f"{ROUND}/tiers/basic/recommendation_is_ordered"),
        (ROUND, "code: finance", "code: data", f"{ROUND}/tiers/excellent/bureaus"),
        (ROUND, "code: finance", 'code: "120116"', f"{ROUND}/tiers/excellent/bureaus"),
        (ROUND, "bureaus:", "offices:", f"{ROUND}/tiers/excellent/bureaus"),
        (ROUND, "ministry_result:", "result:", f"{ROUND}/tiers/excellent/ministry_result"),
        (ROUND, "  leading:", "  superb:", f"{ROUND}/tiers/superb"),
        (ROUND, "fact: listed_as_excellent", "fact: listed_as_advanced", f"{ROUND}/tiers/leading/prerequisite/fact"),
        (ROUND, "      fact: listed_as_advanced\n", "", f"{ROUND}/tiers/excellent/prerequisite/fact"),
        (ROUND, 'batch: "2025-1"}', 'batch: "2024"}', f"{ROUND}/tiers/excellent/prerequisite/recognitions"),
        (ROUND, "{tier: excellent, by: ministry", "{tier: excellent, by: district", f"{ROUND}/tiers/leading/prerequisite/recognitions/0/by"),
        (ROUND, "{tier: excellent, by: ministry", "{tier: superb, by: ministry", f"{ROUND}/tiers/leading/prerequisite/recognitions/0/tier"),
        (ROUND, "batch: 2025-2\n", "", f"{ROUND}/batch"),
        (ROUND, "batch: 2025-2\n", "batch: 2025-1\n", f"{ROUND}/batch"),
        (ROUND, "sections: [B, C, D]", "sections: [B, C, A]", f"{ROUND}/industries/sections/2"),
        (ROUND, "sections: [B, C, D]", "sections: [B, C, C]", f"{ROUND}/industries/sections/2"),
        (ROUND, "sections: [B, C, D]", "sections: []", f"{ROUND}/industries/sections"),
        (ROUND, "  sections: [B, C, D]\n  basis:\n    clause: null\n    certainty: inferred", "  sections: [B, C, D]\n  basis:\n    clause: null\n    certainty: sure", f"{ROUND}/industries/basis/certainty"),
        (INDUSTRIES, 'code: "07"', 'code: "06"', f"{INDUSTRIES}/sections/0/divisions/1/code"),
        (INDUSTRIES, 'code: "07"', 'code: "7"', f"{INDUSTRIES}/sections/0/divisions/1/code"),
        (INDUSTRIES, "code: C", "code: B", f"{INDUSTRIES}/sections/1/code"),
        (INDUSTRIES, "zh: 采矿业, en: Mining", "zh: 采矿业", f"{INDUSTRIES}/sections/0/name/en"),
        (CHANGES, '"scene_number": null', '"scene_numbr": null', f"{CHANGES}/properties/scenes/patternProperties/^[a-z0-9][a-z0-9-]{{0,39}}$/properties/scene_numbr"),
        (CHANGES, '"own_stage": {', '"own_stge": {', f"{CHANGES}/properties/scenes/patternProperties/^[a-z0-9][a-z0-9-]{{0,39}}$/properties/own_stge/type"),
        (COLUMNS, "批次, batch", "批次, 级别", f"{COLUMNS}/columns/batch/1"),
        (COLUMNS, "  ministry:", "  minister:", f"{COLUMNS}/publishers/minister"),
        (ROUND, 'city_unit: "120000"', 'city_unit: "110000"', f"{ROUND}/city_unit"),
        (ROUND, "calendar_id: working-days-cn", "calendar_id: lunar", f"{ROUND}/calendar_id"),
        (ROUND, "（{notice_number}）", "（{number}）", f"{ROUND}/tiers/basic/recommendation_letter"),
        (ROUND, "heading: 真实性及保密承诺", "heading: ''", f"{ROUND}/tiers/basic/application_form/commitment/heading"),
        (ROUND, "form.schema.json", "none.json", "rounds/tianjin-2025-2/none.json"),
        (ROUND, "round_id:", "title: {}\nround_id:", ROUND),
        (FORM, '"x-title-en": "The applicant"', '"x-title": ""', f"{FORM}/properties/applicant/x-title-en"),
        (FORM, '"type": "object"', '"type": "thing"', FORM),
        (FORM, '"#/$defs/line"', '"#/$defs/lin"', FORM),
        (FORM, '"x-order": 2', '"x-order": 3', f"{FORM}/properties/applicant/properties"),
        (FORM, '"enum": ["legal-person", "branch"]', '"enum": ["branch"]', f"{FORM}/properties/applicant/properties/legal_form/x-choices"),
        (FORM, "{", '{"title": "twice",', FORM),
        (FORM, '"additionalProperties": false', '"additionalProperties": true', FORM),
        (FORM, '"required": [', '"required": ["nothing", ', f"{FORM}/required"),
    ],
)  # fmt: skip
def test_broken_data_are_refused_at_their_place(
    edited: Edit, file: str, old: str, new: str, place: str
) -> None:
    data = edited(file, old, new)

    with pytest.raises(DataIsBroken) as raised:
        load_intake_data(data)

    assert place in places(raised.value)


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    units = [{"code": 1, "kind": "x"}, {"code": 2}]
    (tmp_path / "units.yaml").write_text(yaml.safe_dump({"codes": {}, "units": units}))

    with pytest.raises(DataIsBroken) as raised:
        load_units(tmp_path)

    assert len(raised.value.faults) > 8
    assert "units.yaml at /units/0/code: must be a text" in str(raised.value)


def test_a_calendar_without_years_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    file = tmp_path / "calendars" / "empty.yaml"
    file.write_text(yaml.safe_dump({"calendar_id": "empty", "years": []}))

    with pytest.raises(DataIsBroken) as raised:
        load_calendar("empty", tmp_path)

    assert places(raised.value) == {"calendars/empty.yaml/years"}


def test_a_form_that_refers_to_itself_is_refused(edited: Edit) -> None:
    data = edited(
        FORM, '"$defs": {', '"$defs": {"loop": {"properties": {"again": {"$ref": "#/$defs/loop"}}},'
    )
    file = data / FORM
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["properties"]["applicant"] = {"$ref": "#/$defs/loop"}
    file.write_text(json.dumps(schema), encoding="utf-8")

    with pytest.raises(DataIsBroken, match="refers to itself"):
        load_rounds(data)


def test_a_form_may_not_nest_without_end(edited: Edit) -> None:
    data = edited(FORM, "{", "{")
    file = data / FORM
    schema = json.loads(file.read_text(encoding="utf-8"))
    inner = schema["properties"]["effects"]
    for _ in range(12):
        inner = {**inner, "properties": {"deeper": {**inner, "x-order": 1}}, "required": []}
    schema["properties"]["effects"] = inner
    file.write_text(json.dumps(schema), encoding="utf-8")

    with pytest.raises(DataIsBroken, match="lies too deep"):
        load_rounds(data)
