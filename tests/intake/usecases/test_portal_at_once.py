"""Records of the national portal at once, on both databases: one number of the portal is recorded once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import State
from services.intake.domain.portal_errors import PortalNumberTaken
from services.intake.store.applications import application_for
from services.intake.store.relay_tables import outbox
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import receipts
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.record_portal_filing import record_portal_filing
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.finalised import a_context, make_recordable, some_scans
from tests.intake.usecases.callers import an_applicant
from tests.intake.usecases.test_at_once import Step, at_once, kinds

ANY = frozenset(range(1, 20))


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


def record(context: IntakeContext, application: Application) -> Step:
    async def step(connection: AsyncConnection) -> object:
        return await record_portal_filing(
            context, connection, an_applicant(), application.application_id, ANY
        )

    return step


async def found(
    context: IntakeContext, *applications: Application
) -> tuple[list[State], int, list[int]]:
    """Give where they stand, how many receipts there are, and how often each was recorded."""
    async with context.database.transaction(read_only=True) as connection:
        states = [
            (await application_for(connection, each.application_id, an_applicant().access)).state
            for each in applications
        ]
        count = await connection.execute(select(func.count()).select_from(receipts))
    recorded = [
        (await kinds(context, each)).count("application.portal-filed") for each in applications
    ]
    return sorted(states), count.scalar_one(), sorted(recorded)


def test_of_two_that_record_one_number_at_once_one_is_refused(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], tuple[list[State], int, list[int]], int]:
        first, second = [
            await make_recordable(context, some_scans(), portal_number="MIIT-EX-7")
            for _ in range(2)
        ]
        outcomes = await at_once(context.database, record(context, first), record(context, second))
        async with context.database.transaction(read_only=True) as connection:
            orders = await connection.execute(select(func.count()).select_from(outbox))
        return outcomes, await found(context, first, second), orders.scalar_one()

    outcomes, after, orders = loop.run(scenario())

    assert outcomes == ["done", PortalNumberTaken.code]
    assert after == ([State.DRAFT, State.PORTAL_FILED], 1, [0, 1])
    # Of the one that stands: two files to freeze and to look into, and one assessment.
    assert orders == 5


def test_ten_records_of_one_application_at_once_are_one(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], tuple[list[State], int, list[int]]]:
        application = await make_recordable(context, some_scans())
        outcomes = await at_once(context.database, *[record(context, application)] * 10)
        return outcomes, await found(context, application)

    outcomes, after = loop.run(scenario())

    assert outcomes == ["done", *[IllegalTransition.code] * 9]
    assert after == ([State.PORTAL_FILED], 1, [1])
