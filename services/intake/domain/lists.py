"""The life of a list (名单): drawn, in publicity (公示), asked to be published, published (发布)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.intake.domain.list_errors import ListNotInState, PublicityRunning, SecondOfficerNeeded
from services.intake.domain.tiers import Tier
from services.intake.domain.working_days import PublicityPeriod
from shared.text import Text


class ListState(StrEnum):
    """Where a list stands."""

    #: 拟认定名单
    DRAWN = "drawn"
    #: 公示中
    IN_PUBLICITY = "in-publicity"
    #: One officer asked for the publication; another must confirm.
    PUBLICATION_REQUESTED = "publication-requested"
    #: 已发布
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class ListEntry:
    """One factory on a list."""

    place: int
    application_id: str
    enterprise_name: str
    credit_code: str
    factory_name: str
    unit_code: str
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class OfficialList:
    """名单 of one tier in one round."""

    list_id: str
    round_id: str
    tier: Tier
    state: ListState
    version: int
    drawn_by: str
    drawn_at: datetime
    publicity_first_day: date | None = None
    publicity_last_day: date | None = None
    publicity_ends_at: datetime | None = None
    requested_by: str | None = None
    published_by: str | None = None
    published_at: datetime | None = None
    #: The published list as the canonical bytes that were hashed.
    content: bytes | None = None
    sha256: str | None = None
    sm3: str | None = None

    def opened(self, period: PublicityPeriod) -> "OfficialList":
        """Begin the publicity; raise ListNotInState unless it was only drawn."""
        self._require(ListState.DRAWN)
        return replace(
            self,
            state=ListState.IN_PUBLICITY,
            version=self.version + 1,
            publicity_first_day=period.first_day,
            publicity_last_day=period.last_day,
            publicity_ends_at=period.ends_at,
        )

    def publication_requested(self, *, by: str, at: datetime) -> "OfficialList":
        """Ask for the publication; raise PublicityRunning before its end."""
        self._require(ListState.IN_PUBLICITY)
        if self.publicity_ends_at is None or at < self.publicity_ends_at:
            raise PublicityRunning(
                Text(
                    zh=f"公示至 {self.publicity_last_day} 24:00（北京时间）",
                    en=f"Publicity runs to the end of {self.publicity_last_day}, Beijing time",
                )
            )
        return replace(
            self,
            state=ListState.PUBLICATION_REQUESTED,
            version=self.version + 1,
            requested_by=by,
        )

    def published(self, *, by: str, at: datetime) -> "OfficialList":
        """Publish; raise SecondOfficerNeeded when the same officer asked for it."""
        self._require(ListState.PUBLICATION_REQUESTED)
        if by == self.requested_by:
            raise SecondOfficerNeeded
        return replace(
            self,
            state=ListState.PUBLISHED,
            version=self.version + 1,
            published_by=by,
            published_at=at,
        )

    def _require(self, state: ListState) -> None:
        if self.state is not state:
            raise ListNotInState(
                Text(
                    zh=f"名单状态为 {self.state}，需要 {state}",
                    en=f"The list is {self.state}; this step needs it to be {state}",
                )
            )
