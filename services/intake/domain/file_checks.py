"""文件检查: what machines noticed about an application's files, and what officers say of it.

A finding is advice. It rejects nothing by itself; but an application does not pass its district review over a serious
one that nobody has set aside with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.check_errors import FindingsOpen
from shared.text import Text

SERIOUS = "serious"


@dataclass(frozen=True, kw_only=True)
class CheckNote:
    """What the documents service reported of a version."""

    version_id: str
    document_id: str
    state: str
    #: Of the result as it is kept there: another result has findings of its own.
    result_sha256: str
    #: How many serious findings it has.
    serious: int


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A finding that an officer does not share, and why."""

    version_id: str
    result_sha256: str
    #: Place among the findings of that result, from 1.
    number: int
    code: str
    severity: str
    reason: str
    set_aside_by: str
    set_aside_at: datetime


def open_serious(notes: Sequence[CheckNote], set_aside: Sequence[SetAside]) -> dict[str, int]:
    """Count the serious findings that nobody has set aside, by version; versions without any are left out."""
    answered = [
        (each.version_id, each.result_sha256) for each in set_aside if each.severity == SERIOUS
    ]
    left = {
        note.version_id: note.serious - answered.count((note.version_id, note.result_sha256))
        for note in notes
    }
    return {version_id: count for version_id, count in left.items() if count > 0}


def require_answered(left: Mapping[str, int], kinds: Mapping[str, str]) -> None:
    """Raise FindingsOpen when serious findings stand; ``kinds`` names the attachment of each version."""
    told = [f"{kinds[version_id]} ({count})" for version_id, count in sorted(left.items())]
    if told:
        names = ", ".join(told)
        raise FindingsOpen(Text(zh=f"尚有严重发现：{names}", en=f"Serious findings stand: {names}"))
