"""A recorded assessment: a request, the verdict on it, and the bytes that were hashed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One revision of one application, pinned by its digest."""

    application_id: str
    revision_number: int
    revision_sha256: str


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Where the filing belonged when it was handed over; what is None was not told."""

    round_id: str | None = None
    unit_code: str | None = None
    #: A code of GB/T 4754.
    industry: str | None = None


#: Of a record whose caller told none.
NO_LABELS = Labels()


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
    #: Stand in the request, too; cohorts are chosen by them.
    labels: Labels = NO_LABELS


@dataclass(frozen=True, kw_only=True)
class AssessmentVersion:
    """What a person's ruling made of an assessment; version 1 is the assessment itself."""

    assessment_id: str
    #: From 2 up.
    version: int
    #: The version as it is answered, without its own digests.
    document: KeptBytes
    #: The same, read.
    content: Mapping[str, Any]
    #: Over the digests.
    signature: str
    ruled_at: datetime
    ruled_by: str
