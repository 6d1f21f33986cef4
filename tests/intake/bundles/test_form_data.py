"""The shipped form itself: both languages everywhere, and in step with the scene guide."""

from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from services.intake.domain.form_schema import FieldKind, FormNode
from tests.intake.forms import an_advanced_form, the_schema

NODES = list(the_schema().root.walk())
GUIDE = Path(__file__).parents[3] / "services/scoring/editions/cn-2025/scenes.yaml"


def node_at(*path: str) -> FormNode:
    node = the_schema().root.at(path)
    assert node is not None
    return node


def test_the_form_has_its_five_parts_in_order() -> None:
    assert [child.name for child in the_schema().root.children] == [
        "applicant",
        "factory",
        "scenes",
        "effects",
        "declarations",
    ]
    parts = [part["x-part"] for part in the_schema().document["properties"].values()]
    assert parts == [1, 2, 3, 4, 5]


def test_the_form_is_a_json_schema_that_others_can_use_as_it_is_served() -> None:
    document = the_schema().document

    Draft202012Validator.check_schema(document)
    assert list(Draft202012Validator(document).iter_errors(an_advanced_form())) == []


def test_every_field_has_words_in_both_languages() -> None:
    for node in NODES:
        texts = [node.title, node.help, node.unit, node.hint]
        texts += [choice.text for choice in node.choices.values()]
        texts += [rate.title for rate in node.rates]

        assert node.help is not None
        assert all(text.zh.strip() and text.en.strip() for text in texts if text is not None)


def test_no_field_asks_for_a_rate_that_follows_from_counts() -> None:
    names = {node.name for node in NODES}

    assert not {name for name in names if name.endswith(("_rate", "_ratio"))}
    assert {rate.rate_id for node in NODES for rate in node.rates} == {
        "networked-rate",
        "numerical-control-rate",
        "automation-rate",
        "data-collection-rate",
        "research-share",
        "research-staff-share",
        "debt-ratio",
    }


def test_rates_and_rules_name_fields_of_their_group() -> None:
    for node in NODES:
        names = {child.name for child in node.children}
        named = {name for rate in node.rates for name in (rate.part, rate.whole)}
        named |= {name for rule in node.rules for name in (rule.field, *rule.others)}
        assert named <= names


def test_money_is_text_in_units_of_ten_thousand() -> None:
    amounts = [node for node in NODES if node.unit is not None and node.unit.zh == "万元"]

    assert len(amounts) == 3 * 7 + 1 + 5
    assert all(node.kind is FieldKind.TEXT for node in amounts)


def test_the_scenes_offered_are_those_of_the_guide() -> None:
    guide: dict[str, Any] = yaml.safe_load(GUIDE.read_text(encoding="utf-8"))

    offered = node_at("scenes", "x", "scene_number").choices.values()

    assert [(str(each.value), each.text.zh, each.group) for each in offered] == [
        (scene["number"], scene["name"]["zh"], scene["guide_stage"]) for scene in guide["scenes"]
    ]
    stages = [stage["name"] for stage in guide["stages"]]
    assert list(node_at("scenes", "x", "own_stage").choices) == stages


def test_the_example_is_clearly_of_nobody() -> None:
    form = an_advanced_form()

    assert "示例" in form["applicant"]["enterprise_name"]
    assert len(form["scenes"]) >= 8
    assert {scene["uses_ai"] for scene in form["scenes"].values()} == {True, False}
