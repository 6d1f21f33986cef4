"""``GET /v1/events``: the same feed in every service, read by cursor from any point."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from shared.authorisation import Scope
from shared.event_log import Event, events_after
from shared.identity.principal import Role
from shared.openapi import problems
from shared.request_errors import InvalidRequest, RoleForbidden, TokenMissing, TokenRefused
from shared.transactions import TransactionalRoute, Tx

MAX_EVENTS = 500

#: The feed's row in every service's authorisation table.
EVENTS_RULE = {
    "list-events": {
        Role.SERVICE: Scope.ALL,
        Role.AUDITOR: Scope.ALL,
    }
}


class FeedEvent(BaseModel):
    """One event of the feed · 事件."""

    model_config = ConfigDict(extra="forbid")

    position: int = Field(description="Dense number in this service's feed · 在事件流中的连续编号")
    aggregate_type: str
    aggregate_id: str
    aggregate_seq: int = Field(description="Number within its aggregate, from 1 · 在该对象内的序号")
    kind: str = Field(examples=["application.submitted"])
    recorded_at: datetime
    payload: dict[str, object] = Field(
        description="Hashed as its RFC 8785 canonical bytes · 按 RFC 8785 规范化后参与哈希"
    )
    prev_sha256: str
    sha256: str = Field(description="SHA-256 over previous digest, newline, canonical payload")
    prev_sm3: str
    sm3: str


class EventPage(BaseModel):
    """A stretch of the feed."""

    model_config = ConfigDict(extra="forbid")

    events: list[FeedEvent]
    next_after: int = Field(description="Send it as `after` next time · 下次请求的 after")


def feed_event_of(event: Event) -> FeedEvent:
    """Show an event that has its position."""
    return FeedEvent(
        position=event.position or 0,
        aggregate_type=event.aggregate_type,
        aggregate_id=event.aggregate_id,
        aggregate_seq=event.aggregate_seq,
        kind=event.kind,
        recorded_at=event.recorded_at,
        payload=event.content(),
        prev_sha256=event.prev_sha256,
        sha256=event.sha256,
        prev_sm3=event.prev_sm3,
        sm3=event.sm3,
    )


def events_router() -> APIRouter:
    """Make the feed's router."""
    router = APIRouter(prefix="/v1", tags=["events"], route_class=TransactionalRoute)

    @router.get(
        "/events",
        summary="读取事件流 · Read the event feed",
        description=(
            "按提交顺序、无缺号地读取本服务的全部事件；从 `after` 之后开始，可随时从任意位置继续。\n\n"
            "All events of this service in the order of their commits, without gaps. Keep `next_after` and "
            "continue from there; reading the same stretch again gives the same events."
        ),
        responses=problems(TokenMissing, TokenRefused, RoleForbidden, InvalidRequest),
    )
    async def list_events(
        tx: Tx,
        after: Annotated[
            int, Query(ge=0, le=2**53, description="上次读到的位置 · last position seen")
        ] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_EVENTS)] = 100,
    ) -> EventPage:
        events = await events_after(await tx.connection(), after, limit)
        last = events[-1].position if events else None
        return EventPage(
            events=[feed_event_of(event) for event in events], next_after=last or after
        )

    return router
