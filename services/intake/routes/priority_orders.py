"""推荐优先顺序: the order in which a unit recommends, where the round asks for one."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.intake.domain import errors, order_errors
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.forwarding import PriorityOrderBody, PriorityOrderView
from services.intake.routes.dependencies import Context, CurrentCaller
from services.intake.routes.responses import CHANGES, MATCHES, READS
from services.intake.usecases import order_recommendations as ordering
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)

_PATH = "/rounds/{round_id}/tiers/{tier}/units/{unit_code}/priority-order"
_FOUND = (
    errors.RoundNotFound,
    errors.TierNotOffered,
    errors.UnitNotFound,
    order_errors.TierNotOrdered,
    order_errors.UnitDoesNotRecommend,
)
RoundId = Annotated[str, Path(max_length=60, examples=["tianjin-2025-2"])]
UnitCode = Annotated[str, Path(max_length=40, examples=["120116"])]


@router.get(
    _PATH,
    summary="读取推荐优先顺序 · Read the priority order",
    responses=problems(*READS, *_FOUND),
)
async def read_priority_order(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    round_id: RoundId,
    tier: Tier,
    unit_code: UnitCode,
    response: Response,
) -> PriorityOrderView:
    """读取推荐单位某级别的优先顺序；尚未排定时为空、版本为 0。

    The order of a unit for one tier; before it is set it is empty, at version 0.
    """
    order = await ordering.read_order(
        context,
        await tx.connection(),
        caller,
        round_id=round_id,
        tier=tier,
        unit_code=unit_code,
    )
    set_etag(response, order.version)
    return PriorityOrderView.of(order)


@router.put(
    _PATH,
    summary="排定推荐优先顺序 · Set the priority order",
    responses=problems(
        *CHANGES,
        *MATCHES,
        *_FOUND,
        errors.UnitWindowClosed,
        order_errors.OrderFrozen,
        order_errors.OrderFaulty,
    ),
)
async def set_priority_order(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    round_id: RoundId,
    tier: Tier,
    unit_code: UnitCode,
    expected: ExpectedVersions,
    body: PriorityOrderBody,
    response: Response,
) -> PriorityOrderView:
    """排定本单位已推荐申报的优先顺序（卓越级、领航级），整份替换；首次排定时 If-Match 为 "0"。报送后不能再变。

    Sets the order of what the unit has recommended (excellent, leading), replacing the whole. The first one is set with
    If-Match "0". After the hand-in it cannot change.
    """
    order = await ordering.set_order(
        context,
        await tx.connection(),
        caller,
        round_id=round_id,
        tier=tier,
        unit_code=unit_code,
        places=[entry.as_place() for entry in body.entries],
        expected=expected,
    )
    set_etag(response, order.version)
    return PriorityOrderView.of(order)
