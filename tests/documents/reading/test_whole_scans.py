"""Whole scans as a firm hands them in, read, carried over a pipe and judged."""

from collections.abc import Mapping

import pytest

from services.documents.domain.page_codes import page_code
from services.documents.domain.scan_expectation import (
    CodeMeaning,
    CodeOrigin,
    ExpectedPrint,
    ScanExpectation,
)
from services.documents.domain.scan_judgement import judge_scan
from services.documents.reading.wire import (
    expectation_from,
    expectation_json,
    reading_from,
    reading_json,
)
from tests.documents.reading import desk
from tests.documents.reading.generated.paper import SheetPlan
from tests.documents.reading.generated.scanner import Scanner, bound
from tests.documents.reading.generated.stamps import Press

OLDER = page_code("01" * 32, 2)
OTHERS = page_code("02" * 32, 2)
INVENTED = page_code("03" * 32, 2)
FORM = ScanExpectation(
    print=ExpectedPrint(
        codes=desk.CODES[:3], content_sha256=desk.PRINT_SHA256, sealed_pages={3: "承诺页"}
    )
)
LOOKUPS: Mapping[str, CodeMeaning] = {
    OLDER: CodeMeaning(origin=CodeOrigin.OLDER_REVISION, page=2, label="第 6 版"),
    OTHERS: CodeMeaning(origin=CodeOrigin.OTHER_APPLICATION, page=2),
}
WHOLE = list(desk.CODES[:3])


def found(codes: list[str], *, is_sealed: bool = True, is_grey: bool = False) -> set[str]:
    scanner = Scanner(dpi=130, skew=0.8, is_grey=is_grey)
    last = desk.CODES[2]
    sheets = [
        desk.a_sheet(
            SheetPlan(code=code),
            scanner,
            *([Press(x_mm=140, y_mm=215)] if is_sealed and code == last else []),
        )
        for code in codes
    ]
    expectation = expectation_from(expectation_json(FORM))
    reading = desk.read(bound(sheets, [scanner] * len(sheets)), expectation=expectation)
    carried = reading_from(reading_json(reading))
    assert carried == reading
    return {finding.kind.code for finding in judge_scan(carried, expectation, LOOKUPS)}


@pytest.mark.parametrize(
    ("codes", "options", "kinds"),
    [
        (WHOLE, {}, {"content-equal", "seal-found"}),
        (WHOLE[:1] + WHOLE[2:], {}, {"page-missing", "seal-found"}),
        ([WHOLE[0], OLDER, WHOLE[2]], {}, {"page-of-older-revision", "page-missing", "seal-found"}),
        (
            [WHOLE[0], OTHERS, WHOLE[2]],
            {},
            {"page-of-other-application", "page-missing", "seal-found"},
        ),
        ([WHOLE[0], INVENTED, WHOLE[2]], {}, {"page-code-unknown", "page-missing", "seal-found"}),
        (WHOLE, {"is_sealed": False}, {"content-equal", "seal-missing"}),
        (WHOLE, {"is_sealed": False, "is_grey": True}, {"content-equal", "seal-not-judged"}),
        (WHOLE, {"is_grey": True}, {"content-equal", "seal-not-judged"}),
        ([*WHOLE, WHOLE[1]], {}, {"content-equal", "page-doubled", "seal-found"}),
        (WHOLE[::-1], {}, {"content-equal", "pages-out-of-order", "seal-found"}),
    ],
    ids=[
        "whole",
        "a page missing",
        "an older revision",
        "another firm's page",
        "an invented code",
        "no seal",
        "no seal, grey",
        "sealed, grey",
        "a page twice",
        "backwards",
    ],
)
def test_each_scan_is_told_apart(
    codes: list[str], options: dict[str, bool], kinds: set[str]
) -> None:
    assert found(codes, **options) == kinds
