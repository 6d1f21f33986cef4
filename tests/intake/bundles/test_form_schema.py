"""Each bad input gives its fault, in a draft and in a complete form."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.form_faults import MAX_FAULTS
from services.intake.domain.tiers import Tier
from shared.errors import Fault
from tests.intake.forms import an_advanced_form, put, the_schema

LONG_TEXT = "长" * 2001
SCENE = "/scenes/scene-1"


def codes(faults: tuple[Fault, ...]) -> dict[str, str]:
    return {fault.pointer: fault.code for fault in faults}


def complete(form: dict[str, Any], tier: Tier = Tier.ADVANCED) -> dict[str, str]:
    return codes(the_schema().completeness_faults(form, tier=tier))


def test_the_example_is_complete() -> None:
    assert the_schema().draft_faults(an_advanced_form()) == ()
    assert complete(an_advanced_form()) == {}


def test_an_empty_draft_has_no_faults() -> None:
    assert the_schema().draft_faults({}) == ()


#: Wrong already in a draft: pointer, value, the pointer of the fault, its code.
BAD_VALUES: list[tuple[str, object, str | None, str]] = [
    ("/applicant/enterprise_name", 5, None, "type"),
    ("/applicant/enterprise_name", None, None, "type"),
    ("/applicant/enterprise_name", "长" * 201, None, "too-long"),
    ("/applicant/enterprise_name", "天津\x00公司", None, "control-character"),
    ("/applicant/enterprise_name", "天津\x1b公司", None, "control-character"),
    ("/applicant/enterprise_name", "天津\n公司", None, "control-character"),
    ("/applicant/enterprise_name", "天津\u2028公司", None, "control-character"),
    ("/applicant/enterprise_name", "天津\u202e司公", None, "bidi-override"),
    ("/applicant/enterprise_name", "天津\u2066司公", None, "bidi-override"),
    ("/applicant/enterprise_name", "天津\ud800", None, "invalid-character"),
    ("/applicant/enterprise_name", "天津\uffff", None, "invalid-character"),
    ("/applicant/enterprise_name", "天津\U000e0041", None, "invalid-character"),
    ("/applicant/enterprise_name", "\x00", None, "control-character"),
    ("/applicant/main_business", "一\x07二", None, "control-character"),
    ("/applicant/main_business", LONG_TEXT, None, "too-long"),
    ("/applicant/credit_code", "91440300192203821", None, "pattern"),
    ("/applicant/credit_code", "914403001922038217", None, "credit-code"),
    ("/applicant/credit_code", "9144030071526726xg", None, "pattern"),
    ("/applicant/founded_on", "2011-02-30", None, "date"),
    ("/applicant/founded_on", "20110516", None, "date"),
    ("/applicant/founded_on", "2011-5-16", None, "date"),
    ("/applicant/founded_on", "２０１１-05-16", None, "date"),
    ("/applicant/legal_form", "partnership", None, "enum"),
    ("/applicant/is_above_designated_size", "yes", None, "type"),
    ("/applicant/is_above_designated_size", 1, None, "type"),
    ("/applicant/employees", "412", None, "type"),
    ("/applicant/employees", True, None, "type"),
    ("/applicant/employees", 412.0, None, "type"),
    ("/applicant/employees", float("nan"), None, "type"),
    ("/applicant/employees", float("inf"), None, "type"),
    ("/applicant/employees", -1, None, "out-of-range"),
    ("/applicant/employees", 10**30, None, "out-of-range"),
    ("/applicant/registered_capital", 8000, None, "type"),
    ("/applicant/registered_capital", "8,000", None, "pattern"),
    ("/applicant/registered_capital", "1e400", None, "pattern"),
    ("/applicant/registered_capital", "NaN", None, "pattern"),
    ("/applicant/registered_capital", "-1", None, "pattern"),
    ("/applicant/registered_capital", "08000", None, "pattern"),
    ("/applicant/registered_capital", "٣", None, "pattern"),
    ("/applicant/registered_capital", "8000\n", None, "control-character"),
    ("/applicant/registered_capital", "9" * 21, None, "too-long"),
    ("/applicant/contact/email", "nobody", None, "pattern"),
    ("/applicant/contact/phone", "call me", None, "pattern"),
    ("/applicant/contact/fax", "1", None, "unknown-field"),
    ("/applicant/years/2021", {}, None, "unknown-field"),
    ("/applicant/years/2024/research_share", "4.8", None, "unknown-field"),
    ("/applicant/years", [], None, "type"),
    ("/factory/key_equipment/networked_rate", "94.5", None, "unknown-field"),
    ("/remarks", "hello", None, "unknown-field"),
    ("/scenes", [{"uses_ai": True}], None, "type"),
    ("/scenes/Scene 1", {}, None, "entry-id"),
    ("/scenes/-x", {}, None, "entry-id"),
    (f"/scenes/{'x' * 41}", {}, None, "entry-id"),
    (f"/scenes/{'x' * 5000}", {}, "/scenes", "entry-id"),
    ("/scenes/a\ud800", {}, "/scenes", "invalid-character"),
    (f"{SCENE}/scene_number", 41, None, "enum"),
    (f"{SCENE}/scene_number", "9", None, "type"),
    (f"{SCENE}/own_stage", "生产", None, "enum"),
    (f"{SCENE}/uses_ai", "true", None, "type"),
    ("/effects/indicators/profit", {}, None, "unknown-field"),
    ("/declarations/is_truthful", "true", None, "type"),
    ("/declarations", True, None, "type"),
]


@pytest.mark.parametrize(("pointer", "value", "fault_at", "code"), BAD_VALUES)
def test_a_bad_value_is_refused_even_in_a_draft(
    pointer: str, value: object, fault_at: str | None, code: str
) -> None:
    form = put(an_advanced_form(), pointer, value)

    faults = codes(the_schema().draft_faults(form))

    assert faults == {fault_at or pointer: code}


@pytest.mark.parametrize(("pointer", "value", "fault_at", "code"), BAD_VALUES)
def test_what_is_wrong_in_a_draft_is_wrong_in_a_complete_form(
    pointer: str, value: object, fault_at: str | None, code: str
) -> None:
    form = put(an_advanced_form(), pointer, value)

    assert complete(form)[fault_at or pointer] == code


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/applicant/enterprise_name", ""),
        ("/applicant/credit_code", ""),
        ("/applicant/founded_on", "  "),
        ("/applicant/legal_form", ""),
        ("/applicant/registered_capital", ""),
        ("/applicant/main_business", "第一行\n第二行\r\n\t第三行"),
        ("/applicant/legal_representative", "㐂𠮷锜①"),
        ("/applicant/legal_representative", "\U0002ebf0"),  # newer than Python's tables
        ("/declarations/is_truthful", False),
        ("/scenes", {}),
        ("/scenes/new", {}),
    ],
)
def test_a_draft_may_hold_what_is_not_finished(pointer: str, value: object) -> None:
    assert the_schema().draft_faults(put(an_advanced_form(), pointer, value)) == ()


def test_a_scene_holds_3000_characters_in_all() -> None:
    form = an_advanced_form()
    scene = dict.fromkeys(("problem", "solution", "before", "after"), "字" * 1000)
    put(form, SCENE, {**form["scenes"]["scene-1"], **scene})

    faults = the_schema().draft_faults(form)

    assert codes(faults) == {SCENE: "too-long"}
    assert "3000" in faults[0].message.zh


def test_a_message_names_the_field_in_both_languages() -> None:
    form = put(an_advanced_form(), "/factory/key_equipment/total", "128")

    (fault,) = the_schema().draft_faults(form)

    assert fault.message.zh == (
        "“智能工厂基本情况 · 关键设备 · 关键设备总数”的类型不对，应为整数。"
    )
    assert fault.message.en == (
        "“The factory · Key equipment · All key equipment” must be a whole number."
    )


def test_an_entry_of_a_list_is_named_by_its_id() -> None:
    form = put(an_advanced_form(), f"{SCENE}/uses_ai", "yes")

    (fault,) = the_schema().draft_faults(form)

    assert "场景 scene-1" in fault.message.zh


def test_all_faults_come_at_once_but_not_without_end() -> None:
    form = {f"unknown-{number}": 1 for number in range(5000)}

    faults = the_schema().draft_faults(form)

    assert len(faults) == MAX_FAULTS + 1
    assert faults[-1].code == "more-faults"


def test_too_many_entries_are_refused() -> None:
    form: dict[str, Any] = {"scenes": {f"scene-{number}": {} for number in range(101)}}

    assert codes(the_schema().draft_faults(form)) == {"/scenes": "too-many-entries"}


def test_a_form_nested_without_end_is_refused_like_any_other() -> None:
    nested: dict[str, Any] = {}
    for _ in range(100_000):
        nested = {"applicant": nested}

    assert codes(the_schema().draft_faults(nested)) == {"/applicant/applicant": "unknown-field"}


def test_megabytes_of_text_are_refused_without_trying_patterns_on_them() -> None:
    form = put(an_advanced_form(), "/applicant/contact/email", "a@" + "." * 5_000_000)

    assert codes(the_schema().draft_faults(form)) == {"/applicant/contact/email": "too-long"}


def test_a_pointer_escapes_what_rfc_6901_asks_for() -> None:
    form = {"a/b~c": 1}

    assert codes(the_schema().draft_faults(form)) == {"/a~1b~0c": "unknown-field"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["scenes", "name"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)
parts = st.sampled_from(["applicant", "factory", "scenes", "effects", "declarations", "x"])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(parts, json_values, max_size=4))
def test_whatever_is_sent_gets_faults_that_can_be_answered(form: dict[str, Any]) -> None:
    schema = the_schema()

    for fault in (*schema.draft_faults(form), *schema.completeness_faults(form, tier=Tier.BASIC)):
        fault.pointer.encode()
        fault.message.zh.encode()
        assert "{" not in fault.message.en.replace(fault.pointer, "") or "{" in str(form)


def test_a_draft_restricted_to_its_parts_gives_the_same_faults() -> None:
    form = an_advanced_form()
    for pointer, value, *_ in BAD_VALUES[::5]:
        put(form, pointer, value)
    schema = the_schema()

    by_part = [
        fault for part, content in form.items() for fault in schema.draft_faults({part: content})
    ]

    assert codes(tuple(by_part)) == codes(schema.draft_faults(form))
