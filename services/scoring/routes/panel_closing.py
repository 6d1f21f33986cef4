"""The end of a panel, by two officers; its result and its export."""

from fastapi import APIRouter, Response

from services.scoring.domain import panel_errors
from services.scoring.routes.bodies.panel_requests import ReasonOrder
from services.scoring.routes.bodies.panel_views import PanelDetails, PanelExport, PanelResult
from services.scoring.routes.dependencies import CurrentCaller, CurrentSigner, PanelId
from services.scoring.routes.panels import answer
from services.scoring.routes.responses import READS, STEPS
from services.scoring.usecases import close_panel as closing
from services.scoring.usecases import export_panel as exporting
from shared.etags import ExpectedVersions
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["panels"], route_class=TransactionalRoute)

_CLOSED = (*READS, panel_errors.PanelNotFound, panel_errors.PanelNotInState)


@router.post(
    "/panels/{panel_id}/request-closing",
    summary="申请结束评审 · Ask for the close",
    description=(
        "每件申报达到最低票数后方可申请；此后不再收票，仍不显示任何打分。\n\n"
        "Once every application has its quorum. No ballot is taken from then on, and still none is shown."
    ),
    responses=problems(*STEPS, panel_errors.QuorumMissing),
)
async def request_closing(
    tx: Tx, caller: CurrentCaller, panel_id: PanelId, expected: ExpectedVersions, response: Response
) -> PanelDetails:
    panel = await closing.request_closing(
        await tx.connection(), caller, panel_id, expected=expected
    )
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/reopen",
    summary="重新开放打分 · Reopen the voting",
    description=(
        "另一名工作人员不同意结束时，注明理由退回打分；此前未显示任何打分。\n\n"
        "Another officer, who does not agree with the close, gives a reason; nothing was shown yet."
    ),
    responses=problems(*STEPS, panel_errors.OtherOfficerNeeded),
)
async def reopen_panel(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: ReasonOrder,
    response: Response,
) -> PanelDetails:
    panel = await closing.reopen_panel(
        await tx.connection(), caller, panel_id, reason=body.reason, expected=expected
    )
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/confirm-closing",
    summary="确认结束评审 · Confirm the close",
    description=(
        "由另一名工作人员确认：计算结果、固定并签名，公布其摘要。\n\n"
        "Another officer confirms: the result is computed, frozen and signed, with its digests."
    ),
    responses=problems(*STEPS, panel_errors.OtherOfficerNeeded),
)
async def confirm_closing(
    tx: Tx,
    caller: CurrentCaller,
    signer: CurrentSigner,
    panel_id: PanelId,
    expected: ExpectedVersions,
    response: Response,
) -> PanelDetails:
    panel = await closing.confirm_closing(
        await tx.connection(), caller, panel_id, signer, expected=expected
    )
    return await answer(response, tx, panel)


@router.get(
    "/panels/{panel_id}/result",
    summary="查看评审结果 · Read the result",
    description=(
        "结束后给出各申报的分数、名次、是否入围、离群票，以及去掉任一专家是否改变入围者。结果不构成认定。\n\n"
        "After the close: scores, ranks, who is above the line, outlying ballots, and whether leaving out any "
        "single expert would change it. It recognises nothing."
    ),
    responses=problems(*_CLOSED),
)
async def read_result(tx: Tx, panel_id: PanelId) -> PanelResult:
    return PanelResult.of(await exporting.read_result(await tx.connection(), panel_id))


@router.get(
    "/panels/{panel_id}/export",
    summary="导出专家组 · Export a panel",
    description=(
        "抽取后即可导出，用 `tidu panel redraw` 离线重抽；结束后含打分票和结果，用 `tidu panel recompute` 重算。\n\n"
        "From the draw on, for `tidu panel redraw`; after the close with ballots and result, for "
        "`tidu panel recompute`."
    ),
    responses=problems(*_CLOSED),
)
async def export_panel(tx: Tx, panel_id: PanelId) -> PanelExport:
    return PanelExport.model_validate(await exporting.export_panel(await tx.connection(), panel_id))
