"""The bodies of simulations: the order, how it stands, and what it came to."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from services.scoring.domain.simulation.cohort import Choice
from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.report import EditionPin
from services.scoring.domain.simulation.simulation import Failure
from services.scoring.routes.bodies.parts import Id, UnitCode
from services.scoring.usecases.simulations.read import Progress
from shared.contracts.scoring import Sm3
from shared.contracts.verdicts import Body, Count, LocalisedText, Name, Outcome, Sha256

_EXAMPLE_ORDER: dict[str, Any] = {
    "base_edition_id": "cn-2025",
    "other_edition_id": "city-2027",
    "cohort": {"round_id": "tianjin-2025-2", "tier": "advanced", "units": ["120116"]},
}


class CohortOrder(Body):
    """选取范围 · Which filings: the latest assessment of each application; what is left out is not asked about."""

    round_id: Name | None = Field(default=None, description="批次 · round")
    tier: Name | None = Field(default=None, description="申报的等级 · tier that was applied for")
    units: Annotated[list[UnitCode], Field(min_length=1, max_length=100)] | None = Field(
        default=None,
        description="推荐单位代码；区的代码包括其功能区（区代码加连字符） · units; a district's code takes in the functional "
        "areas whose code is the district's with a hyphen",
    )

    def choice(self) -> Choice:
        """Read what was asked for."""
        return Choice(
            round_id=self.round_id,
            tier=self.tier,
            units=None if self.units is None else tuple(sorted(set(self.units))),
        )


class SimulationOrder(Body):
    """推演请求 · Two editions and the filings that both are held against."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_ORDER]})

    base_edition_id: Name = Field(description="基准版次 · the edition before")
    other_edition_id: Name = Field(
        description="对照版次，可为草稿 · the edition after; it may be a draft"
    )
    cohort: CohortOrder


class EditionPinView(Body):
    """推演所用的版次，以摘要值固定 · An edition as a simulation took it."""

    edition_id: Name
    content_sha256: Sha256
    state: str = Field(
        description="当时的状态；folder 为离线文件夹 · where it stood then; folder for one read offline from a folder"
    )
    conditions_sha256: dict[str, Sha256] = Field(
        description="各批次附加条件的摘要值 · digests of the conditions of its rounds"
    )

    @classmethod
    def of(cls, pin: EditionPin) -> "EditionPinView":
        return EditionPinView.model_validate(pin.document())


class NotChosen(Body):
    """因缺少标签而无法选取的申报数 · Applications that could not be chosen, because a label is missing."""

    without_round: Count
    without_unit: Count


class CohortView(Body):
    """推演的对象，下达时固定 · The filings, fixed when the simulation was ordered."""

    round_id: Name | None
    tier: Name | None
    units: list[str] | None
    applications: Count
    assessments_sha256: Sha256 = Field(
        description="所选评估编号排序后逐行的摘要值 · digest of the sorted assessment ids, a line each"
    )
    not_chosen: NotChosen


class SimulationView(Body):
    """推演 · A simulation."""

    simulation_id: Id
    state: State = Field(
        strict=False,
        description="queued 排队、running 运行中、done 已完成、cancelled 已取消、failed 失败",
    )
    progress_percent: Annotated[int, Field(ge=0, le=100)]
    base: EditionPinView
    other: EditionPinView
    cohort: CohortView
    failure: Failure | None = Field(
        strict=False,
        description="失败原因：edition-changed 随系统发布的版次已改变；worker-died 进程多次中断 · why it failed",
    )
    result_sha256: Sha256 | None
    result_sm3: Sm3 | None
    created_by: str
    created_at: datetime
    ended_by: str | None
    ended_at: datetime | None

    @classmethod
    def of(cls, progress: Progress) -> "SimulationView":
        one = progress.simulation
        return SimulationView(
            simulation_id=one.simulation_id,
            state=one.state,
            progress_percent=progress.percent,
            base=EditionPinView.of(one.base),
            other=EditionPinView.of(one.other),
            cohort=CohortView.model_validate(one.cohort),
            failure=one.failure,
            result_sha256=one.result_sha256,
            result_sm3=one.result_sm3,
            created_by=one.created_by,
            created_at=one.created_at,
            ended_by=one.ended_by,
            ended_at=one.ended_at,
        )


CriterionWord = Annotated[
    Literal[
        "met", "not-met", "unproven", "to-be-judged", "not-applicable", "informative", "not-asked"
    ],
    Field(description="not-asked 该版次没有此条件 · not-asked: the edition has no such criterion"),
]


class OutcomeShift(Body):
    """一个等级的结果变化 · The outcome of one tier before and after, and for how many."""

    tier: Name
    before: Outcome
    after: Outcome
    applications: Count


class HighestShift(Body):
    """机器核验条件满足的最高等级 · The highest tier whose machine-checkable conditions are met; none for none."""

    before: Name
    after: Name
    applications: Count


class CriterionShift(Body):
    """一条条件的变化 · One criterion of a tier that is found otherwise, and for how many."""

    tier: Name
    criterion_id: Name
    title: LocalisedText
    before: CriterionWord
    after: CriterionWord
    applications: Count


class UnitShare(Body):
    """一个推荐单位 · One unit; null for filings without the label."""

    unit_code: str | None
    applications: Count
    affected: Count
    outcomes: list[OutcomeShift]


class IndustryShare(Body):
    """一个行业大类 · One division of GB/T 4754; null for filings without the label."""

    industry_division: str | None
    applications: Count
    affected: Count
    outcomes: list[OutcomeShift]


class FactLeftOut(Body):
    """某版次不能使用的事实 · A fact that one edition could not use: its criteria stay unproven."""

    edition: Literal["base", "other"]
    fact: str
    why: Literal["not-in-edition", "not-readable"]
    applications: Count


class RoundShare(Body):
    """一个批次 · One round; its own conditions are held only where both editions state them."""

    round_id: Name | None
    conditions: Literal["held", "not-held"]
    applications: Count


class RecordedUnder(Body):
    edition_id: Name
    applications: Count


class WithoutLabels(Body):
    """没有标签的申报数 · Filings of the cohort without a label: recorded before there were any, or none was stated."""

    unit_code: Count
    industry: Count


class FlippedCriterion(Body):
    tier: Name
    criterion_id: Name
    before: CriterionWord
    after: CriterionWord


class FlippedOutcome(Body):
    tier: Name
    before: Outcome
    after: Outcome


class Flipped(Body):
    criteria: list[FlippedCriterion]
    outcomes: list[FlippedOutcome]


class AffectedFiling(Body):
    """受影响的申报 · A filing for which something is found otherwise."""

    application_id: Id
    assessment_id: Id
    revision_number: int
    tier: Name
    unit_code: str | None
    industry: str | None
    flipped: Flipped


class SimulationResult(Body):
    """推演结果，从不是认定 · What the machine finds under both editions; it is never a recognition."""

    affected: list[AffectedFiling]
    affected_applications: Count
    base: EditionPinView
    other: EditionPinView
    cohort: CohortView
    outcomes: list[OutcomeShift] = Field(
        description="矩阵：各等级的结果，之前与之后 · the matrix: the outcome of each tier, before and after"
    )
    highest_tier_met: list[HighestShift]
    criteria: list[CriterionShift]
    units: list[UnitShare]
    industries: list[IndustryShare]
    facts_left_out: list[FactLeftOut]
    rounds: list[RoundShare]
    recorded_under: list[RecordedUnder]
    without_labels: WithoutLabels
    note: LocalisedText
