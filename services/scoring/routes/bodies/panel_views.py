"""How panels and their results are shown to officers and auditors: nothing of a ballot before the close."""

import json
from datetime import datetime
from typing import Any

from pydantic import Field, JsonValue

from services.scoring.domain.panels.conflicts import Ground, conflicts_of
from services.scoring.domain.panels.lifecycle import State
from services.scoring.domain.panels.panel import Panel
from services.scoring.domain.panels.pool import basis_document
from services.scoring.usecases.read_panels import PanelRecord
from services.scoring.usecases.recuse_expert import recusal_document
from shared.contracts.scoring import Sm3
from shared.contracts.verdicts import Body, LocalisedText, Name, Sha256


class StepView(Body):
    """何人何时 · Who took a step, and when."""

    by: str
    at: datetime


class PanelSummary(Body):
    """专家组 · A panel."""

    panel_id: str
    round_id: Name
    tier: Name
    scheme_id: Name
    #: Another place's scheme is never shown without saying so.
    scheme_place: LocalisedText
    state: State = Field(strict=False)
    version: int = Field(description="与 ETag 相同 · the number in the ETag")
    attempt: int = Field(
        description="第几次组建；此前作废的专家组计入 · counts the cancelled panels before it"
    )
    applications: int
    experts: int
    experts_each: int
    quorum: int
    basis_sha256: Sha256 | None = Field(
        description="冻结的专家库、申报和规则的摘要 · digest of pool, applications and terms as frozen"
    )
    basis_sm3: Sm3 | None
    draw_sha256: Sha256 | None
    result_sha256: Sha256 | None
    reason: str | None = Field(description="作废或重开的理由 · why it was cancelled or reopened")
    steps: dict[str, StepView] = Field(
        description="每一步由何人何时办理 · who took which step last"
    )

    @classmethod
    def of(cls, panel: Panel) -> "PanelSummary":
        return PanelSummary(**_summary(panel))


class ConflictView(Body):
    """利益冲突 · Why an expert cannot judge an application."""

    application_id: str
    expert_id: str
    ground: Ground = Field(strict=False)
    code: str


class AssignmentView(Body):
    """分派 · An expert and an application; the ballot's state alone, never its points."""

    application_id: str
    expert_id: str
    ballot: str = Field(description="open、handed-in 或 void")


class RecusalView(Body):
    """回避记录 · An entry of the log of recusals."""

    counter: int
    application_id: str
    expert_id: str
    is_whole: bool
    replacement_id: str | None
    reason: str
    recused_by: str
    recused_at: str


class PanelDetails(PanelSummary):
    """专家组全貌 · A panel in full."""

    basis: dict[str, JsonValue] = Field(
        description="其规范化 JSON（RFC 8785）即被冻结之物 · what is frozen, as RFC 8785 canonical JSON"
    )
    conflicts: list[ConflictView]
    commitment: dict[str, JsonValue] | None
    public_value: dict[str, JsonValue] | None
    seed: Sha256 | None
    assignments: list[AssignmentView]
    recusals: list[RecusalView]

    @classmethod
    def in_full(cls, record: PanelRecord) -> "PanelDetails":
        panel = record.panel
        return PanelDetails(
            **_summary(panel),
            basis=dict(basis_document(panel.basis)),  # type: ignore[arg-type]  # JSON by construction
            conflicts=[
                ConflictView(
                    application_id=one.application_id,
                    expert_id=one.expert_id,
                    ground=one.ground,
                    code=one.code,
                )
                for one in conflicts_of(panel.basis)
            ],
            commitment=_commitment(panel),
            public_value=_public_value(panel),
            seed=panel.seed.hex() if panel.seed else None,
            assignments=[
                AssignmentView(
                    application_id=one.application_id,
                    expert_id=one.expert_id,
                    ballot=one.state.value,
                )
                for one in record.ballots
            ],
            recusals=[RecusalView.model_validate(recusal_document(one)) for one in record.recusals],
        )


class BallotTotal(Body):
    """一张打分票的合计 · What one ballot adds up to."""

    expert_id: str
    total: str
    is_outlier: bool = Field(
        description="与中位数相差较大，仅作提示 · far from the median; flagged only"
    )


