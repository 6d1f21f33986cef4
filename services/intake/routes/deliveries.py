"""What waits to be delivered to the other services, for whoever keeps the system running."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field

from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import CurrentCaller
from services.intake.routes.responses import READS
from services.intake.store.outbox import WaitingDelivery, page_of_waiting
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_numbered_cursor,
    page_of,
)
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["operation"], route_class=TransactionalRoute)


class DeliveryView(Body):
    """待投递事项 · Work for another service that has not been delivered yet."""

    outbox_id: int
    kind: str = Field(
        description="事项：生成申报书、锁定文件、核验等 · what is to be done", examples=["assess"]
    )
    ordering_key: str = Field(
        description="同一键下按先后逐条投递 · rows of one key go out one after the other"
    )
    target_id: str = Field(description="对方收到的编号 · the id under which it arrives")
    written_at: datetime
    attempts: int = Field(description="已尝试次数 · how often it was tried")
    not_before: datetime = Field(description="下次尝试不早于 · the next attempt comes after this")
    last_error: str | None = Field(
        description="最近一次失败的原因；未失败过为空 · why the newest attempt failed, if one did"
    )

    @classmethod
    def of(cls, delivery: WaitingDelivery) -> "DeliveryView":
        return cls(**{name: getattr(delivery, name) for name in cls.model_fields})


@router.get(
    "/deliveries",
    summary="列出待投递事项 · List waiting deliveries",
    responses=problems(*READS, InvalidCursor),
)
async def list_deliveries(
    tx: Tx, _caller: CurrentCaller, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[DeliveryView]:
    """列出尚未送达评估与文件服务的事项，由旧到新。正常时几秒内清空；`attempts` 持续增加而 `last_error` 不变，须有人处理。事项不会被丢弃，原因消除后自动送达。

    Lists what has not reached scoring and documents yet, oldest first. It empties within seconds when all is well; where
    `attempts` grows under the same `last_error`, somebody has to look. Nothing is dropped: it goes out by itself once
    the cause is mended.
    """
    found = await page_of_waiting(
        await tx.connection(),
        after=decode_numbered_cursor(cursor) if cursor else None,
        limit=limit + 1,
    )
    return page_of(
        found, limit, key=lambda one: (one.written_at, str(one.outbox_id)), view=DeliveryView.of
    )
