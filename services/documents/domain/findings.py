"""What a machine noticed about a file: advice to an officer, never a decision."""

from dataclasses import dataclass
from enum import StrEnum

from shared.text import Text

#: Places on a page are whole ten-thousandths of its width and height, whatever it was scanned at.
FULL_EXTENT = 10_000


class Severity(StrEnum):
    """How much a finding asks of the officer."""

    #: 提示: good to know, asks for nothing.
    NOTICE = "notice"
    #: 存疑: to be looked at.
    DOUBT = "doubt"
    #: 严重: to be answered with a reason before the filing goes on.
    SERIOUS = "serious"


@dataclass(frozen=True, kw_only=True)
class FindingKind:
    """A thing that can be noticed: its code is stable and documented, its words are for people."""

    code: str
    severity: Severity
    title: Text


@dataclass(frozen=True, kw_only=True)
class Box:
    """A place on an upright page, from its top left corner, in ten-thousandths of the page."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        fits_across = 0 <= self.left <= self.left + self.width <= FULL_EXTENT
        fits_down = 0 <= self.top <= self.top + self.height <= FULL_EXTENT
        if not (fits_across and fits_down):
            raise ValueError(f"{self} does not lie on its page")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing noticed, where, and what was expected there instead."""

    kind: FindingKind
    #: Counted from 1, in the order of the file; none for the file as a whole.
    page: int | None = None
    box: Box | None = None
    expected: Text | None = None
    found: Text | None = None
