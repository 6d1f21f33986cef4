"""What followed a submission: the verdict and the chained history."""

from fastapi import APIRouter
from pydantic import Field

from services.intake.domain import errors
from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import READS
from services.intake.usecases import read_applications as reading
from services.intake.usecases.read_verdict import read_verdict as read
from shared.contracts.scoring import Assessment
from shared.event_feed import FeedEvent, feed_event_of
from shared.event_log import chain_break
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["submission"], route_class=TransactionalRoute)


class VerdictView(Body):
    """核验结果 · What the machine found, criterion by criterion."""

    assessment: Assessment = Field(
        description="评估服务的记录，一字不改；所申报的等级列于 verdict 首层，四个等级均在 verdict.tiers · the scoring service's record "
        "as it was hashed; the tier applied for stands at the top of verdict, all four in verdict.tiers"
    )


class History(Body):
    """办理过程 · An application's events."""

    chain_holds: bool = Field(
        description="事件哈希链是否完整 · whether the chain of digests holds from the first event to the last"
    )
    events: list[FeedEvent]


@router.get(
    "/applications/{application_id}/verdict",
    response_model_exclude_unset=True,  # what an older record does not have is left out: its digest is over what it has
    summary="读取核验结果 · Read the verdict",
    responses=problems(
        *READS, errors.ApplicationNotFound, errors.VerdictNotThere, ServiceUnavailable
    ),
)
async def read_verdict(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id
) -> VerdictView:
    """对四个等级逐条列出所用数据、要求、条款与来源；机器只核验，认定由人决定。

    For all four tiers each criterion with the value used, the requirement, the clause and its source. Persons
    decide the rest.
    """
    assessment = await read(context, tx, caller, application_id)
    return VerdictView(assessment=assessment)


@router.get(
    "/applications/{application_id}/history",
    summary="读取办理过程 · Read the history",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def read_history(tx: Tx, caller: CurrentCaller, application_id: Id) -> History:
    """按顺序列出申报的全部事件及其哈希链。 · All events in order, chained by digest."""
    events = await reading.read_history(await tx.connection(), caller, application_id)
    return History(
        chain_holds=chain_break(events) is None, events=[feed_event_of(event) for event in events]
    )
