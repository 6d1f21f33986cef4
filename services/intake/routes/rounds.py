"""Units, rounds and their forms: what a front end reads before anything is filed."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from services.intake.domain import errors
from services.intake.domain.rounds import TierRules
from services.intake.domain.tiers import Tier
from services.intake.domain.units import Unit
from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Context, CurrentCaller
from services.intake.routes.responses import READS
from shared.openapi import problems
from shared.transactions import TransactionalRoute

router = APIRouter(prefix="/v1", tags=["rounds"], route_class=TransactionalRoute)


class ServerTime(Body):
    """服务器时间 · The server's clocks."""

    business: datetime = Field(
        description="判断申报窗口所用的时间 · the time that windows are judged by"
    )
    wall: datetime


class UnitView(Body):
    """推荐单位 · A unit."""

    code: str
    name: dict[str, str]
    kind: str
    parent: str | None
    path: str
    recommends: bool = Field(description="是否直接推荐 · whether it recommends by itself")
    certainty: str = Field(description="依据的确定程度 · how sure this is")


class UnitList(Body):
    """推荐单位树 · The units."""

    items: list[UnitView]


class WindowView(Body):
    """申报与审核窗口 · The windows of a tier; each time is where a window ends, not inside it."""

    opens_at: datetime
    enterprise_closes_at: datetime = Field(
        description="企业申报截止；国家平台申报以平台时间对照 · for the national channel the portal's time is held against it"
    )
    enterprise_steps_close_at: datetime = Field(
        description="企业在本系统操作的截止 · until when the enterprise may take its steps here"
    )
    unit_closes_at: datetime
    open_to_enterprises: bool
    open_to_units: bool
    bases: dict[str, dict[str, Any]] = Field(
        description="各时间的条款依据与确定程度 · clause and certainty of each"
    )


class TierView(Body):
    """批次中的一个级别 · A tier of a round."""

    tier: Tier
    name: dict[str, str]
    channel: str = Field(description="申报渠道 · own portal or national portal")
    branch: str = Field(
        description="办理方式：备案、评审认定或遴选推荐 · filing, recognition or forwarding"
    )
    is_open_here: bool
    window: WindowView
    required_documents: list[str]
    recommendation_is_ordered: bool
    publicity_working_days: int | None
    bureaus: dict[str, dict[str, str]] = Field(
        description="会同部门，按代码 · the bureaus that give joint opinions, by code"
    )
    ministry_result: dict[str, str] | None = Field(
        description="国家入选的含义 · what it means to be selected by the ministry"
    )


class RoundView(Body):
    """批次 · A round."""

    round_id: str
    title: dict[str, str]
    edition_id: str = Field(description="要素条件版次 · edition of the criteria")
    notice_number: str
    notice_url: str
    tiers: list[TierView]


class RoundList(Body):
    """全部批次 · The rounds."""

    items: list[RoundView]


@router.get("/time", summary="服务器时间 · Server time")
async def read_time(context: Context) -> ServerTime:
    """供倒计时使用；截止以服务器收到请求首字节为准。 · For countdowns; the arrival here is what counts."""
    return ServerTime(business=context.clocks.business(), wall=context.clocks.wall())


@router.get("/units", summary="列出推荐单位 · List units", responses=problems(*READS))
async def list_units(context: Context, _caller: CurrentCaller) -> UnitList:
    """市、16 个区与滨海新区下的功能区。 · The city, its 16 districts and the functional areas."""
    return UnitList(items=[_unit_view(unit) for unit in context.units])


@router.get(
    "/units/{unit_code}",
    summary="读取推荐单位 · Read a unit",
    responses=problems(*READS, errors.UnitNotFound),
)
async def read_unit(context: Context, _caller: CurrentCaller, unit_code: str) -> UnitView:
    """读取一个推荐单位。 · One unit."""
    return _unit_view(context.unit(unit_code))


@router.get("/rounds", summary="列出批次 · List rounds", responses=problems(*READS))
async def list_rounds(context: Context, _caller: CurrentCaller) -> RoundList:
    """全部批次及各级别的窗口与要求。 · All rounds with their tiers and windows."""
    return RoundList(items=[_round_view(context, round_id) for round_id in context.rounds])


@router.get(
    "/rounds/{round_id}",
    summary="读取批次 · Read a round",
    responses=problems(*READS, errors.RoundNotFound),
)
async def read_round(context: Context, _caller: CurrentCaller, round_id: str) -> RoundView:
    """读取一个批次。 · One round."""
    return _round_view(context, round_id)


@router.get(
    "/rounds/{round_id}/form-schema",
    summary="读取申报书表单结构 · Read the form's schema",
    responses=problems(*READS, errors.RoundNotFound),
)
async def read_form_schema(
    context: Context, _caller: CurrentCaller, round_id: str
) -> dict[str, Any]:
    """JSON Schema 2020-12，含中英文标题与说明，前端可据此渲染。 · A front end can render the form from it."""
    return dict(context.round_named(round_id).form_schema.document)


def _unit_view(unit: Unit) -> UnitView:
    return UnitView(
        code=unit.code,
        name=unit.name.as_json(),
        kind=unit.kind.value,
        parent=unit.parent,
        path=unit.path,
        recommends=unit.recommends,
        certainty=unit.certainty.value,
    )


def _round_view(context: Context, round_id: str) -> RoundView:
    round_ = context.round_named(round_id).round
    now = context.clocks.business()
    return RoundView(
        round_id=round_.round_id,
        title=round_.title.as_json(),
        edition_id=round_.edition_id,
        notice_number=round_.notice.number,
        notice_url=round_.notice.url,
        tiers=[_tier_view(rules, now) for rules in round_.tiers.values()],
    )


def _tier_view(rules: TierRules, now: datetime) -> TierView:
    window = rules.window
    return TierView(
        tier=rules.tier,
        name=rules.tier.text.as_json(),
        channel=rules.channel.value,
        branch=rules.branch.value,
        is_open_here=rules.is_open_here,
        window=WindowView(
            opens_at=window.opens_at,
            enterprise_closes_at=window.enterprise_closes_at,
            enterprise_steps_close_at=rules.enterprise_steps_close_at,
            unit_closes_at=window.unit_closes_at,
            open_to_enterprises=rules.is_open_here and rules.is_open_to_enterprises(now),
            open_to_units=rules.is_open_here and window.is_open_to_units(now),
            bases={
                name: {
                    "clause": basis.clause,
                    "certainty": basis.certainty.value,
                    "note": basis.note.as_json() if basis.note else None,
                }
                for name, basis in window.bases.items()
            },
        ),
        required_documents=[document.kind.value for document in rules.required_documents],
        recommendation_is_ordered=rules.recommendation_is_ordered,
        publicity_working_days=rules.publicity.working_days if rules.publicity else None,
        bureaus={bureau.code: bureau.name.as_json() for bureau in rules.bureaus},
        ministry_result=rules.ministry_result.title.as_json() if rules.ministry_result else None,
    )
