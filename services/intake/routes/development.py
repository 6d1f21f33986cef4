"""Development aids: a business clock that may be moved. These routes do not exist in production."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Context, CurrentCaller
from services.intake.routes.responses import CHANGES
from services.intake.routes.rounds import ServerTime
from shared.openapi import problems
from shared.time_fields import Instant
from shared.transactions import TransactionalRoute

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

router = APIRouter(prefix="/v1/development", tags=["development"], route_class=TransactionalRoute)


class ClockMove(Body):
    """移动业务时钟 · Where the business clock is set to."""

    #: Far from where times overflow: a clock that cannot be read would stop the whole service.
    business: Annotated[Instant, Field(ge=EARLIEST, le=LATEST)] = Field(
        description="带时区的时间 · a time with its zone", examples=["2025-07-10T09:00:00+08:00"]
    )


@router.put(
    "/clock",
    summary="移动业务时钟（仅开发环境） · Move the business clock (development only)",
    responses=problems(*CHANGES),
)
async def move_clock(context: Context, _caller: CurrentCaller, body: ClockMove) -> ServerTime:
    """设置业务时钟，之后照常走动；令牌与租约所用的时钟不受影响。

    Sets the business clock, which then goes on; tokens and leases keep to the wall clock.
    """
    context.clocks.move_business_to(body.business)
    return ServerTime(business=context.clocks.business(), wall=context.clocks.wall())
