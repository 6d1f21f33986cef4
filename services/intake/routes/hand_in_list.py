"""The list of hand-ins (报送)."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.intake.domain import errors
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.hand_ins import HandInView
from services.intake.routes.dependencies import Context, CurrentCaller
from services.intake.routes.responses import READS
from services.intake.store.lists import HandInFilter
from services.intake.usecases import hand_in as handing_in
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

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)


@router.get(
    "/hand-ins",
    summary="列出报送 · List hand-ins",
    responses=problems(*READS, InvalidCursor, errors.UnitNotFound),
)
async def list_hand_ins(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    received: Annotated[
        bool | None, Query(description="false 为待接收 · false: waiting to be received")
    ] = None,
    round_id: Annotated[str | None, Query(max_length=60)] = None,
    tier: Tier | None = None,
    unit_code: Annotated[
        str | None, Query(max_length=40, description="含下级单位 · with the units below it")
    ] = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[HandInView]:
    """按新到旧分页列出报送：区级看本区及下级单位的，市级看全部；`received=false` 为待市级接收的。

    Newest first, within your scope; `received=false` lists what waits for the city.
    """
    wanted = HandInFilter(
        round_id=round_id,
        tier=tier,
        unit_path=context.unit(unit_code).path if unit_code else None,
        is_received=received,
    )
    found = await handing_in.list_hand_ins(
        await tx.connection(),
        caller,
        wanted,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(found, limit, key=lambda h: (h.handed_in_at, h.hand_in_id), view=HandInView.of)
