"""Bodies of the inbox."""

from datetime import datetime

from pydantic import Field

from services.intake.domain.inbox import Need, OpenStep, closes_at
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.base import Body
from services.intake.usecases.read_inbox import EntryKind, InboxEntry

_PATHS = {
    EntryKind.APPLICATION: "/v1/applications/",
    EntryKind.HAND_IN: "/v1/hand-ins/",
    EntryKind.LIST: "/v1/lists/",
    EntryKind.BINDING: "/v1/binding-requests/",
}


class InboxStep(Body):
    """可办理的一步 · A step that waits for you."""

    operation: str = Field(
        description="接口操作名（operationId） · operationId of the operation",
        examples=["pass-application"],
    )
    closes_at: datetime | None = Field(
        description="截止时间，此刻起不再受理；没有期限时为空 · the first instant that is too late; null: no deadline"
    )
    awaits: Need | None = Field(
        description="办理前还须先有：paper-copy 与线上一致的纸质申报书；priority-order 排定优先顺序；joint-opinions 会同意见齐全；"
        "publicity-end 公示结束；为空即可办理 · what must come first; null: it can be taken now"
    )

    @classmethod
    def of(cls, step: OpenStep) -> "InboxStep":
        return cls(operation=step.operation, closes_at=step.closes_at, awaits=step.need)


class InboxItem(Body):
    """待办 · One thing that waits for the caller."""

    kind: EntryKind = Field(
        description="application 申报，hand-in 待接收的报送，list 待公示或发布的名单，binding 待确认的绑定申请 · what waits"
    )
    id: str
    path: str = Field(
        description="读取它的地址 · where it is read",
        examples=["/v1/applications/0b8f8f0e-3c2e-4f0a-9d55-6f6c9a4b1c11"],
    )
    state: str = Field(description="所处状态 · where it stands", examples=["submitted"])
    round_id: str | None = Field(description="批次，绑定为空 · null of a binding")
    tier: Tier | None = Field(description="级别，绑定为空 · null of a binding")
    unit_code: str | None = Field(
        description="推荐单位，名单为空 · recommending unit; null of a list"
    )
    enterprise_name: str | None = Field(
        description="企业名称，报送与名单为空 · null of a hand-in and a list"
    )
    factory_name: str | None = Field(description="工厂名称，仅申报有 · of an application only")
    steps: list[InboxStep] = Field(
        description="等待您办理的步骤 · the steps that wait for you", min_length=1
    )
    waiting_since: datetime = Field(
        description="等待起始：申报为进入当前状态、名单在公示后为公示结束之时 · since when: an application since it came into its state, "
        "a list since it was drawn or its publicity ended"
    )
    closes_at: datetime | None = Field(
        description="最后一步的截止时间；市级与会同部门的步骤没有期限 · when the last of the steps closes; the city's and bureaus' never do"
    )
    portal_closes_at: datetime | None = Field(
        description="卓越级、领航级尚须登记的：国家平台须早于此时申报，以平台时间为准 · what is still to be recorded must be filed in "
        "the national portal before this, by its own time"
    )
    opens_at: datetime | None = Field(
        description="公示中的名单：公示结束之时 · of a list in publicity: when it ends"
    )

    @classmethod
    def of(cls, entry: InboxEntry) -> "InboxItem":
        same = [
            "kind",
            "id",
            "state",
            "round_id",
            "tier",
            "unit_code",
            "enterprise_name",
            "factory_name",
            "waiting_since",
            "portal_closes_at",
            "opens_at",
        ]
        return cls(
            path=f"{_PATHS[entry.kind]}{entry.id}",
            steps=[InboxStep.of(step) for step in entry.steps],
            closes_at=closes_at(entry.steps),
            **{name: getattr(entry, name) for name in same},
        )
