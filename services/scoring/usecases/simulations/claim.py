"""Takes up simulations that nobody works on, and lets go of them again."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.scoring.domain.simulation.lifecycle import Action, State
from services.scoring.domain.simulation.simulation import Failure, Simulation
from services.scoring.store.simulation_work import (
    Lease,
    holds_lease,
    oldest_unattended,
    take_lease,
    uncounted_parts,
)
from services.scoring.store.simulations import drop_parts, save_simulation, simulation_of
from services.scoring.usecases.simulations.steps import WORKER, Signed, take_step
from shared.database import Database

#: Begun so often without getting any further, a simulation fails.
MOST_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A simulation to work on, and what is still to be counted of it."""

    simulation: Simulation
    lease: Lease
    uncounted: tuple[int, ...]


async def claim_simulation(database: Database, *, now: datetime, life: timedelta) -> Claim | None:
    """Take up the simulation that waits longest, also one whose worker is gone."""
    signed = Signed(by=WORKER, at=now)
    async with database.transaction(read_only=True) as connection:
        # Mostly there is nothing, and on SQLite to write is to keep everybody else from writing.
        if await oldest_unattended(connection, now=now) is None:
            return None
    async with database.transaction() as connection:
        simulation_id = await oldest_unattended(connection, now=now)
        if simulation_id is None:
            return None
        simulation = await simulation_of(connection, simulation_id, lock=True)
        if simulation.state is State.QUEUED:
            simulation = await take_step(connection, simulation, Action.START, signed)
        if simulation.attempts >= MOST_ATTEMPTS:
            failed = replace(simulation, failure=Failure.WORKER_DIED)
            await take_step(connection, failed, Action.FAIL, signed)
            await drop_parts(connection, simulation_id)
            return None
        simulation = replace(simulation, attempts=simulation.attempts + 1)
        await save_simulation(connection, simulation)
        lease = Lease(simulation_id=simulation_id, token=str(uuid.uuid4()))
        await take_lease(connection, lease, until=now + life)
        uncounted = await uncounted_parts(connection, simulation_id, simulation.parts)
    return Claim(simulation=simulation, lease=lease, uncounted=tuple(uncounted))


async def fail_simulation(
    database: Database, lease: Lease, failure: Failure, *, now: datetime
) -> None:
    """Say that there will be no result, unless somebody else has the simulation by now."""
    async with database.transaction() as connection:
        if not await holds_lease(connection, lease):
            return
        simulation = await simulation_of(connection, lease.simulation_id)
        failed = replace(simulation, failure=failure)
        await take_step(connection, failed, Action.FAIL, Signed(by=WORKER, at=now))
        await drop_parts(connection, lease.simulation_id)


async def let_go(database: Database, lease: Lease, *, now: datetime, is_attempt: bool) -> None:
    """Leave the simulation to whoever comes next; a stop in good order is no failed attempt."""
    async with database.transaction() as connection:
        if not await holds_lease(connection, lease):
            return
        await take_lease(connection, lease, until=now)
        if not is_attempt:
            simulation = await simulation_of(connection, lease.simulation_id)
            calm = replace(simulation, attempts=max(0, simulation.attempts - 1))
            await save_simulation(connection, calm)
