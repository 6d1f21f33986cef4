"""What every step of a simulation does: save it and write down what happened, under the lock of its row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.simulation.lifecycle import EVENT_KINDS, Action
from services.scoring.domain.simulation.simulation import Simulation
from services.scoring.store.simulations import save_simulation
from shared.canonical import JsonValue
from shared.event_log import NewEvent, append_event

#: Who acts where no person does.
WORKER = "simulation-worker"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who takes a step, and when."""

    by: str
    at: datetime


async def take_step(
    connection: AsyncConnection, simulation: Simulation, action: Action, signed: Signed
) -> Simulation:
    """Take a step and record it; the caller holds the row. Raises SimulationNotInState."""
    moved = simulation.after(action, by=signed.by, at=signed.at)
    await save_simulation(connection, moved)
    step: dict[str, JsonValue] = {"action": action.value, "from_state": simulation.state.value}
    await record(connection, moved, EVENT_KINDS[action], step, signed)
    return moved


async def record(
    connection: AsyncConnection,
    simulation: Simulation,
    kind: str,
    step: dict[str, JsonValue],
    signed: Signed,
) -> None:
    """Append an event about a simulation as it stands now."""
    await append_event(
        connection,
        NewEvent(
            aggregate_type="simulation",
            aggregate_id=simulation.simulation_id,
            kind=kind,
            data={
                **step,
                "state": simulation.state.value,
                "base": simulation.base.document(),
                "other": simulation.other.document(),
                "cohort": simulation.cohort,
                "failure": simulation.failure,
                "result_sha256": simulation.result_sha256,
            },
            actor=signed.by,
            at=signed.at,
        ),
    )
