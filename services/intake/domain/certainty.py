"""How sure a stated fact is: every datum taken from outside carries one of these marks.

The words are those of the verdicts, so that a reader meets one vocabulary across the services.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.text import Text


class Certainty(StrEnum):
    #: Read in a government page or in a full copy of it.
    OFFICIAL = "seen-in-official-text"
    #: Read in a repository, article or summary that restates the official text.
    SECONDARY = "seen-in-secondary-source"
    #: Worked out from what was read: our reading.
    INFERRED = "inferred"
    #: General knowledge, no source seen.
    MEMORY = "from-memory"

    @property
    def text(self) -> Text:
        return _TEXTS[self]


_TEXTS = {
    Certainty.OFFICIAL: Text(zh="见于官方文本", en="seen in official text"),
    Certainty.SECONDARY: Text(zh="见于转述文本", en="seen in a secondary source"),
    Certainty.INFERRED: Text(zh="推断", en="inferred"),
    Certainty.MEMORY: Text(zh="常识，未见来源", en="from memory, no source seen"),
}


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Where a datum of the round stands, how sure it is, and what must be said with it."""

    clause: str | None
    certainty: Certainty
    note: Text | None = None
