"""Facts are read exactly or refused with their place; all faults at once."""

from decimal import Decimal
from typing import Any

import pytest

from services.scoring.domain.errors import EvaluationInvalid
from services.scoring.domain.facts import read_facts
from tests.scoring.builders import (
    a_scene,
    an_own_scene,
    edition,
    evaluation_on,
    facts_of_a_factory,
)


def faults_of(facts: dict[str, Any], edition_id: str = "cn-2025") -> dict[str, str]:
    with pytest.raises(EvaluationInvalid) as refused:
        evaluation_on(facts, round_id=None, edition_id=edition_id)
    return {fault.pointer: fault.code for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("name", "value", "pointer", "code"),
    [
        ("maturity_level", True, "", "wrong-type"),
        ("maturity_level", "2", "", "wrong-type"),
        ("maturity_level", 2.0, "", "wrong-type"),
        ("maturity_level", 0, "", "out-of-range"),
        ("maturity_level", 6, "", "out-of-range"),
        ("maturity_level", 10**30, "", "out-of-range"),
        ("maturity_level", None, "", "null-not-allowed"),
        ("maturity_score", 2.35, "", "wrong-type"),
        ("maturity_score", "NaN", "", "wrong-type"),
        ("maturity_score", "1e400", "", "wrong-type"),
        ("maturity_score", "02.5", "", "wrong-type"),
        ("maturity_score", "٢", "", "wrong-type"),
        ("maturity_score", "5.01", "", "out-of-range"),
        ("maturity_score", "2.34567", "", "too-many-places"),
        ("legal_person", 1, "", "wrong-type"),
        ("legal_person", "true", "", "wrong-type"),
        ("branch_exception_ground", " ", "", "empty-text"),
        ("branch_exception_ground", 7, "", "wrong-type"),
        ("branch_exception_ground", "油" * 501, "", "too-long"),
        ("no-such/fact~", 1, "", "fact-unknown"),
        ("element_stages_built", ["生产作业"], "", "fact-unknown"),
        ("scenes", {}, "", "wrong-type"),
        ("scenes", "24", "", "wrong-type"),
        ("scenes", [a_scene(24, "生产作业")] * 201, "", "too-many"),
        ("scenes", ["24"], "/0", "wrong-type"),
        ("scenes", [{**a_scene(24, "生产作业"), "ai": True}], "/0/ai", "field-unknown"),
        (
            "scenes",
            [{**a_scene(24, "生产作业"), "uses_ai": None}],
            "/0/uses_ai",
            "null-not-allowed",
        ),
        ("scenes", [a_scene(24, "物流")], "/0/guide_stage", "not-a-choice"),
        ("scenes", [{**a_scene(24, "生产作业"), "guide_stage": 5}], "/0/guide_stage", "wrong-type"),
        ("scenes", [a_scene(24, "生产管理")], "/0/guide_stage", "scene-stage-differs"),
        ("scenes", [a_scene(41, "生产作业")], "/0/scene_number", "out-of-range"),
        ("scenes", [{**a_scene(1, "生产作业"), "scene_number": None}], "/0", "scene-unnamed"),
        ("indicators", [], "", "wrong-type"),
        ("indicators", {"产值": {}}, "/产值", "not-a-code"),
        ("indicators", {f"i{n}": {} for n in range(101)}, "", "too-many"),
        ("indicators", {"a": {"after": 3}}, "/a/after", "wrong-type"),
    ],
)
def test_a_fact_that_cannot_be_read_is_named_with_its_place(
    name: str, value: object, pointer: str, code: str
) -> None:
    escaped = name.replace("~", "~0").replace("/", "~1")

    assert faults_of({name: value}) == {f"/facts/{escaped}{pointer}": code}


def test_all_faults_of_a_request_are_named_at_once() -> None:
    facts = facts_of_a_factory(
        maturity_level="two",
        legal_person=None,
        scenes=[{"scene_number": 1, "own_name": None, "guide_stage": "生产管理"}],
        colour="red",
    )

    assert faults_of(facts) == {
        "/facts/maturity_level": "wrong-type",
        "/facts/legal_person": "null-not-allowed",
        "/facts/scenes/0/uses_ai": "field-missing",
        "/facts/scenes/0/guide_stage": "scene-stage-differs",
        "/facts/colour": "fact-unknown",
    }


def test_a_decimal_keeps_every_digit() -> None:
    known, faults = read_facts({"maturity_score": "2.3500"}, edition().facts, pointer="/facts")

    assert faults == ()
    assert str(known["maturity_score"]) == "2.3500"
    assert known["maturity_score"] == Decimal("2.35")


def test_a_factory_may_name_scenes_of_its_own() -> None:
    evaluation = evaluation_on({"scenes": [an_own_scene("生产作业", uses_ai=True)]})

    assert (evaluation.scenes_built, evaluation.scenes_with_ai) == (1, 1)


@pytest.mark.parametrize(
    ("scene", "where", "code"),
    [
        (a_scene(1, "产品设计"), "/scene_number", "scene-list-unknown"),
        ({**an_own_scene("产品设计"), "own_name": None}, "", "scene-unnamed"),
        (an_own_scene("产品研发"), "/guide_stage", "not-a-choice"),
    ],
)
def test_where_the_guide_has_no_list_a_scene_goes_by_its_stage_and_its_own_name(
    scene: dict[str, Any], where: str, code: str
) -> None:
    faults = faults_of({"scenes": [an_own_scene("产品设计"), scene]}, "cn-2024")

    assert faults == {f"/facts/scenes/1{where}": code}


def test_an_indicator_may_be_known_in_part() -> None:
    facts = {"indicators": {"defect-rate": {"before": "-0.5"}}}

    _, faults = read_facts(facts, edition().facts, pointer="/facts")

    assert faults == ()
