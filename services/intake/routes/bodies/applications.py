"""Bodies about applications and the officers' steps on them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from services.intake.domain.applications import (
    Application,
)
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.attachments import AttachmentView
from services.intake.routes.bodies.base import Body
from services.intake.routes.bodies.portal import PortalFilingBody
from services.intake.routes.dependencies import Id
from shared.contracts.verdicts import Outcome, Verdict
from shared.text_fields import Name, Reason
from shared.time_fields import Day


class NewApplication(Body):
    """新建申报 · A draft to be started."""

    round_id: Annotated[str, StringConstraints(max_length=60)] = Field(
        description="批次 · round", examples=["tianjin-2025-2"]
    )
    tier: Tier = Field(description="级别 · tier", examples=["advanced"])
    factory_id: Id = Field(description="工厂 · factory")


class MaturityReportBody(Body):
    """成熟度自评估报告的数据 · The figures of the maturity self-assessment report (GB/T 39116-2020)."""

    level: Annotated[int, Field(ge=1, le=5, strict=True)] = Field(
        description="成熟度等级 一级至五级 · level 1 to 5", examples=[3]
    )
    score: Annotated[str, StringConstraints(pattern=r"^([0-4]\.[0-9]{2}|5\.00)$")] = Field(
        description="总得分，两位小数 · total score with two decimals, as text", examples=["2.91"]
    )
    report_number: Name = Field(
        description="报告编号 · report number", examples=["C3MEP-2025-000001"]
    )
    reported_on: Day = Field(description="报告日期 · date of the report", examples=["2025-06-30"])
    organisation: Name = Field(
        description="出具平台或机构 · issuing platform or body",
        examples=["智能制造评估评价公共服务平台"],
    )


class CorrectionBody(Body):
    """补正事项 · A place, and what is to be mended there."""

    pointer: Annotated[str, StringConstraints(min_length=1, max_length=500)] = Field(
        description="位置，写法与预检相同 · place, as in a pre-check: /form/…, /maturity_report, /attachments/{kind}",
        examples=["/form/factory/investment/total"],
    )
    reason: Reason = Field(
        description="须补正的内容 · what to mend", examples=["总投资与各项之和不一致"]
    )


class ReturnRequest(Body):
    """退回补正 · What the enterprise is asked to mend."""

    corrections: Annotated[list[CorrectionBody], Field(min_length=1, max_length=100)]


class DecisionView(Body):
    """审核意见 · An officer's step."""

    action: str
    reason: str
    decided_by: str
    decided_at: datetime
    source_title: str | None = Field(
        description="国家遴选结果的出处，其他步骤为空 · where a result of the ministry's stands; null for other steps"
    )
    source_url: str | None
    corrections: list[CorrectionBody] = Field(
        description="退回时须补正的事项，其他步骤为空 · what a return asks for; empty for other steps"
    )
    revision_number: int | None = Field(
        description="该决定所针对的版本 · the revision that the decision was about"
    )


class VerdictSummaryView(Body):
    """机器核验结果摘要 · What the machine found, in short; it is never a recognition."""

    assessment_id: str
    outcome: Outcome = Field(
        description="可由机器核验的必备条件是否满足；not-covered 该版次没有此等级 · over the machine-checkable required "
        "conditions; not-covered when the edition does not have the tier"
    )
    left_to_a_person: int = Field(description="仍须人工判断的条件数 · conditions left to a person")
    edition_id: str
    edition_hash: str
    assessment_sha256: str


class ApplicationSummary(Body):
    """申报摘要 · An application in a list."""

    application_id: str
    round_id: str
    tier: Tier
    enterprise_id: str
    factory_id: str
    unit_code: str
    state: State = Field(description="状态 · state, see docs/architecture.md")
    version: int = Field(description="与 ETag 相同 · the number in the ETag")
    revision_number: int = Field(
        description="最新版本（不论缘由），0 表示尚无 · newest revision whatever its cause, 0 before the first"
    )
    receipt_number: str | None = Field(
        description="有效提交的回执编号；未提交、已撤回或已退回时为空 · of the submission that stands, if one does"
    )
    verdict: VerdictSummaryView | None = Field(
        description="核验结果，提交后由评估服务返回 · arrives after the submission"
    )
    filing_number: str | None = Field(
        description="备案编号，仅限已备案的基础级 · number of the filing, of filed basic applications only"
    )
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, application: Application) -> "ApplicationSummary":
        verdict = application.verdict
        values = {name: getattr(application, name) for name in ApplicationSummary.model_fields} | {
            "verdict": None
            if verdict is None
            else VerdictSummaryView(
                **{name: getattr(verdict, name) for name in VerdictSummaryView.model_fields}
            )
        }
        return ApplicationSummary(**values)


class ForwardedView(Body):
    """推荐情况 · With which forwarding it went to the ministry, and in which place."""

    forwarding_id: str
    place: int = Field(description="推荐顺序 · from 1")


class ApplicationDetails(ApplicationSummary):
    """申报 · One application."""

    maturity_report: MaturityReportBody | None
    portal_filing: PortalFilingBody | None = Field(
        description="国家平台的申报编号与时间，仅限卓越级、领航级 · of the national channel only"
    )
    attachments: list[AttachmentView]
    decisions: list[DecisionView]
    forwarded: ForwardedView | None = Field(
        description="向工业和信息化部推荐后的顺序，此前为空 · null until it is forwarded to the ministry"
    )


class RateView(Body):
    """计算所得比率 · A rate that is computed from counts, never typed."""

    pointer: str = Field(
        description="比率所属部分在表单中的位置 · the part of the form it is computed from"
    )
    title: dict[str, str]
    percent: str = Field(
        description="百分数，两位小数 · percent with two decimals", examples=["87.50"]
    )


class FormBody(Body):
    """表单内容 · The form as it stands."""

    application_id: str
    version: int
    form: dict[str, Any]
    computed_rates: list[RateView]


class FaultView(Body):
    """缺漏 · Something that is missing or wrong."""

    pointer: str
    code: str
    message: dict[str, str]


class PreCheckResult(Body):
    """预检结果 · What a pre-check found."""

    complete: bool = Field(
        description="是否可以定稿（国家平台申报：是否可以登记） · whether it may be finalised (national portal: recorded)"
    )
    faults: list[FaultView]
    verdict: Verdict | None = Field(
        description="评估服务的试算，所申报的等级列于首层，四个等级均在 tiers；为空表示评估服务暂无应答 · dry run: the tier applied for "
        "at its top, all four in tiers; null while scoring does not answer"
    )


class WithdrawRequest(Body):
    """撤销申报 · Why, if the enterprise likes to say."""

    reason: Reason | None = Field(
        default=None, description="理由，可不填 · may be left out", examples=["改报下一批次"]
    )


class DecisionRequest(Body):
    """审核意见 · Why."""

    reason: Reason = Field(
        description="理由 · the reason, on record", examples=["材料齐全，现场核实无误"]
    )
