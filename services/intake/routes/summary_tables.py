"""The summary table (汇总表) of a hand-in, and its draft before there is one."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from services.intake.domain import errors, list_errors
from services.intake.domain.tiers import Tier
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.priority_orders import RoundId, UnitCode
from services.intake.routes.responses import READS
from services.intake.routes.summary_workbook import workbook_of
from services.intake.usecases.summarise_hand_in import draft_summary_table, summarise_hand_in
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx
from shared.workbooks import MEDIA_TYPE

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)


@router.get(
    "/hand-ins/{hand_in_id}/summary-table",
    summary="下载汇总表 · Download the summary table",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPE: {}}, "description": "Excel 工作簿 · workbook"},
        **problems(*READS, list_errors.HandInNotFound),
    },
)
async def read_summary_table(
    context: Context, tx: Tx, caller: CurrentCaller, hand_in_id: Id
) -> Response:
    """以 Excel 工作簿下载一次报送的汇总表（先进级附件8、基础级附件9），打印后盖章报送。栏目由批次数据规定；附件原表未见，栏目为推定。

    The hand-in's summary table as an Excel workbook (advanced: annex 8, basic: annex 9), to be printed and stamped.
    Its columns are data of the round; the annexes were not seen, so they are inferred.
    """
    table = await summarise_hand_in(context, await tx.connection(), caller, hand_in_id)
    await tx.release()
    workbook = await run_in_threadpool(workbook_of, table)
    return Response(
        workbook,
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{hand_in_id}.xlsx"'},
    )


@router.get(
    "/rounds/{round_id}/tiers/{tier}/units/{unit_code}/summary-table",
    summary="预览汇总表 · Preview the summary table",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPE: {}}, "description": "Excel 工作簿 · workbook"},
        **problems(*READS, errors.RoundNotFound, errors.TierNotOffered, errors.UnitNotFound),
    },
)
async def preview_summary_table(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    round_id: RoundId,
    tier: Tier,
    unit_code: UnitCode,
) -> Response:
    """报送前预览：本单位及下级单位现已推荐（基础级：已列入汇总表）、尚未报送的申报，栏目与汇总表相同，表上标明为草稿。须排序的级别按已排定的优先顺序，未排定的列于其后并注明。

    Before the hand-in: what the unit and those below it have recommended (basic: tabulated) and not handed in yet, with
    the columns of the summary table and marked as a draft. Where the round asks for a priority order the lines stand in
    it; what has no place yet follows and says so.
    """
    table = await draft_summary_table(
        context, await tx.connection(), caller, round_id=round_id, tier=tier, unit_code=unit_code
    )
    await tx.release()
    workbook = await run_in_threadpool(workbook_of, table)
    name = f"draft-{round_id}-{tier.value}-{unit_code}.xlsx"
    return Response(
        workbook,
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
