"""Where a statement of an edition comes from and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How sure a statement is; nothing is ever shown as surer than it is."""

    OFFICIAL = "seen-in-official-text"
    SECONDARY = "seen-in-secondary-source"
    INFERRED = "inferred"
    MEMORY = "from-memory"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document in which something was read."""

    title: str
    url: str | None
