"""What was read from a scan: facts about pages, codes and seals, judged nowhere here.

These values cross a pipe between two processes as JSON, so they hold plain figures and texts alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.documents.domain.findings import Box


class SealShape(StrEnum):
    """The outline of a seal."""

    ROUND = "round"
    OVAL = "oval"


@dataclass(frozen=True, kw_only=True)
class SealReading:
    """One red seal, or the part of one that lies on this page."""

    box: Box
    shape: SealShape
    #: Of the whole outline, also where part of it lies beyond the page.
    width_mm: float
    height_mm: float
    #: Of the outline that lies on the page, how much carries ink; 0 to 1.
    coverage: float
    #: Of the whole outline, how much lies on the page; 1 for a seal that is not cut.
    visible: float
    is_pale: bool

    @property
    def is_cut(self) -> bool:
        """Tell whether the edge of the page cuts the seal."""
        return self.visible < 0.97  # noqa: PLR2004 - a ring that only touches the edge is whole


@dataclass(frozen=True, kw_only=True)
class CodeReading:
    """A QR code as it was read, ours or not."""

    text: str
    box: Box


@dataclass(frozen=True, kw_only=True)
class PageReading:
    """What one page of the file shows."""

    #: Counted from 1, in the order of the file.
    number: int
    width_mm: float
    height_mm: float
    #: Of the picture that was scanned; none for a page that is no picture.
    dpi: int | None
    #: False when the file does not tell its resolution and a sheet of A4 was assumed.
    is_size_known: bool = True
    #: Quarter turns clockwise, in degrees, that make the page upright; none when nothing tells.
    turn: int | None = None
    #: How far the print leans after that turn, in degrees clockwise.
    skew: float = 0.0
    codes: tuple[CodeReading, ...] = ()
    seals: tuple[SealReading, ...] = ()
    is_blank: bool = False
    #: False for a page in black and white or grey: red ink cannot be told there.
    has_colour: bool = True
    #: A page beyond the limits is not decoded at all.
    is_too_large: bool = False
    #: A page that the libraries could not open or draw.
    is_broken: bool = False
    #: The look of the page in a few characters; two pages of the same look are the same picture.
    look: str = ""


@dataclass(frozen=True, kw_only=True)
class CrossingSeal:
    """A seal pressed over the edges of several pages at once (骑缝章), put together again."""

    pages: tuple[int, ...]
    diameter_mm: float
    coverage: float


@dataclass(frozen=True, kw_only=True)
class PagePair:
    """A page of the scan beside the page of the national portal's PDF that it should show."""

    page: int
    portal_page: int
    #: How alike the pictures are, 0 to 1; none when they could not be compared.
    similarity: float | None
    #: The place that differs most.
    box: Box | None = None
    #: The picture of both side by side, a file in the folder that was given.
    picture: str | None = None
    #: Lines of the portal's text that the scan's own text layer lacks; none when it has no text.
    missing_lines: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class PortalComparison:
    """The scan beside the portal's PDF."""

    portal_pages: int
    pairs: tuple[PagePair, ...] = ()


class Trust(StrEnum):
    """How far a signature's certificate leads to the operator's roots."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    #: The operator gave no roots.
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, kw_only=True)
class SignatureReading:
    """One digital signature inside a PDF."""

    field: str
    signer: str
    issuer: str
    #: As the signature itself states it, ISO 8601; none when it does not.
    claimed_at: str | None
    is_intact: bool
    trust: Trust
    #: False when something was added to the file after signing.
    covers_whole_file: bool
    #: Why it could not be read at all; empty when it could.
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class FoundValue:
    """A value that stands in the text of a report, with the page it stands on."""

    text: str
    page: int


@dataclass(frozen=True, kw_only=True)
class ReportText:
    """What the text of a maturity report says; a field that was not found is absent."""

    has_text: bool
    #: Field → the values found for it, in the order of the text, each once.
    values: dict[str, tuple[FoundValue, ...]]


@dataclass(frozen=True, kw_only=True)
class ScanReading:
    """All that was read from one file."""

    pages: tuple[PageReading, ...]
    #: Pages of the file beyond the limit, which nobody looked at.
    pages_not_read: int = 0
    crossing_seals: tuple[CrossingSeal, ...] = ()
    portal: PortalComparison | None = None
    report: ReportText | None = None
    signatures: tuple[SignatureReading, ...] = ()
