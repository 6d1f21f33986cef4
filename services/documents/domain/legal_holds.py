"""A legal hold: somebody has said that a version must not end, whatever its time or anybody's order."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class LegalHold:
    """Who holds a version and why, and who let go of it."""

    id: str
    version_id: str
    document_id: str
    reason: str
    set_by: str
    set_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lifting_reason: str | None = None

    @property
    def stands(self) -> bool:
        """Tell whether the version is held now."""
        return self.lifted_at is None
