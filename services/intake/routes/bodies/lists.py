"""Bodies about lists (名单): in officers' hands and before the public."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from services.intake.domain.lists import ListEntry, ListState, OfficialList
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.base import Body


class DrawListRequest(Body):
    """生成拟认定名单 · Which proposed applications make a list."""

    round_id: Annotated[str, StringConstraints(max_length=60)] = Field(examples=["tianjin-2025-2"])
    tier: Tier = Field(examples=["advanced"])


class ListEntryView(Body):
    """名单条目 · One factory on a list, for officers."""

    place: int
    application_id: str
    enterprise_name: str
    credit_code: str
    factory_name: str
    unit_code: str
    unit_name: str


class ListSummary(Body):
    """名单 · A list."""

    list_id: str
    round_id: str
    tier: Tier
    state: ListState
    version: int = Field(description="与 ETag 相同 · the number in the ETag")
    drawn_by: str
    drawn_at: datetime
    publicity_first_day: date | None
    publicity_last_day: date | None = Field(
        description="公示最后一日，当日 24:00 止 · last day, to its end"
    )
    requested_by: str | None
    published_by: str | None
    published_at: datetime | None
    sha256: str | None
    sm3: str | None

    @classmethod
    def of(cls, official_list: OfficialList) -> "ListSummary":
        return ListSummary(
            **{name: getattr(official_list, name) for name in ListSummary.model_fields}
        )


class ListDetails(ListSummary):
    """名单及条目 · A list with its entries."""

    entries: list[ListEntryView]

    @classmethod
    def with_entries(cls, official_list: OfficialList, entries: list[ListEntry]) -> "ListDetails":
        values = {name: getattr(official_list, name) for name in ListSummary.model_fields}
        views = [
            ListEntryView(**{name: getattr(e, name) for name in ListEntryView.model_fields})
            for e in entries
        ]
        return cls(entries=views, **values)


class PublicEntry(Body):
    """公开名单条目 · One factory on a public list: no personal data, no ids of ours."""

    number: int = Field(description="序号 · running number")
    enterprise_name: str = Field(description="企业名称")
    credit_code: str = Field(description="统一社会信用代码")
    factory_name: str = Field(description="工厂名称")
    unit_code: str
    unit_name: str = Field(description="推荐单位")


class PublicListSummary(Body):
    """公开名单 · A list that anybody may read."""

    list_id: str
    round_id: str
    tier: Tier
    tier_name: str
    stage: Literal["in-publicity", "published"] = Field(
        description="公示中或已发布；公示中的名单不是认定 · a list in publicity is no recognition"
    )
    publicity_first_day: date | None
    publicity_last_day: date | None
    published_at: datetime | None
    sha256: str | None = Field(
        description="发布内容规范化字节（RFC 8785）的 SHA-256 · over the published content's canonical bytes"
    )
    sm3: str | None

    @classmethod
    def of(cls, official_list: OfficialList) -> "PublicListSummary":
        return PublicListSummary(**public_values(official_list))


class PublicListDetails(PublicListSummary):
    """公开名单及条目 · A public list with its entries."""

    entries: list[PublicEntry]
    content: dict[str, Any] | None = Field(
        description="发布内容，其 RFC 8785 规范化字节即为摘要对象；公示中为空 · what was hashed; null in publicity"
    )


def public_values(official_list: OfficialList) -> dict[str, object]:
    """Give what the public may know of a list."""
    published = official_list.state is ListState.PUBLISHED
    return {
        "list_id": official_list.list_id,
        "round_id": official_list.round_id,
        "tier": official_list.tier,
        "tier_name": official_list.tier.text.zh,
        "stage": "published" if published else "in-publicity",
        "publicity_first_day": official_list.publicity_first_day,
        "publicity_last_day": official_list.publicity_last_day,
        "published_at": official_list.published_at,
        "sha256": official_list.sha256,
        "sm3": official_list.sm3,
    }
