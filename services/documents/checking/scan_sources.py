"""What the step that reads scans has to look up; the use cases know where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from services.documents.domain.scan_expectation import CodeMeaning, ScanExpectation


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """An expectation with what it takes to tell where other codes come from."""

    expectation: ScanExpectation
    application_id: str | None
    revision_number: int | None
    hand_in_id: str | None


class ScanSources(Protocol):
    """Reads what is expected of a version, and where codes come from."""

    async def expected_of(self, version_id: str, folder: Path) -> LookedUp | None:
        """Give what a version should show, files to compare with fetched into the folder; none: nothing was ordered."""
        ...

    async def meanings(
        self, codes: Collection[str], looked_up: LookedUp
    ) -> Mapping[str, CodeMeaning]:
        """Tell where codes come from that were read and not expected."""
        ...
