"""Simulations in the database: rows to simulations and back, and nothing that decides."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.report import EditionPin
from services.scoring.domain.simulation.simulation import Failure, Simulation
from services.scoring.domain.simulation_errors import SimulationNotFound
from services.scoring.store.simulation_tables import (
    simulation_parts,
    simulation_results,
    simulations,
)
from shared.bells import ring_after_commit
from shared.canonical import canonical_bytes
from shared.database import older_than

#: Rung when a simulation was ordered.
WAITING = "simulation-waiting"

#: What a list reads: neither bundles nor members.
_LIGHT = tuple(
    column
    for column in simulations.c
    if column.name not in {"base_bundle", "other_bundle", "members"}
)


async def add_simulation(
    connection: AsyncConnection,
    simulation: Simulation,
    *,
    members: Sequence[str],
    bundles: tuple[bytes | None, bytes | None],
) -> None:
    """Store a new simulation with the editions and the filings that it is about."""
    editions = {"base": simulation.base.document(), "other": simulation.other.document()}
    await connection.execute(
        insert(simulations).values(
            id=simulation.simulation_id,
            editions_bytes=canonical_bytes(editions),
            base_bundle=bundles[0],
            other_bundle=bundles[1],
            cohort_bytes=canonical_bytes(simulation.cohort),
            members=zlib.compress("\n".join(members).encode("ascii"), 1),
            applications=simulation.applications,
            part_size=simulation.part_size,
            parts=simulation.parts,
            created_by=simulation.created_by,
            created_at=simulation.created_at,
            **_moving_columns(simulation),
        )
    )
    ring_after_commit(connection, WAITING)


async def simulation_of(
    connection: AsyncConnection, simulation_id: str, *, lock: bool = False
) -> Simulation:
    """Read a simulation; raise SimulationNotFound."""
    statement = select(*_LIGHT).where(simulations.c.id == simulation_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise SimulationNotFound
    return _simulation_of(row)


async def save_simulation(connection: AsyncConnection, simulation: Simulation) -> None:
    """Write a changed simulation; the caller holds its row. Whatever ended is nobody's work any more."""
    values = _moving_columns(simulation)
    if not simulation.state.is_open:
        values |= {"lease_token": None, "leased_until": None}
    await connection.execute(
        update(simulations).where(simulations.c.id == simulation.simulation_id).values(**values)
    )


async def list_simulations(
    connection: AsyncConnection, *, after: tuple[datetime, str] | None, limit: int
) -> list[Simulation]:
    """Read one more than a page, newest first."""
    statement = select(*_LIGHT).order_by(simulations.c.created_at.desc(), simulations.c.id.desc())
    if after is not None:
        statement = statement.where(older_than(simulations.c.created_at, simulations.c.id, after))
    rows = await connection.execute(statement.limit(limit + 1))
    return [_simulation_of(row) for row in rows.mappings()]


async def members_of(connection: AsyncConnection, simulation_id: str) -> list[str]:
    """Read the ids of the assessments that a simulation is about, sorted."""
    statement = select(simulations.c.members).where(simulations.c.id == simulation_id)
    packed = (await connection.execute(statement)).scalar_one()
    return zlib.decompress(packed).decode("ascii").split("\n")


async def bundles_of(
    connection: AsyncConnection, simulation_id: str
) -> tuple[bytes | None, bytes | None]:
    """Read the bundles that were kept; None for an edition that ships."""
    statement = select(simulations.c.base_bundle, simulations.c.other_bundle).where(
        simulations.c.id == simulation_id
    )
    row = (await connection.execute(statement)).one()
    return row.base_bundle, row.other_bundle


async def parts_counted(
    connection: AsyncConnection, simulation_ids: Sequence[str]
) -> Mapping[str, int]:
    """Count the parts that are done, by simulation."""
    statement = (
        select(simulation_parts.c.simulation_id, func.count().label("parts"))
        .where(simulation_parts.c.simulation_id.in_(simulation_ids))
        .group_by(simulation_parts.c.simulation_id)
    )
    return {row.simulation_id: row.parts for row in await connection.execute(statement)}


async def add_result(connection: AsyncConnection, simulation_id: str, content: bytes) -> None:
    """Keep the result; the parts that it was made of go."""
    await connection.execute(
        insert(simulation_results).values(simulation_id=simulation_id, content=content)
    )
    await drop_parts(connection, simulation_id)


async def result_of(connection: AsyncConnection, simulation_id: str) -> bytes:
    """Read the bytes of a result that is there."""
    statement = select(simulation_results.c.content).where(
        simulation_results.c.simulation_id == simulation_id
    )
    content: bytes = (await connection.execute(statement)).scalar_one()
    return content


async def drop_parts(connection: AsyncConnection, simulation_id: str) -> None:
    """Forget the parts of a simulation that ended."""
    await connection.execute(
        delete(simulation_parts).where(simulation_parts.c.simulation_id == simulation_id)
    )


def _moving_columns(simulation: Simulation) -> dict[str, Any]:
    return {
        "state": simulation.state.value,
        "version": simulation.version,
        "attempts": simulation.attempts,
        "failure": None if simulation.failure is None else simulation.failure.value,
        "result_sha256": simulation.result_sha256,
        "result_sm3": simulation.result_sm3,
        "ended_by": simulation.ended_by,
        "ended_at": simulation.ended_at,
    }


def _simulation_of(row: RowMapping) -> Simulation:
    editions = json.loads(row["editions_bytes"])
    return Simulation(
        simulation_id=row["id"],
        state=State(row["state"]),
        version=row["version"],
        base=pin_in(editions["base"]),
        other=pin_in(editions["other"]),
        cohort=json.loads(row["cohort_bytes"]),
        applications=row["applications"],
        part_size=row["part_size"],
        parts=row["parts"],
        attempts=row["attempts"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        failure=None if row["failure"] is None else Failure(row["failure"]),
        result_sha256=row["result_sha256"],
        result_sm3=row["result_sm3"],
        ended_by=row["ended_by"],
        ended_at=row["ended_at"],
    )


def pin_in(document: Mapping[str, Any]) -> EditionPin:
    """Read back how an edition was pinned."""
    return EditionPin(
        edition_id=document["edition_id"],
        content_sha256=document["content_sha256"],
        state=document["state"],
        conditions=document["conditions_sha256"],
    )
