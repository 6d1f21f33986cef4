"""A list of versions whose retention is over, to be destroyed once two officers say so."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class DestructionList:
    """Who proposed it, who confirmed it, and how much it is about."""

    id: str
    #: Retention of all that is on it was over before this.
    before: datetime
    reason: str
    proposed_by: str
    proposed_at: datetime
    #: Versions on it; what was left out at the confirmation is taken off.
    versions: int
    #: Left out at the confirmation: held since, or destroyed in another way.
    left_out: int = 0
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
