"""The officers' steps: district review and recommendation, hand-in, the city's review."""

from fastapi import APIRouter, Response

from services.intake.domain import errors, list_errors, order_errors
from services.intake.domain.check_errors import FindingsOpen
from services.intake.domain.lifecycle import Action
from services.intake.domain.portal_errors import PaperNotReceived
from services.intake.routes.bodies.applications import ApplicationSummary
from services.intake.routes.bodies.hand_ins import HandInDetail, HandInRequest, HandInView
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.officer_step import Step
from services.intake.routes.responses import CREATES, READS, STEPS
from services.intake.usecases import hand_in as handing_in
from services.intake.usecases.hand_in_scans import papers_of
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)

_UNIT_STEP = problems(*STEPS, errors.UnitWindowClosed)
_UNIT_CHOICE = problems(*STEPS, errors.UnitWindowClosed, errors.StepOfOtherBranch)
_CITY_CHOICE = problems(*STEPS, errors.StepOfOtherBranch)


@router.post(
    "/applications/{application_id}/pass",
    summary="区级审核通过 · Pass the district review",
    responses={
        **_UNIT_STEP,
        **problems(*STEPS, errors.UnitWindowClosed, PaperNotReceived, FindingsOpen),
    },
)
async def pass_application(step: Step) -> ApplicationSummary:
    """推荐单位审核通过；须在报送截止前，理由记录在案。国家平台申报须先登记收到与线上一致的纸质申报书。文件检查的严重发现须先逐项说明理由不予采信；检查未完成不影响审核。

    The unit passes the application, inside its window and with its reason on record. What was filed in the national
    portal needs a logged paper copy that equals the online text. Serious findings about the files have to be set aside with a reason
    first; checks that are not through hold nothing up.
    """
    return await step.take(Action.PASS)


@router.post(
    "/applications/{application_id}/not-pass",
    summary="区级审核不通过 · Fail the district review",
    responses=_UNIT_STEP,
)
async def not_pass_application(step: Step) -> ApplicationSummary:
    """推荐单位审核不通过，说明理由。 · The unit does not pass the application and says why."""
    return await step.take(Action.NOT_PASS)


@router.post(
    "/applications/{application_id}/recommend",
    summary="推荐 · Recommend",
    responses={
        **_UNIT_CHOICE,
        **problems(
            *STEPS,
            errors.UnitWindowClosed,
            errors.StepOfOtherBranch,
            order_errors.OrderFrozen,
        ),
    },
)
async def recommend_application(step: Step) -> ApplicationSummary:
    """推荐单位将审核通过的申报列为推荐。 · The unit recommends an application that it passed."""
    return await step.take(Action.RECOMMEND)


@router.post(
    "/applications/{application_id}/start-review",
    summary="开始评审 · Start the city's review",
    responses=_CITY_CHOICE,
)
async def start_review(step: Step) -> ApplicationSummary:
    """市级对已接收的申报开始评审。 · The city starts to review an application that it received."""
    return await step.take(Action.START_REVIEW)


@router.post(
    "/applications/{application_id}/propose",
    summary="拟认定 · Propose",
    responses=_CITY_CHOICE,
)
async def propose_application(step: Step) -> ApplicationSummary:
    """市级评审通过，拟予认定，待列入名单公示。 · The city proposes the application for the list that goes into publicity."""
    return await step.take(Action.PROPOSE)


@router.post(
    "/applications/{application_id}/decline",
    summary="不予认定 · Decline",
    responses=_CITY_CHOICE,
)
async def decline_application(step: Step) -> ApplicationSummary:
    """市级不予认定，评审中或公示中均可，说明理由。 · The city declines, in review or in publicity, and says why."""
    return await step.take(Action.DECLINE)


@router.post(
    "/hand-ins",
    status_code=201,
    summary="报送 · Hand in",
    responses=problems(
        *CREATES,
        errors.UnitNotFound,
        errors.RoundNotFound,
        errors.TierNotOffered,
        errors.UnitWindowClosed,
        list_errors.ApplicationsNotRecommended,
        order_errors.OrderMissing,
        order_errors.OrderFrozen,
        order_errors.OrderDiffers,
    ),
)
async def hand_in_applications(
    context: Context, tx: Tx, caller: CurrentCaller, body: HandInRequest, response: Response
) -> HandInView:
    """推荐单位将所列已推荐（基础级：已列入汇总表）的申报一次报送市级：全部成功或全部不成。须排序的级别按已排定的优先顺序列全，报送后顺序不能再变。

    The unit hands what it recommended (basic: tabulated) to the city: all of it or none. A tier with a priority order is
    handed in whole and in that order, which cannot change afterwards.
    """
    handed_in = await handing_in.hand_in(
        context, await tx.connection(), caller, **body.model_dump()
    )
    response.headers["Location"] = f"/v1/hand-ins/{handed_in.hand_in_id}"
    return HandInView.of(handed_in)


@router.get(
    "/hand-ins/{hand_in_id}",
    summary="读取报送 · Read a hand-in",
    responses=problems(*READS, list_errors.HandInNotFound),
)
async def read_hand_in(tx: Tx, caller: CurrentCaller, hand_in_id: Id) -> HandInDetail:
    """读取一次报送、其打印件与盖章件，以及接收情况。 · A hand-in with its papers, and whether the city has received it."""
    connection = await tx.connection()
    hand_in = await handing_in.read_hand_in(connection, caller, hand_in_id)
    return HandInDetail.with_papers(hand_in, *await papers_of(connection, hand_in_id))


@router.post(
    "/hand-ins/{hand_in_id}/receive",
    summary="接收报送 · Receive a hand-in",
    responses=problems(*CREATES, list_errors.HandInNotFound, errors.IllegalTransition),
)
async def receive_hand_in(
    context: Context, tx: Tx, caller: CurrentCaller, hand_in_id: Id
) -> HandInView:
    """市级接收一次报送，其中各申报转入市级。 · The city takes the hand-in's applications over."""
    return HandInView.of(
        await handing_in.receive_hand_in(context, await tx.connection(), caller, hand_in_id)
    )