class ApplicationResult(Body):
    """一件申报的结果 · Where one application stands."""

    application_id: str
    score: str | None
    rank: int | None = Field(description="同分未能区分者并列 · equal where nothing parts them")
    is_above_line: bool | None
    machine_points: dict[str, str]
    expert_points: str | None = Field(description="未舍入，分数写作 p/q · exact, as a fraction p/q")
    item_means: dict[str, str]
    ballots: list[BallotTotal]


class WithoutExpert(Body):
    """去掉一名专家的结果 · What would differ without one expert."""

    expert_id: str
    rises: list[str] = Field(description="将入围者 · would come to be above the line")
    falls: list[str] = Field(description="将落选者 · would fall below the line")
    without_score: list[str] = Field(description="票数将不足者 · would have too few ballots")
    order_changes: bool


class Sensitivity(Body):
    """敏感性分析 · Whether any single expert decides."""

    is_robust: bool = Field(
        description="去掉任一专家，入围者都不变 · no single expert changes who is above the line"
    )
    without: list[WithoutExpert]


class PanelResult(Body):
    """评审结果；不构成认定 · The result, as it was frozen; it recognises nothing."""

    form: str
    panel_id: str
    basis_sha256: Sha256
    draw_sha256: Sha256
    aggregation: dict[str, JsonValue]
    not_standardised: list[str] = Field(
        description="票数不足、未作标准化的专家 · experts with too few ballots to standardise"
    )
    applications: list[ApplicationResult]
    sensitivity: Sensitivity
    result_sha256: Sha256 = Field(
        description="去掉最后三项后的规范化 JSON 的摘要 · over this body without its last three fields"
    )
    result_sm3: Sm3
    signature: str | None = Field(
        description="对结果摘要值的签名（JWS，公钥见 /.well-known/jwks.json）；较早结束的为空 · signature over the digests of the "
        "result, a JWS; null for a panel closed before there were signatures"
    )

    @classmethod
    def of(cls, panel: Panel) -> "PanelResult":
        assert panel.result is not None  # noqa: S101 - a closed panel has it
        return PanelResult.model_validate(
            {
                **json.loads(panel.result.content),
                "result_sha256": panel.result.sha256,
                "result_sm3": panel.result.sm3,
                "signature": panel.signature,
            }
        )


class PanelExport(Body):
    """专家组导出件 · All that `tidu panel redraw` and `tidu panel recompute` need."""

    form: str
    basis: dict[str, JsonValue]
    basis_sha256: Sha256
    basis_sm3: Sm3
    commitment: dict[str, JsonValue]
    reveal: dict[str, JsonValue]
    draw: dict[str, JsonValue]
    draw_sha256: Sha256
    draw_sm3: Sm3
    recusals: list[RecusalView]
    ballots: list[dict[str, JsonValue]] | None = Field(
        description="结束前为空 · null until the panel is closed"
    )
    result: dict[str, JsonValue] | None
    result_sha256: Sha256 | None
    result_sm3: Sm3 | None
    signature: str | None


def _summary(panel: Panel) -> dict[str, Any]:
    basis = panel.basis
    return {
        "panel_id": panel.panel_id,
        "round_id": basis.round_id,
        "tier": basis.tier,
        "scheme_id": basis.scheme.scheme_id,
        "scheme_place": LocalisedText(**basis.scheme.place.as_json()),
        "state": panel.state,
        "version": panel.version,
        "attempt": panel.attempt,
        "applications": len(basis.applications),
        "experts": len(basis.experts),
        "experts_each": basis.terms.experts_each,
        "quorum": basis.terms.quorum,
        "basis_sha256": panel.frozen.sha256 if panel.frozen else None,
        "basis_sm3": panel.frozen.sm3 if panel.frozen else None,
        "draw_sha256": panel.draw.sha256 if panel.draw else None,
        "result_sha256": panel.result.sha256 if panel.result else None,
        "reason": panel.reason,
        "steps": {name: StepView(by=one.by, at=one.at) for name, one in panel.steps.items()},
    }


def _commitment(panel: Panel) -> dict[str, JsonValue] | None:
    if panel.commitment is None:
        return None
    value = panel.commitment.value
    return {
        "secret_sha256": panel.commitment.secret_sha256,
        "what": value.what,
        "where": value.where,
        "known_at": value.known_at.isoformat(),
        "alphabet": value.alphabet.value,
        "length": value.length,
    }


def _public_value(panel: Panel) -> dict[str, JsonValue] | None:
    if panel.public_value is None:
        return None
    return {"value": panel.public_value.value, "source": panel.public_value.source}
