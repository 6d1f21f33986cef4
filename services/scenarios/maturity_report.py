"""The maturity self-assessment report that a firm of the plays uploads: a real PDF of invented figures."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.scenarios.firm import Firm
from services.scenarios.steps.filling_in import LocalFile
from services.scenarios.typesetting import typeset

_LEVELS = ("一级（规划级）", "二级（规范级）", "三级（集成级）", "四级（优化级）", "五级（引领级）")


@dataclass(frozen=True, kw_only=True)
class _Domain:
    """A capability domain of GB/T 39116-2020 with a score that nobody ever measured."""

    element: str
    name: str
    score: str


_DOMAINS = tuple(
    _Domain(element=element, name=name, score=score)
    for element, name, score in (
        ("人员", "组织战略", "2.60"),
        ("人员", "人员技能", "2.20"),
        ("技术", "数据", "2.40"),
        ("技术", "集成", "2.10"),
        ("技术", "信息安全", "2.50"),
        ("资源", "装备", "2.70"),
        ("资源", "网络", "2.30"),
        ("制造", "设计", "2.10"),
        ("制造", "生产", "2.50"),
        ("制造", "物流", "2.20"),
        ("制造", "销售", "2.10"),
        ("制造", "服务", "2.00"),
    )
)


def maturity_report(firm: Firm) -> LocalFile:
    """Make the firm's report; the same firm gives the same bytes."""
    figures = firm.maturity
    level_name = _LEVELS[figures.level - 1]
    report = {
        "report_number": figures.report_number,
        "score": figures.score,
        "level_name": level_name,
        "facts": [
            ["企业名称", firm.name],
            ["统一社会信用代码", firm.credit_code],
            ["报告编号", figures.report_number],
            ["报告日期", figures.reported_on],
            ["评估平台", figures.organisation],
            ["成熟度等级", level_name],
            ["总得分", figures.score],
        ],
        "domains": [[domain.element, domain.name, domain.score] for domain in _DOMAINS],
    }
    dated = datetime.fromisoformat(figures.reported_on).replace(tzinfo=UTC)
    pdf = typeset("maturity_report.typ", "report", report, dated=dated)
    return LocalFile(name="智能制造能力成熟度自评估报告（示例）.pdf", content=pdf)
