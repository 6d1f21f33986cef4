"""Expert panels in the city's hands: made, their pool set and frozen, read, cancelled."""

import uuid
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.scoring.domain import panel_errors
from services.scoring.domain.panels.panel import Panel
from services.scoring.routes.bodies.panel_requests import PanelOrder, PoolOrder, ReasonOrder
from services.scoring.routes.bodies.panel_views import PanelDetails, PanelSummary
from services.scoring.routes.dependencies import CurrentCaller, CurrentSchemes, PanelId
from services.scoring.routes.responses import CHANGES, CREATES, MATCHES, READS, STEPS
from services.scoring.usecases import cancel_panel as cancelling
from services.scoring.usecases import create_panel as creating
from services.scoring.usecases import read_panels as reading
from services.scoring.usecases import set_pool as pooling
from shared.contracts.verdicts import Name
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["panels"], route_class=TransactionalRoute)


@router.post(
    "/panels",
    status_code=HTTPStatus.CREATED,
    summary="设立专家组 · Make a panel",
    description=(
        "为某批次某级别的一组申报设立专家组：用哪张评分表、每件几名专家、至少几票、如何汇总。此后不可更改。"
        "一件申报同时只能由一个专家组评审。\n\n"
        "Makes a panel for applications of one round and tier: the scheme, experts an application, quorum, "
        "and how ballots are combined. None of it changes later. An application is before one panel at a time."
    ),
    responses=problems(*CREATES, panel_errors.PanelInvalid, panel_errors.ApplicationsTaken),
)
async def create_panel(
    tx: Tx, caller: CurrentCaller, schemes: CurrentSchemes, body: PanelOrder, response: Response
) -> PanelDetails:
    order = creating.PanelOrder(
        panel_id=str(uuid.uuid4()),
        round_id=body.round_id,
        tier=body.tier,
        scheme_id=body.scheme_id,
        applications=[one.application() for one in body.applications],
        experts_each=body.experts_each,
        quorum=body.quorum,
        aggregation=None if body.aggregation is None else body.aggregation.aggregation(),
        line=body.asked_line(),
    )
    panel = await creating.create_panel(await tx.connection(), schemes, caller, order)
    response.headers["Location"] = f"/v1/panels/{panel.panel_id}"
    return await answer(response, tx, panel)


@router.get(
    "/panels",
    summary="列出专家组 · List the panels",
    description="按新到旧列出。 · Newest first.",
    responses=problems(*READS, InvalidCursor),
)
async def list_panels(
    tx: Tx,
    round_id: Annotated[Name | None, Query(description="批次 · round")] = None,
    tier: Annotated[Name | None, Query(description="级别 · tier")] = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[PanelSummary]:
    found = await reading.list_panels(
        await tx.connection(),
        round_id=round_id,
        tier=tier,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(
        found, limit, key=lambda one: (one.steps["create"].at, one.panel_id), view=PanelSummary.of
    )


@router.get(
    "/panels/{panel_id}",
    summary="查看专家组 · Read a panel",
    description=(
        "给出申报、专家、利益冲突、承诺、分派和回避记录。打分内容在结束前不显示给任何人。\n\n"
        "Gives applications, experts, conflicts, commitment, assignments and recusals. What stands on a "
        "ballot is shown to nobody before the close."
    ),
    responses=problems(*READS, panel_errors.PanelNotFound),
)
async def read_panel(tx: Tx, panel_id: PanelId, response: Response) -> PanelDetails:
    record = await reading.read_panel(await tx.connection(), panel_id)
    set_etag(response, record.panel.version)
    return PanelDetails.in_full(record)


@router.put(
    "/panels/{panel_id}/pool",
    summary="设定专家库 · Set the pool",
    description=(
        "整体替换专家库；冻结后不可更改。利益冲突按统一社会信用代码自动比对。\n\n"
        "Replaces the pool as a whole; once frozen it never changes. Conflicts are found by credit codes."
    ),
    responses=problems(
        *CHANGES,
        *MATCHES,
        panel_errors.PanelNotFound,
        panel_errors.PanelNotInState,
        panel_errors.PoolInvalid,
    ),
)
async def set_pool(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: PoolOrder,
    response: Response,
) -> PanelDetails:
    experts = [one.expert() for one in body.experts]
    panel = await pooling.set_pool(
        await tx.connection(), caller, panel_id, experts, expected=expected
    )
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/freeze-pool",
    summary="冻结专家库 · Freeze the pool",
    description=(
        "将申报、规则和专家库固定为一份规范化 JSON，公布其摘要。任一申报无冲突的专家不足时拒绝并逐件指明。\n\n"
        "Fixes applications, terms and pool as one canonical JSON and gives its digest. Refused, naming each "
        "application, when one has too few experts without a conflict."
    ),
    responses=problems(*STEPS, panel_errors.AssignmentInfeasible),
)
async def freeze_pool(
    tx: Tx, caller: CurrentCaller, panel_id: PanelId, expected: ExpectedVersions, response: Response
) -> PanelDetails:
    panel = await pooling.freeze_pool(await tx.connection(), caller, panel_id, expected=expected)
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/cancel",
    summary="作废专家组 · Cancel a panel",
    description=(
        "须说明理由，且不能由作出承诺的工作人员办理；其申报可另设专家组，新专家组注明为第几次。\n\n"
        "With a reason, and never by the officer who committed to the secret; its applications may go before "
        "another panel, which says which attempt it is."
    ),
    responses=problems(*STEPS, panel_errors.OtherOfficerNeeded),
)
async def cancel_panel(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: ReasonOrder,
    response: Response,
) -> PanelDetails:
    panel = await cancelling.cancel_panel(
        await tx.connection(), caller, panel_id, reason=body.reason, expected=expected
    )
    return await answer(response, tx, panel)


async def answer(response: Response, tx: Tx, panel: Panel) -> PanelDetails:
    """Answer a step with the panel as it stands after it."""
    set_etag(response, panel.version)
    return PanelDetails.in_full(await reading.record_of(await tx.connection(), panel))
