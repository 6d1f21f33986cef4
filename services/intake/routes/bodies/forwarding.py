"""Bodies about priority orders, joint opinions and the forwarding to the ministry."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from services.intake.domain.forwarding import AskedOpinion, Forwarding, JointOpinion, Opinion
from services.intake.domain.priority_order import Place, PriorityOrder
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.applications import ApplicationSummary
from services.intake.routes.bodies.base import Body
from services.intake.routes.bodies.hand_ins import each_once
from services.intake.routes.dependencies import Id
from shared.text_fields import Line, Reason


class PlaceBody(Body):
    """一个名次 · One place."""

    application_id: Id
    place: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(
        description="名次，从 1 起连续，不并列 · from 1, without gaps or ties", examples=[1]
    )

    def as_place(self) -> Place:
        return Place(application_id=self.application_id, place=self.place)


class PriorityOrderBody(Body):
    """推荐优先顺序 · The order in which a unit recommends."""

    entries: Annotated[list[PlaceBody], Field(max_length=500)]


class PriorityOrderView(Body):
    """推荐优先顺序 · The order as it stands."""

    round_id: str
    tier: Tier
    unit_code: str
    version: int = Field(
        description="与 ETag 相同；0 表示尚未排定 · the number in the ETag; 0: not set yet"
    )
    entries: list[PlaceBody]
    changed_by: str | None
    changed_at: datetime | None
    hand_in_id: str | None = Field(
        description="报送后不能再变 · set by the hand-in: after it the order cannot change"
    )

    @classmethod
    def of(cls, order: PriorityOrder) -> "PriorityOrderView":
        names = [name for name in cls.model_fields if name != "entries"]
        return cls(
            entries=[
                PlaceBody(application_id=application_id, place=place)
                for place, application_id in enumerate(order.application_ids, start=1)
            ],
            **{name: getattr(order, name) for name in names},
        )


class OpinionRequest(Body):
    """会同意见 · A bureau's opinion."""

    opinion: Opinion = Field(
        description="同意或不同意；意见供市级决定参考 · it advises, the city decides",
        examples=["agree"],
    )
    reason: Reason = Field(description="理由 · why", examples=["符合本部门相关要求"])


class OpinionView(Body):
    """会同意见 · One version of a bureau's opinion; the newest of each bureau counts."""

    application_id: str
    bureau: str
    version: int = Field(description="与 ETag 相同，从 1 起 · the number in the ETag, from 1")
    opinion: Opinion
    reason: str
    given_by: str
    given_at: datetime

    @classmethod
    def of(cls, opinion: JointOpinion) -> "OpinionView":
        return cls(**{name: getattr(opinion, name) for name in cls.model_fields})


class OpinionList(Body):
    """一份申报的会同意见 · The opinions on an application, by bureau, oldest first."""

    items: list[OpinionView]


class AskedOpinionView(Body):
    """征求意见事项 · An application about which the caller's bureau was asked."""

    application: ApplicationSummary
    requested_at: datetime = Field(description="征求意见的时间 · when the city asked")
    opinion: OpinionView | None = Field(
        description="本部门最新意见，尚未填写时为空；修改时将其 version 作为 If-Match · your bureau's newest; null before the first"
    )

    @classmethod
    def of(cls, asked: AskedOpinion) -> "AskedOpinionView":
        return cls(
            application=ApplicationSummary.of(asked.application),
            requested_at=asked.requested_at,
            opinion=None if asked.opinion is None else OpinionView.of(asked.opinion),
        )


class ForwardingRequest(Body):
    """择优推荐 · What is forwarded to the ministry, first place first."""

    round_id: Annotated[str, StringConstraints(max_length=60)] = Field(examples=["tianjin-2025-2"])
    tier: Tier = Field(examples=["excellent"])
    application_ids: Annotated[
        list[Id], Field(min_length=1, max_length=500), AfterValidator(each_once)
    ]


class ForwardingView(Body):
    """择优推荐 · A forwarding."""

    forwarding_id: str
    round_id: str
    tier: Tier
    application_ids: list[str] = Field(description="按推荐顺序 · in order")
    forwarded_by: str
    forwarded_at: datetime

    @classmethod
    def of(cls, forwarding: Forwarding) -> "ForwardingView":
        values = {name: getattr(forwarding, name) for name in cls.model_fields}
        return cls(**{**values, "application_ids": list(forwarding.application_ids)})


class ResultRequest(Body):
    """国家遴选结果 · A result of the ministry's, and where it stands."""

    reason: Reason = Field(
        description="登记说明，记录在案 · on record", examples=["见工业和信息化部公布名单"]
    )
    source_title: Line = Field(
        description="公布结果的文件名称与文号 · the ministry's document",
        examples=["工业和信息化部关于公布2025年度卓越级智能工厂名单的通知"],
    )
    source_url: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{3,480}$")] | None = (
        Field(default=None, description="网址，可不填 · its address, may be left out")
    )
