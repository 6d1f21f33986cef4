"""Who works on which simulation, and what was counted of it; every write names the worker's token."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.tally import Tally, read_counts, written_counts
from services.scoring.store.simulation_tables import simulation_parts, simulations

_OPEN = [state.value for state in State if state.is_open]


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right to work on one simulation, until it runs out or is taken away."""

    simulation_id: str
    token: str


async def oldest_unattended(connection: AsyncConnection, *, now: datetime) -> str | None:
    """Find the simulation that waits longest for a worker, and lock its row."""
    statement = (
        select(simulations.c.id)
        .where(
            simulations.c.state.in_(_OPEN),
            or_(simulations.c.leased_until.is_(None), simulations.c.leased_until <= now),
        )
        .order_by(simulations.c.created_at, simulations.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await connection.execute(statement)).scalar_one_or_none()


async def take_lease(connection: AsyncConnection, lease: Lease, *, until: datetime) -> None:
    """Give a worker the right; the caller holds the row."""
    await connection.execute(
        update(simulations)
        .where(simulations.c.id == lease.simulation_id)
        .values(lease_token=lease.token, leased_until=until)
    )


async def renew_lease(connection: AsyncConnection, lease: Lease, *, until: datetime) -> bool:
    """Keep the right; False when it was lost, or the simulation ended."""
    statement = (
        update(simulations)
        .where(
            simulations.c.id == lease.simulation_id,
            simulations.c.lease_token == lease.token,
            simulations.c.state == State.RUNNING.value,
        )
        .values(leased_until=until)
        .returning(simulations.c.id)
    )
    return (await connection.execute(statement)).first() is not None


async def holds_lease(connection: AsyncConnection, lease: Lease) -> bool:
    """Tell whether the right still stands, and keep it so until the transaction ends."""
    statement = (
        select(simulations.c.id)
        .where(
            simulations.c.id == lease.simulation_id,
            simulations.c.lease_token == lease.token,
            simulations.c.state == State.RUNNING.value,
        )
        .with_for_update()
    )
    return (await connection.execute(statement)).first() is not None


async def uncounted_parts(connection: AsyncConnection, simulation_id: str, parts: int) -> list[int]:
    """List the parts that are still to be counted."""
    statement = select(simulation_parts.c.number).where(
        simulation_parts.c.simulation_id == simulation_id
    )
    counted = set((await connection.execute(statement)).scalars())
    return [number for number in range(parts) if number not in counted]


async def add_part(
    connection: AsyncConnection, simulation_id: str, number: int, tally: Tally
) -> None:
    """Keep what was counted of one part; the caller holds the lease. It got further, so attempts begin anew."""
    await connection.execute(
        insert(simulation_parts).values(
            simulation_id=simulation_id,
            number=number,
            counts=zlib.compress(written_counts(tally).encode(), 1),
            affected=zlib.compress("\n".join(tally.affected).encode(), 1),
        )
    )
    await connection.execute(
        update(simulations).where(simulations.c.id == simulation_id).values(attempts=1)
    )


async def tallies_of(connection: AsyncConnection, simulation_id: str) -> Sequence[Tally]:
    """Read what was counted of all parts."""
    statement = (
        select(simulation_parts.c.counts, simulation_parts.c.affected)
        .where(simulation_parts.c.simulation_id == simulation_id)
        .order_by(simulation_parts.c.number)
    )
    tallies = []
    for counts, packed in await connection.execute(statement):
        affected = zlib.decompress(packed).decode()
        tallies.append(
            Tally(
                counts=read_counts(zlib.decompress(counts).decode()),
                affected=affected.split("\n") if affected else [],
            )
        )
    return tallies
