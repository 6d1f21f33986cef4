from dataclasses import replace
from datetime import UTC, datetime

from services.documents.domain.report_judgement import judge_report
from services.documents.domain.scan_expectation import ScanExpectation, TypedFigures
from services.scenarios.firm import EXAMPLE_FIRM
from services.scenarios.maturity_report import maturity_report
from tests.documents.reading import desk
from tests.documents.reading.generated.paper import SheetPlan
from tests.documents.reading.generated.scanner import Scanner

FIGURES = EXAMPLE_FIRM.maturity
TYPED = TypedFigures(
    enterprise=EXAMPLE_FIRM.name,
    credit_code=EXAMPLE_FIRM.credit_code,
    level=FIGURES.level,
    score=FIGURES.score,
    report_number=FIGURES.report_number,
    reported_on=FIGURES.reported_on,
)
SUBMITTED = datetime(2099, 1, 1, tzinfo=UTC)


def judged(data: bytes, typed: TypedFigures) -> list[str]:
    reading = desk.read(data, expectation=ScanExpectation(typed=typed))
    assert reading.report is not None
    return [one.kind.code for one in judge_report(reading.report, typed, submitted_at=SUBMITTED)]


def test_every_figure_of_a_report_is_found_in_its_pdf() -> None:
    assert judged(maturity_report(EXAMPLE_FIRM).content, TYPED) == ["report-same"]


def test_a_figure_typed_wrong_is_told() -> None:
    typed = replace(TYPED, score="4.99")

    assert judged(maturity_report(EXAMPLE_FIRM).content, typed) == [
        "report-score-differs",
        "report-same",
    ]


def test_a_report_that_was_scanned_cannot_be_compared() -> None:
    data = desk.a_scan([SheetPlan()], Scanner(dpi=100))

    assert judged(data, TYPED) == ["report-without-text"]


def test_a_file_of_another_kind_is_not_searched_for_figures() -> None:
    reading = desk.read(desk.a_scan([SheetPlan()], Scanner(dpi=100)))

    assert reading.report is None
