"""The columns of the tables with which units hand in and the city forwards (汇总表), as the round's data name them."""

from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.certainty import Basis
from shared.text import Text


class Figure(StrEnum):
    """What a column of a summary table may show beside what was typed into the form."""

    #: 序号
    NUMBER = "number"
    ENTERPRISE_NAME = "enterprise-name"
    CREDIT_CODE = "credit-code"
    FACTORY_NAME = "factory-name"
    UNIT_NAME = "unit-name"
    TIER = "tier"
    MATURITY_LEVEL = "maturity-level"
    MATURITY_SCORE = "maturity-score"
    #: Scenes that say where they belong, as scoring counts them.
    SCENE_COUNT = "scene-count"
    #: Those of them that use artificial intelligence.
    AI_SCENE_COUNT = "ai-scene-count"
    #: Stages of the scene guide (场景指引的环节) that these scenes lie in.
    GUIDE_STAGE_COUNT = "guide-stage-count"
    #: 国家平台申报编号
    PORTAL_NUMBER = "portal-number"
    #: 国家平台申报时间, Asia/Shanghai.
    PORTAL_FILED_AT = "portal-filed-at"
    #: Left empty for the hand.
    BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: a figure of ours, or a field of the form by its path."""

    title: Text
    #: In characters of the workbook's standard font.
    width: int
    figure: Figure | None
    form_path: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class SummaryTable:
    """汇总表: the table with which a unit hands in; without columns while nobody has seen or set any."""

    annex: str
    title: Text
    basis: Basis
    columns: tuple[TableColumn, ...]
    columns_basis: Basis | None
