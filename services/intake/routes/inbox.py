"""The inbox (待办): what waits for the caller."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.intake.domain import errors
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.inbox import InboxItem
from services.intake.routes.dependencies import Context, CurrentCaller
from services.intake.routes.responses import READS
from services.intake.store.applications import ApplicationFilter
from services.intake.usecases import read_inbox as reading
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["inbox"], route_class=TransactionalRoute)


@router.get(
    "/inbox",
    summary="待办 · The inbox",
    responses=problems(*READS, InvalidCursor, errors.UnitNotFound),
)
async def read_inbox(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    round_id: Annotated[str | None, Query(max_length=60)] = None,
    tier: Tier | None = None,
    unit_code: Annotated[
        str | None, Query(max_length=40, description="含下级单位 · with the units below it")
    ] = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[InboxItem]:
    """列出现在等待您办理的事项，等待最久的在前，并列出可办理的步骤与截止时间；窗口已关闭的不列。企业：草稿、已定稿与退回的申报；推荐单位：待审核、待推荐、待排序与待报送的申报及绑定申请；市级：待接收的报送、接收之后的申报、待公示与发布的名单；会同部门：尚未填写意见的申报（全部见 GET /v1/joint-opinions）。撤回、撤销等随时可行的步骤不列。按批次或级别筛选时不含绑定申请，按单位筛选时不含名单。

    What waits for you now, the longest first, with the steps and their deadlines; only what the windows still allow. An
    enterprise finds its drafts, what is finalised and what was returned; a unit what it has to review, recommend, order
    or hand in, and requests to be bound to an enterprise; the city hand-ins to be received, applications after that, and
    lists to be shown or published; a bureau what it has given no opinion on yet (all of it: GET /v1/joint-opinions).
    Nobody waits for taking back or withdrawing, so these are left out. Narrowed to a round or tier it holds no requests
    to be bound; narrowed to a unit below the city, no lists.
    """
    wanted = ApplicationFilter(
        round_id=round_id,
        tier=tier,
        unit_path=context.unit(unit_code).path if unit_code else None,
    )
    found = await reading.read_inbox(
        context,
        await tx.connection(),
        caller,
        wanted,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(found, limit, key=lambda entry: entry.key, view=InboxItem.of)
