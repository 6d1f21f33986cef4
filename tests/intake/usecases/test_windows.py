"""To the microsecond: the arrival of a request decides, whatever the clock says while it is worked on."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.errors import UnitWindowClosed, WindowClosed
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.tiers import Tier
from services.intake.store.schema import SCHEMA
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.decide import decide
from services.intake.usecases.edit_draft import save_form
from services.intake.usecases.hand_in import hand_in
from services.intake.usecases.start_application import start_application
from services.intake.usecases.submit_application import submit_application
from shared.clock import Clocks
from shared.errors import TiduError
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.forms import ROUND_ID
from tests.intake.relay.finalised import a_context, make_finalised, some_scans
from tests.intake.usecases.callers import an_applicant, an_officer, make_application

OPENING = datetime(2025, 7, 3, 16, tzinfo=UTC)
CLOSE = datetime(2025, 7, 18, 16, tzinfo=UTC)
UNIT_CLOSE = datetime(2025, 7, 20, 16, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

Step = Callable[[IntakeContext, AsyncConnection, datetime], Awaitable[object]]


async def _start(context: IntakeContext, connection: AsyncConnection, at: datetime) -> object:
    other = await make_application(context, connection, State.DRAFT)
    return await start_application(
        context,
        connection,
        an_applicant(at),
        round_id=ROUND_ID,
        tier=Tier.BASIC,
        factory_id=other.factory_id,
    )


async def _save(context: IntakeContext, connection: AsyncConnection, at: datetime) -> object:
    draft = await make_application(context, connection, State.DRAFT)
    patch = {"factory": {"production_lines": 6}}
    return await save_form(
        context, connection, an_applicant(at), draft.application_id, patch, frozenset({1})
    )


async def _pass(context: IntakeContext, connection: AsyncConnection, at: datetime) -> object:
    submitted = await make_application(context, connection, State.SUBMITTED)
    return await decide(
        context,
        connection,
        an_officer(at),
        submitted.application_id,
        Action.PASS,
        reason="材料齐全",
        expected=frozenset({1}),
    )


async def _hand_in(context: IntakeContext, connection: AsyncConnection, at: datetime) -> object:
    recommended = await make_application(context, connection, State.RECOMMENDED)
    return await hand_in(
        context,
        connection,
        an_officer(at),
        round_id=ROUND_ID,
        tier=Tier.ADVANCED,
        unit_code="120116",
        application_ids=[recommended.application_id],
    )


def a_late_context(make_database: DatabaseMaker) -> IntakeContext:
    """Give a context whose clock is long past every window, as when a request was slow to be worked on."""
    clocks = Clocks()
    clocks.move_business_to(UNIT_CLOSE + timedelta(days=1))
    return a_context(make_database("intake", SCHEMA), clocks=clocks)


async def take(context: IntakeContext, step: Step, at: datetime) -> TiduError | None:
    """Take a step; give what refused it."""
    try:
        async with context.database.transaction() as connection:
            await step(context, connection, at)
    except TiduError as error:
        return error
    return None


@pytest.mark.parametrize("step", [_start, _save], ids=["start", "save"])
@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (OPENING - INSTANT, False),
        (OPENING, True),
        (CLOSE - INSTANT, True),
        (CLOSE, False),
    ],
    ids=["before", "opening", "last instant", "close"],
)
def test_an_enterprises_window_is_exact(
    make_database: DatabaseMaker, loop: LoopThread, step: Step, at: datetime, *, is_open: bool
) -> None:
    context = a_late_context(make_database)

    taken = loop.run(take(context, step, at))

    assert taken is None if is_open else isinstance(taken, WindowClosed)


@pytest.mark.parametrize("step", [_pass, _hand_in], ids=["pass", "hand-in"])
@pytest.mark.parametrize(
    ("at", "is_open"),
    [(OPENING - INSTANT, False), (UNIT_CLOSE - INSTANT, True), (UNIT_CLOSE, False)],
    ids=["before", "last instant", "close"],
)
def test_a_units_window_is_exact(
    make_database: DatabaseMaker, loop: LoopThread, step: Step, at: datetime, *, is_open: bool
) -> None:
    context = a_late_context(make_database)

    taken = loop.run(take(context, step, at))

    assert taken is None if is_open else isinstance(taken, UnitWindowClosed)


def test_a_submission_in_the_last_instant_keeps_its_arrival_on_the_receipt(
    make_database: DatabaseMaker, loop: LoopThread
) -> None:
    context = a_context(make_database("intake", SCHEMA))

    async def scenario() -> datetime:
        finalised = await make_finalised(context, some_scans())
        with pytest.raises(WindowClosed):
            async with context.database.transaction() as connection:
                await submit_application(
                    context,
                    connection,
                    an_applicant(CLOSE),
                    finalised.application_id,
                    revision_number=1,
                )
        context.clocks.move_business_to(CLOSE + timedelta(seconds=20))
        async with context.database.transaction() as connection:
            _, receipt = await submit_application(
                context,
                connection,
                an_applicant(CLOSE - INSTANT),
                finalised.application_id,
                revision_number=1,
            )
        assert receipt.submitted_at > CLOSE
        return receipt.arrived_at

    assert loop.run(scenario()) == CLOSE - INSTANT
