"""Simulations on a database of a test's own, without HTTP."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import Labels
from services.scoring.domain.simulation.cohort import Choice
from services.scoring.domain.simulation.simulation import Simulation
from services.scoring.store.bundle_files import EDITIONS
from services.scoring.store.edition_shelf import Shelf
from services.scoring.store.simulation_tables import simulation_parts
from services.scoring.store.simulations import simulation_of
from services.scoring.usecases.simulations.create import Order, create_simulation
from services.scoring.usecases.simulations.read import read_result
from services.scoring.usecases.simulations.steps import Signed
from services.scoring.usecases.simulations.supervise import Supervisor
from shared.clock import system_wall_clock
from shared.database import Database
from shared.transactions import Transaction
from tests.scoring.builders import library
from tests.scoring.cohorts import seeded, varied_request
from tests.scoring.usecases.recordings import record_on

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFICER = Signed(by="officer-li", at=AT)
EVERYTHING = Choice(round_id=None, tier=None, units=None)


def labels_of(request: Mapping[str, Any]) -> Labels:
    of_filing = request.get("labels") or {}
    return Labels(
        round_id=request["round_id"],
        unit_code=of_filing.get("unit_code"),
        industry=of_filing.get("industry"),
    )


async def record_cohort(connection: AsyncConnection, filings: int, seed: str = "desk") -> None:
    random = seeded(seed)
    for _ in range(filings):
        request = varied_request(random)
        await record_on(connection, request, labels=labels_of(request))


async def order(
    database: Database,
    *,
    base: str = "cn-2024",
    other: str = "cn-2025",
    part_size: int = 2,
    choice: Choice = EVERYTHING,
) -> Simulation:
    """Order a simulation, as the route does."""
    tx = Transaction(database, read_only=False)
    made = await create_simulation(
        tx,
        Shelf(library()),
        Order(base_edition_id=base, other_edition_id=other, choice=choice, part_size=part_size),
        OFFICER,
    )
    await tx.release()
    return made


def supervisor(
    database: Database, *, editions: Path = EDITIONS, processes: int = 2, lease_s: float = 30
) -> Supervisor:
    return Supervisor(
        database=database,
        database_url=database.engine.url.set(
            drivername=database.engine.url.get_backend_name()
        ).render_as_string(hide_password=False),
        editions_folder=editions,
        now=system_wall_clock,
        processes=processes,
        lease=timedelta(seconds=lease_s),
    )


async def standing(database: Database, simulation_id: str) -> tuple[Simulation, int]:
    """Give a simulation and how many parts of it are counted."""
    statement = (
        select(func.count())
        .select_from(simulation_parts)
        .where(simulation_parts.c.simulation_id == simulation_id)
    )
    async with database.transaction(read_only=True) as connection:
        parts = (await connection.execute(statement)).scalar_one()
        return await simulation_of(connection, simulation_id), parts


async def result(database: Database, simulation_id: str) -> bytes:
    async with database.transaction(read_only=True) as connection:
        return (await read_result(connection, simulation_id)).content
