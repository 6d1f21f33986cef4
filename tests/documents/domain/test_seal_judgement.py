from typing import Any

from services.documents.domain.findings import Box
from services.documents.domain.page_codes import page_code
from services.documents.domain.scan_expectation import ExpectedPrint, ScanExpectation
from services.documents.domain.scan_reading import (
    CodeReading,
    CrossingSeal,
    PageReading,
    ScanReading,
    SealReading,
    SealShape,
)
from services.documents.domain.seal_judgement import judge_seals

CODES = tuple(page_code("12" * 32, page) for page in (1, 2))
BOX = Box(left=5000, top=6000, width=2000, height=1400)
FORM = ScanExpectation(
    print=ExpectedPrint(
        codes=CODES, content_sha256="12" * 32, sealed_pages={1: "封面", 2: "承诺页"}
    )
)
ANYWHERE = ScanExpectation(is_seal_expected=True)


def a_seal(**changes: Any) -> SealReading:
    facts: dict[str, Any] = {
        "box": BOX,
        "shape": SealShape.ROUND,
        "width_mm": 42.0,
        "height_mm": 42.0,
        "coverage": 0.95,
        "visible": 1.0,
        "is_pale": False,
        **changes,
    }
    return SealReading(**facts)


def a_page(number: int, *seals: SealReading, **changes: Any) -> PageReading:
    facts: dict[str, Any] = {
        "number": number,
        "width_mm": 210.0,
        "height_mm": 297.0,
        "dpi": 200,
        "codes": (CodeReading(text=CODES[number - 1], box=BOX),) if number <= len(CODES) else (),
        "seals": seals,
        **changes,
    }
    return PageReading(**facts)


def judged(
    expectation: ScanExpectation, *pages: PageReading, **changes: Any
) -> list[tuple[str, int | None]]:
    findings = judge_seals(ScanReading(pages=pages, **changes), expectation, {})
    return [(finding.kind.code, finding.page) for finding in findings]


def test_seals_where_they_are_asked_for_are_only_noticed() -> None:
    assert judged(FORM, a_page(1, a_seal()), a_page(2, a_seal())) == [
        ("seal-found", 1),
        ("seal-found", 2),
    ]


def test_each_page_that_lacks_its_seal_is_told() -> None:
    assert judged(FORM, a_page(1, a_seal()), a_page(2)) == [("seal-found", 1), ("seal-missing", 2)]


def test_a_seal_that_is_cut_does_not_stand_for_a_whole_one() -> None:
    found = judged(FORM, a_page(1, a_seal()), a_page(2, a_seal(visible=0.5)))

    assert found == [("seal-found", 1), ("seal-cut", 2), ("seal-missing", 2)]


def test_without_colour_a_missing_seal_cannot_be_judged() -> None:
    found = judged(FORM, a_page(1, a_seal()), a_page(2, has_colour=False))

    assert found == [("seal-found", 1), ("seal-not-judged", 2)]


def test_a_page_that_is_not_there_lacks_no_seal() -> None:
    assert judged(FORM, a_page(1, a_seal())) == [("seal-found", 1)]


def test_a_seal_anywhere_is_enough_where_no_page_is_named() -> None:
    assert judged(ANYWHERE, a_page(1), a_page(2, a_seal())) == [("seal-found", 2)]
    assert judged(ANYWHERE, a_page(1), a_page(2)) == [("seal-missing", None)]


def test_one_grey_page_is_enough_not_to_say_that_the_seal_is_missing() -> None:
    assert judged(ANYWHERE, a_page(1), a_page(2, has_colour=False)) == [("seal-not-judged", 2)]


def test_nothing_is_missing_where_nothing_is_expected() -> None:
    assert judged(ScanExpectation(), a_page(1), a_page(2)) == []


def test_worn_and_pale_seals_are_found_and_told() -> None:
    for seal in (a_seal(coverage=0.5), a_seal(is_pale=True)):
        assert judged(ANYWHERE, a_page(1, seal)) == [("seal-found", 1), ("seal-pale", 1)]


def test_a_seal_across_pages_is_noticed() -> None:
    crossing = CrossingSeal(pages=(1, 2), diameter_mm=41.7, coverage=0.9)
    findings = judge_seals(
        ScanReading(pages=(a_page(1, a_seal()), a_page(2, a_seal())), crossing_seals=(crossing,)),
        FORM,
        {},
    )

    across = [finding for finding in findings if finding.kind.code == "seal-across-pages"]
    assert [finding.found.en for finding in across if finding.found] == [
        "pages 1, 2, about 42 mm across"
    ]
