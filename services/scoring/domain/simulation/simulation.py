"""A simulation as it is kept: which editions, which cohort, how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.scoring.domain.edition import Edition
from services.scoring.domain.edition_life import EditionState
from services.scoring.domain.simulation.lifecycle import Action, State, state_after
from services.scoring.domain.simulation.report import EditionPin
from shared.canonical import JsonValue

#: Where an edition stands that was read from a folder, by nobody's service.
FOLDER = "folder"


class Failure(StrEnum):
    """Why a simulation failed for good."""

    #: An edition that ships is another one now than when the simulation was made.
    EDITION_CHANGED = "edition-changed"
    #: Its worker died again and again without getting any further.
    WORKER_DIED = "worker-died"


@dataclass(frozen=True, kw_only=True)
class Simulation:
    simulation_id: str
    state: State
    version: int
    base: EditionPin
    other: EditionPin
    #: What a result says of its cohort.
    cohort: Mapping[str, JsonValue]
    applications: int
    #: Filings that are counted together.
    part_size: int
    parts: int
    #: How often work was begun since it last got any further.
    attempts: int
    created_by: str
    created_at: datetime
    failure: Failure | None = None
    result_sha256: str | None = None
    result_sm3: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None

    def after(self, action: Action, *, by: str, at: datetime) -> "Simulation":
        """Take a step; raise SimulationNotInState."""
        state = state_after(self.state, action)
        moved = replace(self, state=state, version=self.version + 1)
        return moved if state.is_open else replace(moved, ended_by=by, ended_at=at)

    def progress_percent(self, parts_counted: int) -> int:
        """Say how far it is; only what is done is at 100."""
        if self.state is State.DONE:
            return 100
        return min(99, parts_counted * 100 // self.parts)


def parts_of(applications: int, part_size: int) -> int:
    """Say into how many parts a cohort is cut."""
    return -(-applications // part_size)


def pin_of(edition: Edition, state: EditionState | str) -> EditionPin:
    """Pin an edition as it stands."""
    return EditionPin(
        edition_id=edition.edition_id,
        content_sha256=edition.content_hash.sha256,
        state=str(state),
        conditions={
            round_id: one.content_hash.sha256 for round_id, one in edition.conditions.items()
        },
    )


def is_pinned(edition: Edition, pin: EditionPin) -> bool:
    """Tell whether an edition is still the one that was pinned, its rounds' conditions included."""
    return pin_of(edition, pin.state) == pin
