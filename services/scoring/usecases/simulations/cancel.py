"""Cancels a simulation; whoever works on it notices and stops."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.simulation.lifecycle import Action
from services.scoring.store.simulations import drop_parts, simulation_of
from services.scoring.usecases.simulations.read import Progress
from services.scoring.usecases.simulations.steps import Signed, take_step


async def cancel_simulation(
    connection: AsyncConnection, simulation_id: str, signed: Signed
) -> Progress:
    """Cancel it; raise SimulationNotFound, or SimulationNotInState once it has ended."""
    simulation = await simulation_of(connection, simulation_id, lock=True)
    cancelled = await take_step(connection, simulation, Action.CANCEL, signed)
    await drop_parts(connection, simulation_id)
    return Progress(simulation=cancelled, percent=cancelled.progress_percent(0))
