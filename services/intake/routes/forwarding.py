"""会同、择优推荐与国家遴选结果: joint opinions, the forwarding to the ministry, and its result."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from services.intake.domain import errors, order_errors
from services.intake.domain.lifecycle import Action
from services.intake.routes.bodies.applications import ApplicationSummary
from services.intake.routes.bodies.forwarding import (
    AskedOpinionView,
    ForwardingRequest,
    ForwardingView,
    OpinionList,
    OpinionRequest,
    OpinionView,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.officer_step import ResultStep, Step
from services.intake.routes.responses import CHANGES, CREATES, MATCHES, READS, STEPS
from services.intake.routes.summary_workbook import workbook_of
from services.intake.usecases import forward_applications as forwarding_them
from services.intake.usecases import give_opinion as opining
from services.intake.usecases import list_asked_opinions as desk
from services.intake.usecases.summarise_hand_in import summarise_forwarding
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.etags import VersionsIfGiven, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx
from shared.workbooks import MEDIA_TYPE

router = APIRouter(prefix="/v1", tags=["forwarding"], route_class=TransactionalRoute)

_CITY_STEP = problems(*STEPS, errors.StepOfOtherBranch)
Bureau = Annotated[
    str, Path(max_length=60, description="会同部门代码 · bureau", examples=["finance"])
]


@router.post(
    "/applications/{application_id}/request-opinions",
    summary="征求会同意见 · Ask for joint opinions",
    responses=_CITY_STEP,
)
async def request_opinions(step: Step) -> ApplicationSummary:
    """市级评审后，就卓越级、领航级申报征求五个会同部门的意见；此后各部门可读取该申报。

    After its review the city asks the five partner bureaus; from then on their officers may read the application.
    """
    return await step.take(Action.REQUEST_OPINIONS)


@router.put(
    "/applications/{application_id}/joint-opinions/{bureau}",
    summary="填写会同意见 · Give a joint opinion",
    responses=problems(
        *CHANGES,
        errors.ApplicationNotFound,
        *MATCHES,
        order_errors.BureauNotYours,
        order_errors.OpinionNotAsked,
    ),
)
async def give_joint_opinion(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    bureau: Bureau,
    expected: VersionsIfGiven,
    body: OpinionRequest,
    response: Response,
) -> OpinionView:
    """会同部门填写或修改本部门意见；首次填写无需 If-Match，修改须带回所读意见的 ETag。市级作出推荐决定后不能再改，历次意见均保留。

    A bureau gives its opinion, or changes it with the ETag of the one it read, until the city has decided; every version
    is kept. The first one needs no If-Match.
    """
    given = await opining.give_opinion(
        context,
        await tx.connection(),
        caller,
        application_id,
        bureau,
        opinion=body.opinion,
        reason=body.reason,
        expected=expected,
    )
    set_etag(response, given.version)
    return OpinionView.of(given)


@router.get(
    "/joint-opinions",
    summary="列出待办会同意见 · List what your bureau was asked about",
    responses=problems(*READS, InvalidCursor),
)
async def list_asked_opinions(
    tx: Tx,
    caller: CurrentCaller,
    waiting: Annotated[
        bool | None,
        Query(
            description="true：仅待本部门填写的；false：其余；不填：全部 · true: still awaiting your opinion; false: the others"
        ),
    ] = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[AskedOpinionView]:
    """会同部门的待办：按新到旧列出市级就哪些申报征求过本部门意见，以及本部门的最新意见。

    A bureau's desk: the applications on which the city asked for its opinion, newest request first, with its newest
    opinion on each.
    """
    found = await desk.list_asked_opinions(
        await tx.connection(),
        caller,
        waiting=waiting,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(
        found,
        limit,
        key=lambda asked: (asked.requested_at, asked.application.application_id),
        view=AskedOpinionView.of,
    )


@router.get(
    "/applications/{application_id}/joint-opinions",
    summary="列出会同意见 · List the joint opinions",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def list_joint_opinions(tx: Tx, caller: CurrentCaller, application_id: Id) -> OpinionList:
    """列出一份申报的全部会同意见及其历次修改。 · All opinions on one application, with every version."""
    found = await opining.list_opinions(await tx.connection(), caller, application_id)
    return OpinionList(items=[OpinionView.of(opinion) for opinion in found])


@router.post(
    "/applications/{application_id}/not-forward",
    summary="不予推荐 · Do not forward",
    responses=_CITY_STEP,
)
async def not_forward_application(step: Step) -> ApplicationSummary:
    """市级不向工业和信息化部推荐，说明理由；评审中或征求意见后均可。 · The city does not forward it, and says why."""
    return await step.take(Action.NOT_FORWARD)


@router.post(
    "/forwardings",
    status_code=201,
    summary="择优推荐 · Forward to the ministry",
    responses=problems(
        *CREATES,
        errors.RoundNotFound,
        errors.TierNotOffered,
        errors.StepOfOtherBranch,
        order_errors.NotReadyToForward,
        order_errors.AlreadyForwarded,
    ),
)
async def forward_applications(
    context: Context, tx: Tx, caller: CurrentCaller, body: ForwardingRequest, response: Response
) -> ForwardingView:
    """按顺序一次向工业和信息化部推荐某级别的申报；须各会同部门均已填写意见。每批次每级别一次，全部成功或全部不成。国家名额不由本系统核定。

    Forwards a tier's applications to the ministry in order, once a round: all of them or none. Every bureau must have
    given its opinion. National quotas are not enforced here.
    """
    forwarded = await forwarding_them.forward_applications(
        context, await tx.connection(), caller, **body.model_dump()
    )
    response.headers["Location"] = f"/v1/forwardings/{forwarded.forwarding_id}"
    return ForwardingView.of(forwarded)


@router.get(
    "/forwardings/{forwarding_id}",
    summary="读取推荐 · Read a forwarding",
    responses=problems(*READS, order_errors.ForwardingNotFound),
)
async def read_forwarding(tx: Tx, _caller: CurrentCaller, forwarding_id: Id) -> ForwardingView:
    """读取一次向工业和信息化部的推荐及其顺序。 · What was forwarded, in order."""
    found = await forwarding_them.open_forwarding(await tx.connection(), forwarding_id)
    return ForwardingView.of(found)


@router.get(
    "/forwardings/{forwarding_id}/summary-table",
    summary="下载推荐汇总表 · Download the forwarding's table",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPE: {}}, "description": "Excel 工作簿 · workbook"},
        **problems(*READS, order_errors.ForwardingNotFound),
    },
)
async def read_forwarding_table(
    context: Context, tx: Tx, _caller: CurrentCaller, forwarding_id: Id
) -> Response:
    """以 Excel 工作簿下载向工业和信息化部推荐的汇总表，按推荐顺序。 · The forwarding as an Excel workbook, in order."""
    table = await summarise_forwarding(context, await tx.connection(), forwarding_id)
    await tx.release()
    workbook = await run_in_threadpool(workbook_of, table)
    return Response(
        workbook,
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{forwarding_id}.xlsx"'},
    )


@router.post(
    "/applications/{application_id}/record-selected",
    summary="登记国家入选 · Record that the ministry selected it",
    responses=_CITY_STEP,
)
async def record_selected(step: ResultStep) -> ApplicationSummary:
    """登记工业和信息化部公布的入选结果及其出处；各级别入选的含义见批次 tiers 的 ministry_result。

    Records that the ministry selected it, and where that stands. What it means for its tier the round tells:
    `ministry_result`.
    """
    return await step.take(Action.RECORD_SELECTED)


@router.post(
    "/applications/{application_id}/record-not-selected",
    summary="登记国家未入选 · Record that the ministry did not select it",
    responses=_CITY_STEP,
)
async def record_not_selected(step: ResultStep) -> ApplicationSummary:
    """登记工业和信息化部未入选的结果及其出处。 · Records that the ministry did not select it, and where that stands."""
    return await step.take(Action.RECORD_NOT_SELECTED)
