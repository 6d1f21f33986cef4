"""What an expert sends and sees: the own ballots, and nothing of anybody else's."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from services.scoring.domain.panels.ballots import Ballot, BallotState
from services.scoring.domain.panels.documents import spelt
from services.scoring.domain.panels.lifecycle import State
from services.scoring.domain.panels.panel import Panel
from services.scoring.domain.schemes import ExpertRule, Item
from shared.contracts.verdicts import Body, LocalisedText, Name

_Text = Annotated[str, StringConstraints(max_length=40)]


class BallotOrder(Body):
    """打分 · Points for the items that experts score; what has none yet is left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"points": {"infrastructure": "24.5", "technology": "16"}, "remark": "数据平台完整"}
            ]
        }
    )

    points: Annotated[
        dict[Annotated[str, StringConstraints(max_length=64)], _Text], Field(max_length=100)
    ] = Field(description="各项得分，十进制数文本 · item → points, decimals as text")
    remark: Annotated[str, StringConstraints(max_length=2000)] | None = Field(
        default=None, description="评审意见 · a remark"
    )


class BallotItem(Body):
    """专家打分项 · An item to score."""

    item_id: Name
    title: LocalisedText
    least: str
    most: str
    step: str
    guidance: LocalisedText

    @classmethod
    def of(cls, item: Item, rule: ExpertRule) -> "BallotItem":
        assert item.most is not None  # noqa: S101 - a filled-in scheme states it
        return cls(
            item_id=item.item_id,
            title=LocalisedText(**item.title.as_json()),
            least=spelt(rule.least),
            most=spelt(item.most),
            step=spelt(rule.step),
            guidance=LocalisedText(**rule.guidance.as_json()),
        )


class OwnBallot(Body):
    """本人的打分票 · One's own ballot."""

    panel_id: str
    application_id: str
    state: BallotState = Field(strict=False)
    version: int = Field(description="与 ETag 相同 · the number in the ETag")
    points: dict[str, str]
    remark: str | None
    handed_in_at: datetime | None
    ballot_sha256: str | None = Field(
        description="提交后的加盐摘要，记入事件流 · salted digest once handed in, as in the event"
    )
    items: list[BallotItem]

    @classmethod
    def of(cls, panel: Panel, ballot: Ballot) -> "OwnBallot":
        return cls(
            panel_id=ballot.panel_id,
            application_id=ballot.application_id,
            state=ballot.state,
            version=ballot.version,
            points={item: spelt(points) for item, points in ballot.points.items()},
            remark=ballot.remark,
            handed_in_at=ballot.handed_in_at,
            ballot_sha256=ballot.commitment,
            items=[BallotItem.of(item, rule) for item, rule in panel.basis.scheme.expert_items()],
        )


class OwnAssignment(Body):
    """分派给本人的一件申报 · One application assigned to the caller."""

    panel_id: str
    application_id: str
    state: BallotState = Field(strict=False)
    assigned_at: datetime
    is_voting_open: bool

    @classmethod
    def of(cls, found: tuple[Ballot, datetime, State]) -> "OwnAssignment":
        ballot, assigned_at, state = found
        return cls(
            panel_id=ballot.panel_id,
            application_id=ballot.application_id,
            state=ballot.state,
            assigned_at=assigned_at,
            is_voting_open=state is State.DRAWN,
        )


class Recused(Body):
    """已回避 · The caller is off the application."""

    panel_id: str
    application_id: str
    state: BallotState = Field(strict=False)
