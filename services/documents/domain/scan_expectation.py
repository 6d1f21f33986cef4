"""What a scan should show: looked up by the caller before the file is read."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class ExpectedPrint:
    """The print that was stamped and scanned."""

    #: The codes of its pages, in their order.
    codes: tuple[str, ...]
    #: Digest of the print's content, as its pages' codes stand for.
    content_sha256: str
    #: The pages of the print, counted from 1, on which a seal is asked for, with their names.
    sealed_pages: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ScoreBand:
    """The scores of a maturity level, a datum of the edition; decimals as text."""

    level: int
    #: Belongs to the band.
    least: str
    #: Does not belong to it; none where ``up_to`` closes the band instead.
    below: str | None = None
    #: Belongs to it.
    up_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class TypedFigures:
    """What the applicant typed of its maturity report; a figure that was not typed is absent."""

    enterprise: str | None = None
    credit_code: str | None = None
    level: int | None = None
    score: str | None = None
    report_number: str | None = None
    #: ISO 8601.
    reported_on: str | None = None
    #: Empty when the edition sets none: a band is never invented.
    bands: tuple[ScoreBand, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may cost; beyond it pages are told as not looked at."""

    max_pages: int = 600
    #: Of one picture, before it is decoded.
    max_pixels: int = 120_000_000


@dataclass(frozen=True, kw_only=True)
class ScanExpectation:
    """All that the caller knows about a file before it is read."""

    #: None for a form that Tidu did not print: missing codes are then no fault.
    print: ExpectedPrint | None = None
    #: A seal is expected on some page, wherever it is.
    is_seal_expected: bool = False
    #: The national portal's PDF to compare with, a path in the reader's reach.
    portal_pdf: str | None = None
    #: Set for a maturity report.
    typed: TypedFigures | None = None
    submitted_at: datetime | None = None
    #: A folder of root certificates (PEM or DER) that the operator trusts.
    trusted_roots: str | None = None
    limits: Limits = field(default_factory=Limits)


class CodeOrigin(StrEnum):
    """Where a code that was not expected comes from, as the caller's look-up says."""

    #: An earlier revision of the same application.
    OLDER_REVISION = "older-revision"
    #: Another print of the same content: as good as the one expected.
    SAME_CONTENT = "same-content"
    OTHER_APPLICATION = "other-application"
    #: It has our form and check, and no print of ours carries it.
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class CodeMeaning:
    """What is known of a code that was read and not expected."""

    origin: CodeOrigin
    #: The page of its own print, counted from 1; none when unknown.
    page: int | None = None
    #: The revision's number or the other application's; what an officer may see of it.
    label: str = ""
