"""The destruction of a version by two officers, as one table and a value."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DestructionState(StrEnum):
    """How far a destruction has come."""

    #: 已提议: waits for another officer.
    PROPOSED = "proposed"
    #: 已确认: waits for the operator, who holds the key that the service does not.
    ORDERED = "ordered"
    #: 已执行: the bytes are gone; every row stays.
    EXECUTED = "executed"


class DestructionAction(StrEnum):
    CONFIRM = "confirm-destruction"
    EXECUTE = "execute-destruction"


#: The whole life. A pair that is not listed here is not allowed.
TRANSITIONS: dict[tuple[DestructionState, DestructionAction], DestructionState] = {
    (DestructionState.PROPOSED, DestructionAction.CONFIRM): DestructionState.ORDERED,
    (DestructionState.ORDERED, DestructionAction.EXECUTE): DestructionState.EXECUTED,
}


@dataclass(frozen=True, kw_only=True)
class Destruction:
    """A version to be destroyed: who wants it, who agreed, what came of it."""

    id: str
    version_id: str
    document_id: str
    reason: str
    state: DestructionState
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    #: Since when the operator's hand is on it: nothing stops it any more.
    begun_at: datetime | None = None
    executed_at: datetime | None = None
    #: The list that it was proposed with; none for one that was ordered by itself.
    list_id: str | None = None
    #: Versions of objects that were removed, pictures of findings included.
    removed_objects: int | None = None
