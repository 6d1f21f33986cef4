from collections.abc import Sequence

import pytest

from services.intake.domain.form import (
    Json,
    answer_at,
    entries_at,
    integer_at,
    object_at,
    pointable,
    pointer,
    text_at,
    value_at,
)

FORM: dict[str, Json] = {
    "a": {"text": "x", "blank": " ", "count": 3, "answer": True, "null": None, "list": [1]}
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", "text"), "x"),
        (("a", "blank"), None),
        (("a", "null"), None),
        (("a", "none", "deeper"), None),
        (("a", "text", "deeper"), None),
        (("a", "list", 0), None),
    ],
)
def test_a_value_is_looked_up_and_blank_is_nothing(
    path: Sequence[str | int], expected: Json
) -> None:
    assert value_at(FORM, path) == expected


def test_values_of_another_type_are_nothing() -> None:
    assert text_at(FORM, "a", "count") is None
    assert integer_at(FORM, "a", "answer") is None
    assert integer_at(FORM, "a", "count") == 3
    assert answer_at(FORM, "a", "count") is None
    assert answer_at(FORM, "a", "answer") is True
    assert object_at(FORM, "a", "list") == {}


def test_entries_come_in_the_order_people_number_them() -> None:
    ids = ["s10", "s2", "s1", "b", "s2-a", "10"]
    form: dict[str, Json] = {"list": dict.fromkeys(ids, 1)}

    assert [entry_id for entry_id, _ in entries_at(form, "list")] == [
        "10",
        "b",
        "s1",
        "s2",
        "s2-a",
        "s10",
    ]


def test_pointers_escape_tilde_and_slash() -> None:
    assert pointer(()) == ""
    assert pointer(("a/b", "c~d", 0)) == "/a~1b/c~0d/0"


def test_a_path_is_cut_before_what_cannot_be_repeated() -> None:
    assert pointable(("a", "x" * 101, "b")) == ("a",)
    assert pointable(("a", "\ud800")) == ("a",)
    assert pointable(("a", "b", 1)) == ("a", "b", 1)
