"""What cannot be printed is named with its field, and what can is not."""

import pytest

from shared.contracts.printing import PrintJob
from shared.fonts import covered_characters
from shared.printability import MOST, unprintable_in
from tests.documents import samples

COVERED = covered_characters()
#: Later than any font of ours.
LOST = "\U0003134a"


def a_job(**changes: object) -> PrintJob:
    return PrintJob.model_validate(samples.a_print_job(**changes))


@pytest.mark.parametrize(
    ("changes", "path", "label"),
    [
        ({"title": f"表{LOST}"}, "/title", f"表{LOST}"),
        ({"cover": [{"label": "申报单位", "value": LOST}]}, "/cover/0/value", "申报单位"),
        (
            {"commitment": {"heading": "承诺", "paragraphs": ["好", LOST]}},
            "/commitment/paragraphs/1",
            "承诺",
        ),
        (
            {"sections": [{"heading": "一", "paragraphs": [LOST]}]},
            "/sections/0/paragraphs/0",
            "一",
        ),
        (
            {
                "sections": [
                    {"heading": "一", "tables": [{"columns": ["甲", "乙"], "rows": [["1", LOST]]}]}
                ]
            },
            "/sections/0/tables/0/rows/0/1",
            "乙",
        ),
        (
            {"signature_lines": ["签字：", LOST]},
            "/signature_lines/1",
            "智能工厂梯度培育申报书",
        ),
    ],
)
def test_a_lost_character_is_named_where_it_stands(
    changes: dict[str, object], path: str, label: str
) -> None:
    (found,) = unprintable_in(a_job(**changes), COVERED)

    assert (found.path, found.label, found.character, found.code_point) == (
        path,
        label,
        LOST,
        "U+3134A",
    )


@pytest.mark.parametrize("text", ["㐂𠮷锜①〇", "葛\U000e0100", "第一行\n第二行\t完", "☎\ufe0f"])
def test_what_has_a_form_is_not_named(text: str) -> None:
    sections = [{"heading": "一", "paragraphs": [text]}]

    assert unprintable_in(a_job(sections=sections), COVERED) == []


def test_a_direction_mark_that_would_falsify_the_text_is_named() -> None:
    sections = [{"heading": "一", "paragraphs": ["a\u2067b"]}]

    assert [each.code_point for each in unprintable_in(a_job(sections=sections), COVERED)] == [
        "U+2067"
    ]


def test_a_text_in_a_script_that_the_font_lacks_has_an_end() -> None:
    text = "".join(chr(number) for number in range(0x13000, 0x13000 + 2 * MOST))

    found = unprintable_in(a_job(sections=[{"heading": "一", "paragraphs": [text]}]), COVERED)

    assert len(found) == MOST
