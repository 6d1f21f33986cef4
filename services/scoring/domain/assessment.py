"""A recorded assessment: a request, the verdict on it, and the bytes that were hashed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One revision of one application, pinned by its digest."""

    application_id: str
    revision_number: int
    revision_sha256: str


@dataclass(frozen=True, kw_only=True)
class KeptBytes:
    """Canonical bytes with both their digests."""

    content: bytes
    sha256: str
    sm3: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    assessment_id: str
    subject: Subject
    edition_id: str
    tier: str
    outcome: str
    #: What was asked, in canonical form: the same request gives the same bytes.
    request: KeptBytes
    #: The assessment as it is answered, without its own digests.
    document: KeptBytes
    recorded_at: datetime
    recorded_by: str
