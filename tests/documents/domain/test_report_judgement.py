from datetime import UTC, datetime
from typing import Any

import pytest

from services.documents.domain.report_judgement import judge_report
from services.documents.domain.report_text import find_report_values
from services.documents.domain.scan_expectation import ScoreBand, TypedFigures
from services.documents.reading.report import report_labels

LABELS = report_labels()
SUBMITTED = datetime(2025, 7, 10, 2, 0, tzinfo=UTC)
#: Bands as an edition may set them; here only their form matters.
BANDS = (ScoreBand(level=2, least="1.8", below="2.8"), ScoreBand(level=5, least="4.8", up_to="5"))
TYPED = TypedFigures(
    enterprise="某某市示例装备有限公司",
    credit_code="914403001922038216",
    level=2,
    score="2.45",
    report_number="TD-2025-0017",
    reported_on="2025-06-30",
    bands=BANDS,
)
PLAIN = """企业名称：某某市示例装备有限公司
统一社会信用代码：914403001922038216
报告编号：TD-2025-0017
评估日期：2025年6月30日
成熟度等级：二级（规范级） 总得分：2.45"""

LAYOUTS = {
    "plain": [PLAIN],
    "values on the next line": [PLAIN.replace("：", "\n")],
    "full width": [
        PLAIN.replace("914403001922038216", "９１４４０３００１９２２０３８２１６").replace(
            "2.45", "２．４５"
        )
    ],
    "a name broken in the middle": [PLAIN.replace("示例装备", "示例\r\n装备")],
    "over two pages": [
        PLAIN.split("报告编号", maxsplit=1)[0],
        "报告编号" + PLAIN.split("报告编号")[1],
    ],
    "other words": [
        PLAIN.replace("企业名称", "被评估企业")
        .replace("总得分", "综合得分")
        .replace("成熟度等级：", "自评估等级为")
    ],
    "figures side by side": [PLAIN.replace("总得分：2.45", "总得分 2.45 2024 年 12")],
    "dots in the date": [PLAIN.replace("2025年6月30日", "2025.06.30")],
    "level as a digit": [PLAIN.replace("二级（规范级）", "2级")],
}


def judged(
    pages: list[str], typed: TypedFigures = TYPED, submitted_at: datetime | None = SUBMITTED
) -> list[str]:
    report = find_report_values(pages, LABELS)
    return [finding.kind.code for finding in judge_report(report, typed, submitted_at=submitted_at)]


def typed(**changes: Any) -> TypedFigures:
    return TypedFigures(**{**TYPED.__dict__, **changes})


@pytest.mark.parametrize("pages", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_figures_are_found_whatever_the_layout(pages: list[str]) -> None:
    assert judged(pages) == ["report-same"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"enterprise": "另一家示例装备有限公司"}, "report-enterprise-differs"),
        ({"credit_code": "91330100799655058B"}, "report-credit-code-differs"),
        ({"level": 3, "bands": ()}, "report-level-differs"),
        ({"score": "2.46"}, "report-score-differs"),
        ({"report_number": "TD-2025-0018"}, "report-report-number-differs"),
        ({"reported_on": "2025-06-29"}, "report-reported-on-differs"),
    ],
)
def test_each_figure_that_differs_is_told(changes: dict[str, Any], code: str) -> None:
    assert judged([PLAIN], typed(**changes)) == [code, "report-same"]


@pytest.mark.parametrize("after", ["\n统一社会信用代码：91120118MAXXXX1234", "，评估等级二级", ""])
def test_the_name_of_a_branch_is_found_whole(after: str) -> None:
    name = "某某石化示例股份有限公司天津示例分公司"

    report = find_report_values([f"企业名称：{name}{after}"], LABELS)

    assert {one.text for one in report.values["enterprise"]} == {name}


def test_a_score_of_more_digits_is_the_same_score() -> None:
    assert judged([PLAIN], typed(score="2.450")) == ["report-same"]


def test_what_is_not_found_is_told_and_is_no_difference() -> None:
    text = "\n".join(line for line in PLAIN.splitlines() if "编号" not in line)

    assert judged([text]) == ["report-report-number-not-found", "report-same"]


def test_what_was_not_typed_is_not_compared() -> None:
    assert judged([PLAIN], TypedFigures(score="2.45")) == ["report-same"]


def test_a_report_without_text_cannot_be_compared() -> None:
    assert judged(["", " \n"]) == ["report-without-text"]


@pytest.mark.parametrize(
    ("level", "score"), [(2, "1.8"), (2, "2.79"), (5, "4.8"), (5, "5"), (3, "9")]
)
def test_a_score_in_the_band_of_its_level_is_not_told(level: int, score: str) -> None:
    found = judged([""], TypedFigures(level=level, score=score, bands=BANDS))

    assert found == ["report-without-text"]


@pytest.mark.parametrize(("level", "score"), [(2, "1.79"), (2, "2.8"), (5, "5.01")])
def test_a_score_outside_the_band_of_its_level_is_told(level: int, score: str) -> None:
    found = judged([""], TypedFigures(level=level, score=score, bands=BANDS))

    assert found == ["report-without-text", "report-level-outside-band"]


def test_no_band_is_invented() -> None:
    assert judged([PLAIN], typed(bands=())) == ["report-same"]


def test_a_report_dated_after_the_submission_is_told_by_chinas_calendar() -> None:
    late = PLAIN.replace("6月30日", "7月11日")
    on_the_eleventh_in_china = datetime(2025, 7, 10, 16, 30, tzinfo=UTC)

    assert judged([late], typed(reported_on="2025-07-11")) == [
        "report-same",
        "report-after-submission",
    ]
    assert judged([late], typed(reported_on="2025-07-11"), on_the_eleventh_in_china) == [
        "report-same"
    ]


def test_the_page_of_a_difference_is_given() -> None:
    report = find_report_values(["封面", PLAIN], LABELS)
    findings = judge_report(report, typed(score="3"), submitted_at=None)

    differing = next(one for one in findings if one.kind.code == "report-score-differs")
    assert differing.page == 2
    assert differing.found is not None
    assert differing.found.zh == "2.45"
