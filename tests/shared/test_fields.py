"""Texts and times of bodies: what a reader can see and read in one way only, and nothing else."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.text_fields import Line, Name
from shared.time_fields import Day, Instant

NAMES = TypeAdapter(Name)
LINES = TypeAdapter(Line)
DAYS = TypeAdapter(Day)
INSTANTS = TypeAdapter(Instant)


@pytest.mark.parametrize("field", [NAMES, LINES], ids=["name", "line"])
@pytest.mark.parametrize(
    "text", ["天津示例有限公司", "㐂𠮷锜①", "a  b", "Söhne & Co. <x>", "e\u0301", "𝒜", "甲\u3000乙"]
)
def test_what_can_be_read_is_kept_as_it_was_typed(field: TypeAdapter[str], text: str) -> None:
    assert field.validate_python(text) == text


def test_blanks_around_a_name_are_no_part_of_it() -> None:
    assert NAMES.validate_python(" \u3000甲 ") == "甲"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "string_too_short"),
        (" ", "blank"),
        ("\u3000\u00a0", "blank"),
        ("\u200b", "blank"),
        ("\ufeff\u2060", "blank"),
        ("甲\n乙", "one-line"),
        ("甲\r乙", "one-line"),
        ("甲\t乙", "one-line"),
        ("甲\u2028乙", "one-line"),
        ("甲\u2029乙", "one-line"),
        ("甲\u0085乙", "one-line"),
        ("x" * 201, "string_too_long"),
    ],
)
def test_a_name_is_one_line_with_something_to_see(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as fault:
        NAMES.validate_python(text)

    assert [error["type"] for error in fault.value.errors()] == [code]


@pytest.mark.parametrize("value", ["2025-06-20", date(2025, 6, 20)])
def test_a_day_is_written_as_a_day(value: object) -> None:
    assert DAYS.validate_python(value) == date(2025, 6, 20)


@pytest.mark.parametrize(
    "value",
    [
        "2025-06-31",
        "2025-6-20",
        "20250620",
        "2025-06-20T00:00:00",
        "2025-06-20 ",
        "２０２５-06-20",
        "0",
        0,
        1750377600,
        1.5,
        True,
        None,
        datetime(2025, 6, 20, tzinfo=UTC),
    ],
    ids=repr,
)
def test_nothing_else_passes_for_a_day(value: object) -> None:
    with pytest.raises(ValidationError):
        DAYS.validate_python(value)


@pytest.mark.parametrize(
    "value", ["2025-07-10T09:00:00+08:00", "2025-07-10T01:00:00Z", "2025-07-10T01:00:00.000Z"]
)
def test_an_instant_brings_its_zone(value: str) -> None:
    assert INSTANTS.validate_python(value) == datetime(2025, 7, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    ["2025-07-10T09:00:00", "2025-07-10", "1752109200", " 1752109200.5", "-1", "", 1752109200, 0.5],
    ids=repr,
)
def test_a_number_or_a_time_without_zone_is_no_instant(value: object) -> None:
    with pytest.raises(ValidationError):
        INSTANTS.validate_python(value)
