"""What keeps a form from being finalised."""

from typing import Any

import pytest

from services.intake.domain.tiers import Tier
from shared.errors import Fault
from tests.intake.forms import a_factory, an_advanced_form, an_enterprise, drop, put, the_schema

SCENE = "/scenes/scene-1"


def codes(faults: tuple[Fault, ...]) -> dict[str, str]:
    return {fault.pointer: fault.code for fault in faults}


def complete(form: dict[str, Any], tier: Tier = Tier.ADVANCED) -> dict[str, str]:
    return codes(the_schema().completeness_faults(form, tier=tier))


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/applicant/enterprise_name", "", "required"),
        ("/applicant/enterprise_name", " \u3000", "required"),
        ("/applicant/legal_form", "", "required"),
        ("/scenes", {}, "required"),
        ("/factory/systems", {}, "required"),
        ("/effects/indicators", {}, "required"),
        ("/declarations/is_truthful", False, "not-declared"),
        ("/declarations/contains_no_secrets", False, "not-declared"),
        ("/factory/investment/total", "6850.4", "sum-differs"),
        ("/factory/key_equipment/networked", 129, "more-than-whole"),
        ("/factory/processes/automated", 43, "more-than-whole"),
        ("/applicant/research_staff", 413, "more-than-whole"),
        ("/factory/completed_on", "2022-02-28", "date-order"),
        (f"{SCENE}/own_name", "自有", "not-together"),
    ],
)
def test_a_complete_form_must_hang_together(pointer: str, value: object, code: str) -> None:
    form = put(an_advanced_form(), pointer, value)

    assert the_schema().draft_faults(form) == ()
    assert complete(form) == {pointer: code}


REQUIRED = [
    "/applicant/enterprise_name",
    "/applicant/years/2023/revenue",
    "/factory/key_equipment/total",
    "/factory/systems/system-1/kind",
    f"{SCENE}/instance_name",
    f"{SCENE}/ai_description",
    "/scenes/scene-10/own_name",
    "/scenes/scene-10/own_stage",
    "/effects/indicators/defect-rate-cut/period",
    "/declarations/has_specialists",
]


@pytest.mark.parametrize("pointer", REQUIRED)
def test_a_missing_field_is_named_where_it_belongs(pointer: str) -> None:
    assert complete(drop(an_advanced_form(), pointer)) == {pointer: "required"}


def test_every_missing_field_of_a_missing_part_is_named() -> None:
    faults = complete(drop(an_advanced_form(), "/factory"))

    assert "/factory" not in faults
    assert faults["/factory/investment/total"] == "required"
    assert faults["/factory/name"] == "required"
    assert faults["/factory/systems"] == "required"


def test_faults_stand_in_the_order_of_the_form() -> None:
    pointers = [fault.pointer for fault in the_schema().completeness_faults({}, tier=Tier.BASIC)]

    assert pointers[0] == "/applicant/project_name"
    parts = [pointer.split("/")[1] for pointer in pointers]
    assert list(dict.fromkeys(parts)) == [
        "applicant",
        "factory",
        "scenes",
        "effects",
        "declarations",
    ]


def test_only_the_advanced_tier_must_say_that_it_is_self_assessed() -> None:
    form = drop(an_advanced_form(), "/declarations/self_assessed_basic")

    assert complete(form, Tier.BASIC) == {}
    assert complete(form, Tier.ADVANCED) == {"/declarations/self_assessed_basic": "required"}


def test_a_branch_must_tell_its_ground() -> None:
    form = put(an_advanced_form(), "/applicant/legal_form", "branch")

    assert complete(form) == {"/applicant/branch": "required"}

    put(form, "/applicant/branch", {})
    assert complete(form) == {
        "/applicant/branch/head_office_name": "required",
        "/applicant/branch/head_office_credit_code": "required",
        "/applicant/branch/exception_ground": "required",
    }


def test_what_the_form_repeats_agrees_with_the_register() -> None:
    faults = the_schema().completeness_faults(
        an_advanced_form(), tier=Tier.ADVANCED, enterprise=an_enterprise(), factory=a_factory()
    )

    assert faults == ()


def test_what_the_form_repeats_must_not_differ_from_the_register() -> None:
    faults = the_schema().completeness_faults(
        an_advanced_form(),
        tier=Tier.ADVANCED,
        enterprise=an_enterprise(
            name="天津另一家公司", credit_code="914403001922038216", is_branch=True
        ),
        factory=a_factory(name="另一座工厂"),
    )

    assert codes(faults) == {
        "/applicant/enterprise_name": "differs-from-register",
        "/applicant/credit_code": "differs-from-register",
        "/applicant/legal_form": "differs-from-register",
        "/factory/name": "differs-from-register",
    }
