"""Ballots in the database. Who asks is part of every query that an expert's request leads to."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import BallotNotFound
from services.scoring.domain.panels.ballots import Ballot, BallotState, SavedVersion
from services.scoring.domain.panels.documents import spelt
from services.scoring.domain.panels.lifecycle import State
from services.scoring.store.panel_tables import ballot_versions, ballots, panels
from shared.database import older_than


async def add_ballots(
    connection: AsyncConnection, new: Sequence[Ballot], *, assigned_at: datetime
) -> None:
    """Store empty ballots, one an assignment."""
    if new:
        await connection.execute(
            insert(ballots), [{**_columns_of(one), "assigned_at": assigned_at} for one in new]
        )


async def ballot_of_expert(
    connection: AsyncConnection, *, panel_id: str, application_id: str, expert_id: str
) -> Ballot:
    """Read an expert's own ballot; raise BallotNotFound for any other."""
    statement = select(ballots).where(
        ballots.c.panel_id == panel_id,
        ballots.c.application_id == application_id,
        ballots.c.expert_id == expert_id,
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise BallotNotFound
    return _ballot_of(row)


async def ballots_of_panel(connection: AsyncConnection, panel_id: str) -> list[Ballot]:
    """Read all ballots of a panel, by application and expert."""
    statement = (
        select(ballots)
        .where(ballots.c.panel_id == panel_id)
        .order_by(ballots.c.application_id, ballots.c.expert_id)
    )
    found = [_ballot_of(row) for row in (await connection.execute(statement)).mappings()]
    # Databases sort by their own rules; ours is that of the code points.
    return sorted(found, key=lambda one: (one.application_id, one.expert_id))


async def save_ballot(connection: AsyncConnection, ballot: Ballot) -> None:
    """Write a changed ballot; the caller holds the panel's row."""
    await connection.execute(
        update(ballots)
        .where(ballots.c.assignment_id == ballot.assignment_id)
        .values(_columns_of(ballot))
    )


async def add_version(connection: AsyncConnection, ballot: Ballot, *, saved_at: datetime) -> None:
    """Keep what was saved."""
    await connection.execute(
        insert(ballot_versions).values(
            assignment_id=ballot.assignment_id,
            version=ballot.version,
            points=_spelt(ballot),
            remark=ballot.remark,
            saved_at=saved_at,
        )
    )


async def versions_of_panel(
    connection: AsyncConnection, panel_id: str
) -> dict[str, list[SavedVersion]]:
    """Read everything that was ever saved on a panel's ballots, by assignment."""
    statement = (
        select(ballot_versions)
        .join(ballots, ballots.c.assignment_id == ballot_versions.c.assignment_id)
        .where(ballots.c.panel_id == panel_id)
        .order_by(ballot_versions.c.assignment_id, ballot_versions.c.version)
    )
    found: dict[str, list[SavedVersion]] = {}
    for row in (await connection.execute(statement)).mappings():
        version = SavedVersion(
            version=row["version"],
            points={item: Decimal(points) for item, points in row["points"].items()},
            remark=row["remark"],
            saved_at=row["saved_at"],
        )
        found.setdefault(row["assignment_id"], []).append(version)
    return found


async def own_assignments(
    connection: AsyncConnection,
    expert_id: str,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[tuple[Ballot, datetime, State]]:
    """Read one more than a page of an expert's own ballots, newest first, with their panels' states."""
    statement = (
        select(ballots, panels.c.state.label("panel_state"))
        .join(panels, panels.c.id == ballots.c.panel_id)
        .where(ballots.c.expert_id == expert_id)
        .order_by(ballots.c.assigned_at.desc(), ballots.c.assignment_id.desc())
    )
    if after is not None:
        statement = statement.where(
            older_than(ballots.c.assigned_at, ballots.c.assignment_id, after)
        )
    rows = (await connection.execute(statement.limit(limit + 1))).mappings()
    return [(_ballot_of(row), row["assigned_at"], State(row["panel_state"])) for row in rows]


def _columns_of(ballot: Ballot) -> dict[str, Any]:
    return {
        "assignment_id": ballot.assignment_id,
        "panel_id": ballot.panel_id,
        "application_id": ballot.application_id,
        "expert_id": ballot.expert_id,
        "state": ballot.state.value,
        "version": ballot.version,
        "points": _spelt(ballot),
        "remark": ballot.remark,
        "salt": ballot.salt,
        "commitment": ballot.commitment,
        "handed_in_at": ballot.handed_in_at,
    }


def _spelt(ballot: Ballot) -> dict[str, str]:
    return {item: spelt(points) for item, points in ballot.points.items()}


def _ballot_of(row: RowMapping) -> Ballot:
    return Ballot(
        assignment_id=row["assignment_id"],
        panel_id=row["panel_id"],
        application_id=row["application_id"],
        expert_id=row["expert_id"],
        state=BallotState(row["state"]),
        version=row["version"],
        points={item: Decimal(points) for item, points in row["points"].items()},
        remark=row["remark"],
        salt=row["salt"],
        commitment=row["commitment"],
        handed_in_at=row["handed_in_at"],
    )
