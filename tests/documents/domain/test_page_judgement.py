from typing import Any

import pytest

from services.documents.domain.findings import Box, Finding, Severity
from services.documents.domain.page_codes import page_code, shown_code
from services.documents.domain.page_judgement import (
    foreign_codes,
    judge_pages,
    with_typed_code,
)
from services.documents.domain.scan_expectation import CodeMeaning, CodeOrigin, ExpectedPrint
from services.documents.domain.scan_reading import CodeReading, PageReading, ScanReading

CODES = tuple(page_code("12" * 32, page) for page in (1, 2, 3))
OTHER = page_code("34" * 32, 2)
PRINT = ExpectedPrint(codes=CODES, content_sha256="12" * 32)
BOX = Box(left=8000, top=8500, width=1400, height=1000)


def a_page(number: int, *codes: str, **changes: Any) -> PageReading:
    facts: dict[str, Any] = {
        "number": number,
        "width_mm": 210.0,
        "height_mm": 297.0,
        "dpi": 200,
        "turn": 0,
        "codes": tuple(CodeReading(text=code, box=BOX) for code in codes),
        **changes,
    }
    return PageReading(**facts)


def a_reading(*pages: PageReading, **changes: Any) -> ScanReading:
    return ScanReading(pages=pages, **changes)


def kinds_of(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.kind.code for finding in findings]


def in_order() -> list[PageReading]:
    return [a_page(number, code) for number, code in enumerate(CODES, start=1)]


def test_a_whole_scan_in_order_has_the_content_that_was_finalised_and_nothing_else() -> None:
    findings = judge_pages(a_reading(*in_order()), PRINT, {})

    assert kinds_of(findings) == ["content-equal"]


def test_a_missing_page_is_named_with_its_code() -> None:
    findings = judge_pages(a_reading(*in_order()[:2]), PRINT, {})

    assert kinds_of(findings) == ["page-missing"]
    assert findings[0].kind.severity is Severity.SERIOUS
    assert findings[0].expected is not None
    assert shown_code(CODES[2]) in findings[0].expected.zh


def test_an_unreadable_page_is_told_and_may_be_the_missing_one() -> None:
    findings = judge_pages(a_reading(*in_order()[:2], a_page(3)), PRINT, {})

    assert kinds_of(findings) == ["page-unreadable", "page-missing"]
    assert findings[1].found is not None
    assert "1 pages without a readable code" in findings[1].found.en


def test_a_page_that_is_there_twice_is_doubled() -> None:
    findings = judge_pages(a_reading(*in_order(), a_page(4, CODES[0])), PRINT, {})

    assert kinds_of(findings) == ["page-doubled", "content-equal"]
    assert findings[0].page == 4


def test_pages_in_another_order_are_all_there() -> None:
    pages = [a_page(1, CODES[2]), a_page(2, CODES[0]), a_page(3, CODES[1])]
    findings = judge_pages(a_reading(*pages), PRINT, {})

    assert kinds_of(findings) == ["pages-out-of-order", "content-equal"]


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (CodeOrigin.OLDER_REVISION, "page-of-older-revision"),
        (CodeOrigin.OTHER_APPLICATION, "page-of-other-application"),
        (CodeOrigin.UNKNOWN, "page-code-unknown"),
    ],
)
def test_a_foreign_page_is_told_by_where_it_comes_from(origin: CodeOrigin, code: str) -> None:
    reading = a_reading(*in_order()[:2], a_page(3, OTHER))
    assert foreign_codes(reading, PRINT) == (OTHER,)

    findings = judge_pages(reading, PRINT, {OTHER: CodeMeaning(origin=origin, page=3)})

    assert kinds_of(findings) == [code, "page-missing"]
    assert findings[0].box == BOX


def test_a_code_that_was_not_looked_up_counts_as_unknown() -> None:
    findings = judge_pages(a_reading(*in_order(), a_page(4, OTHER)), PRINT, {})

    assert kinds_of(findings) == ["page-code-unknown"]


def test_a_page_of_another_print_of_the_same_content_stands_for_its_own() -> None:
    meaning = CodeMeaning(origin=CodeOrigin.SAME_CONTENT, page=3)
    findings = judge_pages(a_reading(*in_order()[:2], a_page(3, OTHER)), PRINT, {OTHER: meaning})

    assert kinds_of(findings) == ["page-of-other-print"]


def test_a_code_with_a_wrong_character_is_not_ours() -> None:
    damaged = CODES[2][:-1] + ("0" if CODES[2][-1] != "0" else "1")
    findings = judge_pages(a_reading(*in_order()[:2], a_page(3, damaged)), PRINT, {})

    assert kinds_of(findings) == ["page-code-malformed", "page-unreadable", "page-missing"]


def test_two_codes_on_one_page_disagree() -> None:
    findings = judge_pages(a_reading(*in_order()[:2], a_page(3, CODES[2], CODES[0])), PRINT, {})

    assert "page-codes-disagree" in kinds_of(findings)


def test_a_form_that_was_not_printed_here_needs_no_codes() -> None:
    findings = judge_pages(a_reading(a_page(1), a_page(2)), None, {})

    assert findings == ()


def test_a_page_of_this_system_is_told_also_where_none_is_expected() -> None:
    findings = judge_pages(
        a_reading(a_page(1, OTHER)), None, {OTHER: CodeMeaning(origin=CodeOrigin.OTHER_APPLICATION)}
    )

    assert kinds_of(findings) == ["page-of-other-application"]


def test_a_blank_page_needs_no_code() -> None:
    findings = judge_pages(a_reading(*in_order(), a_page(4, is_blank=True)), PRINT, {})

    assert kinds_of(findings) == ["page-blank", "content-equal"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dpi": 119}, "page-too-coarse"),
        ({"turn": 90}, "page-turned"),
        ({"skew": -4.0}, "page-skewed"),
        ({"is_too_large": True}, "page-too-large"),
        ({"is_broken": True}, "page-broken"),
    ],
)
def test_how_a_page_looks_is_told(changes: dict[str, Any], code: str) -> None:
    findings = judge_pages(a_reading(a_page(1, **changes)), None, {})

    assert kinds_of(findings) == [code]


@pytest.mark.parametrize("changes", [{"dpi": 120}, {"dpi": None}, {"turn": 0}, {"skew": 2.9}])
def test_what_is_usual_is_not_told(changes: dict[str, Any]) -> None:
    assert judge_pages(a_reading(a_page(1, **changes)), None, {}) == ()


def test_pages_of_the_same_picture_are_told_once() -> None:
    pages = [a_page(number, look="1f") for number in (1, 2, 3)]
    findings = judge_pages(a_reading(*pages, a_page(4, look="2f")), None, {})

    assert kinds_of(findings) == ["pages-alike"]


def test_pages_that_were_not_read_are_counted() -> None:
    findings = judge_pages(a_reading(a_page(1), pages_not_read=7), None, {})

    assert kinds_of(findings) == ["pages-not-read"]
    assert findings[0].found is not None
    assert "7" in findings[0].found.en


def test_a_code_that_an_officer_types_stands_for_the_page() -> None:
    typed = f" {shown_code(CODES[2]).lower()} "
    reading = with_typed_code(a_reading(*in_order()[:2], a_page(3)), 3, typed)

    assert kinds_of(judge_pages(reading, PRINT, {})) == ["content-equal"]
