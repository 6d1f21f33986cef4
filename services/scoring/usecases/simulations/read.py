"""Reads simulations, how far they are, and what they came to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.simulation import Simulation
from services.scoring.domain.simulation_errors import SimulationNotInState
from services.scoring.store import simulations as store
from services.scoring.store.cohorts import requests_of
from services.scoring.store.simulations import members_of, simulation_of
from shared.canonical import JsonValue, canonical_bytes
from shared.database import Database
from shared.text import Text

#: What the first line of an exported cohort says that it is.
FORMAT = "tidu-cohort-1"

#: Assessments read at a time by an export, each time in a transaction of its own.
EXPORTED_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A simulation and how far it is."""

    simulation: Simulation
    percent: int


async def read_simulation(connection: AsyncConnection, simulation_id: str) -> Progress:
    """Give a simulation; raise SimulationNotFound."""
    [found] = await with_progress(connection, [await simulation_of(connection, simulation_id)])
    return found


async def list_simulations(
    connection: AsyncConnection, *, after: tuple[datetime, str] | None, limit: int
) -> list[Progress]:
    """List simulations, newest first; one more than a page."""
    found = await store.list_simulations(connection, after=after, limit=limit)
    return await with_progress(connection, found)


async def with_progress(
    connection: AsyncConnection, simulations: list[Simulation]
) -> list[Progress]:
    """Say of each how far it is."""
    counted = await store.parts_counted(connection, [one.simulation_id for one in simulations])
    return [
        Progress(simulation=one, percent=one.progress_percent(counted.get(one.simulation_id, 0)))
        for one in simulations
    ]


@dataclass(frozen=True, kw_only=True)
class Result:
    """The bytes that were hashed, and their digests."""

    content: bytes
    sha256: str


async def read_result(connection: AsyncConnection, simulation_id: str) -> Result:
    """Give the result; raise SimulationNotFound, or SimulationNotInState while there is none."""
    simulation = await simulation_of(connection, simulation_id)
    if simulation.state is not State.DONE or simulation.result_sha256 is None:
        raise SimulationNotInState(
            Text(
                zh=f"推演当前状态：{simulation.state.value}，没有结果",
                en=f"The simulation stands at {simulation.state.value}: there is no result",
            )
        )
    return Result(
        content=await store.result_of(connection, simulation_id), sha256=simulation.result_sha256
    )


async def exported_cohort(database: Database, simulation: Simulation) -> AsyncIterator[bytes]:
    """Give the kept requests of a simulation's cohort, a line each, after a line that says what they are.

    Assessments never change, so that it does not matter that each lot is read by itself.
    """
    yield canonical_bytes(cohort_header(simulation)) + b"\n"
    async with database.transaction(read_only=True) as connection:
        members = await members_of(connection, simulation.simulation_id)
    for start in range(0, len(members), EXPORTED_AT_ONCE):
        async with database.transaction(read_only=True) as connection:
            found = await requests_of(connection, members[start : start + EXPORTED_AT_ONCE])
        yield b"".join(
            b'{"assessment_id":"%s","request":%s}\n' % (one.assessment_id.encode(), one.content)
            for one in found
        )


def cohort_header(simulation: Simulation) -> dict[str, JsonValue]:
    """Say which filings follow, and which editions they were to be held against."""
    return {
        "format": FORMAT,
        "cohort": simulation.cohort,
        "base": simulation.base.document(),
        "other": simulation.other.document(),
    }
