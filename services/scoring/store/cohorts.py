"""Chooses assessments and reads their kept requests; it changes none."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.simulation.cohort import Choice, Cohort
from services.scoring.store.tables import assessments

#: Between the ids; none contains it.
_SEPARATOR = "\n"

#: Between the code of a district and that of a functional area in it.
_BELOW = "-"


@dataclass(frozen=True, kw_only=True)
class KeptRequest:
    """What was asked when an assessment was recorded, in the bytes that were hashed."""

    assessment_id: str
    content: bytes


async def choose_cohort(connection: AsyncConnection, choice: Choice) -> Cohort:
    """Take the latest assessment of each application that was asked for, as they stand now.

    One statement, so that ids and counts are of one moment; one text of all ids, so that the loop is not held
    up by a row each.
    """
    latest = _latest(choice.round_id)
    of_tier = true() if choice.tier is None else latest.c.tier == choice.tier
    of_round = true() if choice.round_id is None else latest.c.round_id == choice.round_id
    of_units = true() if choice.units is None else _within(latest.c.unit_code, choice.units)
    chosen = and_(of_tier, of_round, of_units)
    statement = select(
        func.aggregate_strings(latest.c.id, _SEPARATOR).filter(chosen).label("ids"),
        func.count().filter(and_(of_tier, latest.c.round_id.is_(None))).label("without_round"),
        func.count()
        .filter(and_(of_tier, of_round, latest.c.unit_code.is_(None)))
        .label("without_unit"),
    ).where(latest.c.place == 1)
    row = (await connection.execute(statement)).one()
    return Cohort(
        choice=choice,
        assessment_ids=tuple(sorted(row.ids.split(_SEPARATOR))) if row.ids else (),
        without_round=row.without_round if choice.round_id is not None else 0,
        without_unit=row.without_unit if choice.units is not None else 0,
    )


async def requests_of(
    connection: AsyncConnection, assessment_ids: Sequence[str]
) -> list[KeptRequest]:
    """Read kept requests by the ids of their assessments."""
    statement = (
        select(assessments.c.id, assessments.c.request_bytes)
        .where(assessments.c.id.in_(assessment_ids))
        .order_by(assessments.c.id)
    )
    return [
        KeptRequest(assessment_id=row[0], content=row[1])
        for row in await connection.execute(statement)
    ]


def _latest(round_id: str | None) -> Subquery:
    newest_first = (
        assessments.c.revision_number.desc(),
        assessments.c.recorded_at.desc(),
        assessments.c.id.desc(),
    )
    statement = select(
        assessments.c.id,
        assessments.c.tier,
        assessments.c.round_id,
        assessments.c.unit_code,
        func.row_number()
        .over(partition_by=assessments.c.application_id, order_by=newest_first)
        .label("place"),
    )
    if round_id is not None:
        # An application is of one round for life, so its other assessments are none of its.
        statement = statement.where(
            or_(assessments.c.round_id == round_id, assessments.c.round_id.is_(None))
        )
    return statement.subquery("latest")


def _within(column: ColumnElement[str | None], units: Sequence[str]) -> ColumnElement[bool]:
    return or_(
        *(
            or_(column == unit, column.startswith(f"{unit}{_BELOW}", autoescape=True))
            for unit in units
        )
    )
