import pytest

from services.intake.domain.applications import Enterprise, MaturityReport
from services.intake.domain.facts import scoring_facts
from services.intake.domain.form import Json
from tests.intake.forms import (
    a_maturity_report,
    an_advanced_form,
    an_enterprise,
    drop,
    put,
    the_round,
)

MATURITY = a_maturity_report()


def facts_of(
    form: dict[str, Json],
    *,
    maturity: MaturityReport | None = MATURITY,
    enterprise: Enterprise | None = None,
) -> dict[str, Json]:
    loaded = the_round()
    return scoring_facts(
        loaded.form_schema.root,
        form,
        round_=loaded.round,
        maturity=maturity,
        enterprise=enterprise,
    )


def test_an_empty_form_states_nothing() -> None:
    assert facts_of({}, maturity=None) == {}


def test_the_example_states_every_fact() -> None:
    facts = facts_of(an_advanced_form())

    scenes = facts.pop("scenes")
    indicators = facts.pop("indicators")
    assert facts == {
        "maturity_level": 2,
        "maturity_score": "2.35",
        "is_above_designated_size": True,
        "factory_built": True,
        "accepts_site_check": True,
        "registered_locally": True,
        "operations_sound": True,
        "no_bad_credit_record": True,
        "no_major_accident": True,
        "no_violation_of_law": True,
        "safe_and_controllable": True,
        "network_security_risk_controllable": True,
        "has_organisation_mechanism": True,
        "has_specialists": True,
        "self_assessed_basic": True,
        "legal_person": True,
        "branch_exception_ground": None,
    }
    assert isinstance(scenes, list)
    assert len(scenes) == 10
    assert scenes[0] == {
        "scene_number": 9,
        "own_name": None,
        "guide_stage": "生产管理",
        "uses_ai": True,
    }
    assert scenes[-1] == {
        "scene_number": None,
        "own_name": "刀具寿命协同管理",
        "guide_stage": "生产作业",
        "uses_ai": False,
    }
    assert isinstance(indicators, dict)
    assert indicators["defect-rate-cut"] == {"before": "0", "after": "38.2", "unit": "%"}


@pytest.mark.parametrize("missing", ["/scenes/scene-1/uses_ai", "/scenes/scene-1/scene_number"])
def test_a_scene_counts_once_it_says_where_it_belongs_and_whether_it_uses_ai(missing: str) -> None:
    scenes = facts_of(drop(an_advanced_form(), missing))["scenes"]

    assert isinstance(scenes, list)
    assert len(scenes) == 9


def test_a_false_declaration_is_a_fact_and_an_open_one_is_not() -> None:
    form = put(an_advanced_form(), "/declarations/operations_sound", value=False)
    drop(form, "/declarations/no_violation_of_law")

    facts = facts_of(form)

    assert facts["operations_sound"] is False
    assert "no_violation_of_law" not in facts


@pytest.mark.parametrize(
    ("promotion", "exchange", "expected"),
    [(True, True, True), (False, True, False), (False, None, False), (True, None, None)],
)
def test_being_willing_is_one_fact_of_three_answers(
    *, promotion: bool, exchange: bool | None, expected: bool | None
) -> None:
    form = put(an_advanced_form(), "/declarations/accepts_promotion", promotion)
    put(form, "/declarations/accepts_case_exchange", exchange)

    assert facts_of(form).get("accepts_site_check") is expected


def test_a_branch_gives_its_ground() -> None:
    form = put(an_advanced_form(), "/applicant/legal_form", "branch")
    put(form, "/applicant/branch", {"exception_ground": "石油石化行业"})

    facts = facts_of(form)

    assert facts["legal_person"] is False
    assert facts["branch_exception_ground"] == "石油石化行业"


def test_the_register_has_the_last_word() -> None:
    enterprise = an_enterprise(
        unit_path="110000/110105", is_branch=True, branch_ground="有色金属行业"
    )

    facts = facts_of(an_advanced_form(), enterprise=enterprise)

    assert facts["registered_locally"] is False
    assert facts["legal_person"] is False
    assert facts["branch_exception_ground"] == "有色金属行业"


@pytest.mark.parametrize(
    ("region", "is_local"),
    [("130100", False), ("120101", True), ("120000", True), ("129999", True), ("211200", False)],
)
def test_the_region_of_registration_counts_more_than_the_unit(
    region: str, *, is_local: bool
) -> None:
    facts = facts_of(an_advanced_form(), enterprise=an_enterprise(registered_region=region))

    assert facts["registered_locally"] is is_local
    assert facts["registered_in_china"] is True


def test_a_unit_of_the_city_is_local_whatever_the_form_says() -> None:
    form = put(an_advanced_form(), "/applicant/registered_locally", value=False)

    assert facts_of(form, enterprise=an_enterprise())["registered_locally"] is True
