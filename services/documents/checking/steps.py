"""What a step of the checks is given and what it gives back.

A new step is an async function of this shape and a line in the registry. It reads the file by its
path and raises StepFailed, or lets an error through, to be tried again later.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.documents.checking.clamd import Clamd
from services.documents.checking.scan_sources import ScanSources
from services.documents.domain.checks import Hold, StepOutcome
from services.documents.domain.findings import Finding
from services.documents.domain.kinds import KindRules
from services.documents.inspection.pool import InspectionPool


class StepFailed(Exception):
    """A step could not be done this time."""


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """What steps work with."""

    #: Processes of their own: uploads never wait for checks.
    pool: InspectionPool
    #: None when nobody set it up.
    clamd: Clamd | None
    kinds: KindRules
    #: None where nothing is looked up, and so no scan is read.
    sources: ScanSources | None = None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The version that is looked at, its bytes in a file."""

    document_id: str
    version_id: str
    kind: str
    media_type: str
    page_count: int
    path: Path
    #: An empty folder for pictures of findings; gone after the check.
    crops: Path


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """A finding, and a PNG file in the subject's folder that shows it."""

    finding: Finding
    crop: Path | None = None


@dataclass(frozen=True, kw_only=True)
class StepReport:
    """What one step came to."""

    noticed: list[Noticed] = field(default_factory=list)
    outcome: StepOutcome = StepOutcome.DONE
    engine: str | None = None
    #: Nobody is given the bytes from now on, and the steps that follow are left out.
    hold: Hold | None = None
    #: Page → quarter turns clockwise, in degrees, that make it upright.
    turns: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step under its name, which stands in the result."""

    name: str
    run: Callable[[CheckContext, Subject], Awaitable[StepReport]]
