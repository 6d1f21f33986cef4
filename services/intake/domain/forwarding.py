"""会同 and 择优推荐: the bureaus' joint opinions, and what the city forwards to the ministry in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.domain.applications import Application
from services.intake.domain.lifecycle import State
from services.intake.domain.order_errors import NotReadyToForward
from services.intake.domain.tiers import Tier
from shared.errors import Fault
from shared.text import Text

_NOT_AWAITING = Text(
    zh="不是该批次该级别征求会同意见中的申报",
    en="is no application of this round and tier that awaits opinions",
)
_OPINIONS_MISSING = Text(zh="会同意见未齐", en="not every bureau has given its opinion")


#: Where an application stands once it has gone to the ministry.
WENT_TO_THE_MINISTRY = frozenset({State.FORWARDED, State.SELECTED, State.NOT_SELECTED})


class Opinion(StrEnum):
    """会同意见. An opinion advises: the city decides, with all of them before it."""

    #: 同意
    AGREE = "agree"
    #: 不同意
    DISAGREE = "disagree"


@dataclass(frozen=True, kw_only=True)
class JointOpinion:
    """One version of a bureau's opinion on one application; the newest counts, the others are kept."""

    application_id: str
    bureau: str
    version: int
    opinion: Opinion
    reason: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class AskedOpinion:
    """What lies on a bureau's desk: an application it was asked about, and what it has said so far."""

    application: Application
    requested_at: datetime
    opinion: JointOpinion | None


@dataclass(frozen=True, kw_only=True)
class Forwarding:
    """择优推荐: what the city forwards to the ministry of one tier in one round, first place first."""

    forwarding_id: str
    round_id: str
    tier: Tier
    application_ids: tuple[str, ...]
    forwarded_by: str
    forwarded_at: datetime

    def place_of(self, application_id: str) -> int | None:
        """Tell an application's place, from 1; None for one that was not forwarded with these."""
        if application_id not in self.application_ids:
            return None
        return self.application_ids.index(application_id) + 1


def require_ready(
    application_ids: Sequence[str],
    applications: Mapping[str, Application],
    opinions: Mapping[str, Collection[str]],
    *,
    round_id: str,
    tier: Tier,
    bureaus: Collection[str],
) -> None:
    """Raise NotReadyToForward naming each that does not await opinions or lacks one.

    ``opinions`` tells which bureaus have given one on an application.
    """
    faults = []
    for place, application_id in enumerate(application_ids):
        pointer = f"/application_ids/{place}"
        application = applications.get(application_id)
        if (
            application is None
            or (application.round_id, application.tier) != (round_id, tier)
            or application.state is not State.AWAITING_OPINIONS
        ):
            faults.append(Fault(pointer=pointer, code="not-awaiting", message=_NOT_AWAITING))
        elif set(bureaus) - set(opinions.get(application_id, ())):
            faults.append(
                Fault(pointer=pointer, code="opinions-missing", message=_OPINIONS_MISSING)
            )
    if faults:
        raise NotReadyToForward(faults=faults)
