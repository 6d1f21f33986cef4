"""人工裁定: a person judges a criterion, or waives one that holds in principle (原则上); the machine's verdict stays as it is.

Each ruling makes a new version of the assessment, told by who, when and why; the versions before stay. A ruling counts
for the tier that was asked for. It is never a recognition.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.scoring.domain.edition import Kind
from shared.ruling_errors import CriterionNotInVerdict, RulingNotOpen
from shared.text import Text


class RulingFinding(StrEnum):
    """What a person found."""

    #: A judged criterion is met, or is not.
    MET = "met"
    NOT_MET = "not-met"
    #: A criterion that holds in principle is waived (放宽), or is not.
    WAIVED = "waived"
    NOT_WAIVED = "not-waived"


#: Which findings a kind of criterion takes.
_OPEN_TO: Mapping[str, frozenset[RulingFinding]] = {
    Kind.JUDGED.value: frozenset({RulingFinding.MET, RulingFinding.NOT_MET}),
    Kind.IN_PRINCIPLE.value: frozenset({RulingFinding.WAIVED, RulingFinding.NOT_WAIVED}),
}
#: What the machine can have said where a person has still something to say; `unknown` in records of before.
_OPEN_RESULTS = frozenset({"to-be-judged", "not-met", "unproven", "unknown"})


@dataclass(frozen=True, kw_only=True)
class MachineFinding:
    """What the machine said of one criterion of the tier that was asked for."""

    criterion_id: str
    kind: str
    result: str

    @property
    def is_left_to_a_person(self) -> bool:
        """Tell what only a person can settle."""
        return self.kind in _OPEN_TO and self.result in _OPEN_RESULTS


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """One person's ruling on one criterion."""

    criterion_id: str
    finding: RulingFinding
    reason: str
    ruled_by: str
    ruled_at: datetime


def require_open(found: Iterable[MachineFinding], ruling: Ruling) -> None:
    """Raise CriterionNotInVerdict, or RulingNotOpen where a person has nothing, or not this, to say."""
    one = next((each for each in found if each.criterion_id == ruling.criterion_id), None)
    if one is None:
        raise CriterionNotInVerdict
    if not one.is_left_to_a_person:
        raise RulingNotOpen(
            Text(
                zh=f"该条件由机器核验，结果为 {one.result}，不需要也不能人工裁定",
                en=f"The machine decides this criterion, and found {one.result}; no person has to rule on it",
            )
        )
    allowed = _OPEN_TO[one.kind]
    if ruling.finding not in allowed:
        names = "、".join(sorted(allowed))
        raise RulingNotOpen(
            Text(
                zh=f"该条件只能裁定为 {names}",
                en=f"This criterion takes one of: {', '.join(sorted(allowed))}",
            )
        )


def standing_rulings(
    found: Sequence[MachineFinding], rulings: Iterable[Ruling]
) -> tuple[Ruling, ...]:
    """Give the newest ruling on each criterion, in the order of the criteria."""
    newest = {ruling.criterion_id: ruling for ruling in rulings}
    return tuple(newest[one.criterion_id] for one in found if one.criterion_id in newest)


def left_to_a_person(found: Iterable[MachineFinding], standing: Iterable[Ruling]) -> int:
    """Count what nobody has ruled on yet."""
    ruled = {ruling.criterion_id for ruling in standing}
    return sum(one.is_left_to_a_person and one.criterion_id not in ruled for one in found)
