"""What is known of an application that was filed in the ministry's portal (国家平台), as values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class PortalFiling:
    """国家平台申报: what the ministry's portal says about an application that was filed there."""

    #: As the portal gave it, normalised.
    number: str
    #: The portal's own time: it decides whether the filing was in time.
    filed_at: datetime

    def as_json(self) -> dict[str, str]:
        return {"number": self.number, "filed_at": self.filed_at.isoformat()}


@dataclass(frozen=True, kw_only=True)
class PaperCopy:
    """纸质申报书: one arrival of the stamped paper form, as an officer logged it."""

    paper_copy_id: str
    application_id: str
    #: The revision that was recorded when it was compared: of a later one it says nothing.
    revision_number: int
    received_on: date
    copies: int
    #: Whether its text equals what was filed online (notice: 内容须与线上填报一致).
    equals_online: bool
    remark: str | None
    #: Logged by the recommending unit, or else by the city.
    by_unit: bool
    logged_by: str
    logged_at: datetime
