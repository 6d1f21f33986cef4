"""Orders and hand-ins at once, on both databases: what is recommended is handed in, once, in the order that stands."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from services.intake.domain.applications import Application
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.list_errors import ApplicationsNotRecommended
from services.intake.domain.order_errors import OrderDiffers, OrderFrozen
from services.intake.domain.priority_order import Place, PriorityOrder
from services.intake.domain.tiers import Tier
from services.intake.store.applications import applications_named
from services.intake.store.priority_orders import lock_order
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import hand_ins
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.decide import decide
from services.intake.usecases.hand_in import hand_in
from services.intake.usecases.order_recommendations import order_id, read_order, set_order
from shared.errors import TiduError
from shared.etags import StaleETag
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.bodies import SUB_UNIT, UNIT
from tests.intake.forms import ROUND_ID
from tests.intake.relay.finalised import a_context
from tests.intake.usecases.callers import an_officer, make_application
from tests.intake.usecases.test_at_once import Step, at_once, kinds

ANY = frozenset(range(20))


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


async def made(
    context: IntakeContext, state: State, count: int = 1, unit: str = UNIT
) -> list[Application]:
    async with context.database.transaction() as connection:
        return [
            await make_application(context, connection, state, Tier.EXCELLENT, context.unit(unit))
            for _ in range(count)
        ]


def ordering(
    context: IntakeContext,
    *applications: Application,
    unit: str = UNIT,
    expected: frozenset[int] = ANY,
) -> Step:
    places = [
        Place(application_id=each.application_id, place=place)
        for place, each in enumerate(applications, start=1)
    ]
    return lambda connection: set_order(
        context,
        connection,
        an_officer(),
        round_id=ROUND_ID,
        tier=Tier.EXCELLENT,
        unit_code=unit,
        places=places,
        expected=expected,
    )


def handing_in(context: IntakeContext, *applications: Application, unit: str = UNIT) -> Step:
    return lambda connection: hand_in(
        context,
        connection,
        an_officer(),
        round_id=ROUND_ID,
        tier=Tier.EXCELLENT,
        unit_code=unit,
        application_ids=[each.application_id for each in applications],
    )


def recommending(context: IntakeContext, application: Application) -> Step:
    return lambda connection: decide(
        context,
        connection,
        an_officer(),
        application.application_id,
        Action.RECOMMEND,
        reason="择优推荐",
        expected=ANY,
    )


async def do(context: IntakeContext, step: Step) -> str:
    (outcome,) = await at_once(context.database, step)
    return outcome


async def states(context: IntakeContext, applications: Sequence[Application]) -> list[State]:
    async with context.database.transaction(read_only=True) as connection:
        named = await applications_named(connection, [each.application_id for each in applications])
    return [named[each.application_id].state for each in applications]


async def handed_in_orders(context: IntakeContext) -> list[list[str]]:
    async with context.database.transaction(read_only=True) as connection:
        rows = (await connection.execute(select(hand_ins.c.application_ids))).scalars()
        return [list(row) for row in rows]


async def current(context: IntakeContext) -> PriorityOrder:
    async with context.database.transaction(read_only=True) as connection:
        return await read_order(
            context,
            connection,
            an_officer(),
            round_id=ROUND_ID,
            tier=Tier.EXCELLENT,
            unit_code=UNIT,
        )


async def order_of(context: IntakeContext) -> tuple[list[str], list[str], bool]:
    """Give an order, the kinds of its events, and whether a hand-in froze it; its chain has to hold."""
    order = await current(context)
    async with context.database.transaction(read_only=True) as connection:
        events = await events_of(connection, order_id(order))
    assert chain_break(events) is None
    is_frozen = order.hand_in_id is not None
    return list(order.application_ids), [event.kind for event in events], is_frozen


def ids(applications: Sequence[Application]) -> list[str]:
    return [each.application_id for each in applications]


def test_of_two_first_orders_at_once_one_stands(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], tuple[list[str], list[str], bool], list[list[str]]]:
        first, second = await made(context, State.RECOMMENDED, 2)
        unset = frozenset({0})
        outcomes = await at_once(
            context.database,
            ordering(context, first, second, expected=unset),
            ordering(context, second, first, expected=unset),
        )
        both = [ids([first, second]), ids([second, first])]
        return outcomes, await order_of(context), both

    outcomes, (order, events, _), both = loop.run(scenario())

    assert outcomes == ["done", StaleETag.code]
    assert order in both
    assert events == ["priority-order.set"]


def test_an_order_that_changes_during_the_hand_in_is_what_the_city_gets_or_refuses_it(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], tuple[list[str], list[str], bool], list[list[str]]]:
        first, second = await made(context, State.RECOMMENDED, 2)
        assert await do(context, ordering(context, first, second)) == "done"
        outcomes = await at_once(
            context.database,
            handing_in(context, first, second),
            ordering(context, second, first),
        )
        return outcomes, await order_of(context), await handed_in_orders(context)

    outcomes, (order, events, is_frozen), handed_in = loop.run(scenario())

    assert outcomes in (["done", OrderFrozen.code], ["done", OrderDiffers.code])
    # Whoever came first: what was handed in, if anything was, is the order that stands.
    assert handed_in == ([order] if is_frozen else [])
    assert is_frozen is (OrderFrozen.code in outcomes)
    last = "priority-order.handed-in" if is_frozen else "priority-order.set"
    assert events == ["priority-order.set", last]


def test_of_hand_ins_at_once_there_is_one(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], list[list[str]], list[list[str]]]:
        recommended = await made(context, State.RECOMMENDED, 3)
        assert await do(context, ordering(context, *recommended)) == "done"
        outcomes = await at_once(context.database, *[handing_in(context, *recommended)] * 5)
        events = [await kinds(context, each) for each in recommended]
        return outcomes, events, await handed_in_orders(context)

    outcomes, events, handed_in = loop.run(scenario())

    assert outcomes == ["done", *[OrderFrozen.code] * 4]
    assert [each.count("application.handed-in") for each in events] == [1] * 3
    assert len(handed_in) == 1


@pytest.mark.parametrize("is_ordered_before", [True, False], ids=["ordered", "not yet ordered"])
def test_nothing_is_recommended_past_a_hand_in_that_does_not_wait_for_it(
    context: IntakeContext, loop: LoopThread, *, is_ordered_before: bool
) -> None:
    """While a recommendation is not committed yet, another officer sets the order and hands in without it."""

    async def scenario() -> tuple[list[str], list[State]]:
        (first,) = await made(context, State.RECOMMENDED)
        (late,) = await made(context, State.DISTRICT_PASSED)
        if is_ordered_before:
            assert await do(context, ordering(context, first)) == "done"

        async def order_and_hand_in() -> list[str]:
            return [
                await do(context, ordering(context, first)),
                await do(context, handing_in(context, first)),
            ]

        async with context.database.transaction() as connection:
            await recommending(context, late)(connection)
            others = asyncio.create_task(order_and_hand_in())
            # Long enough for them to get as far as they can.
            await asyncio.wait({others}, timeout=1)
        return await others, await states(context, [first, late])

    outcomes, after = loop.run(scenario())

    assert outcomes == ["done", OrderDiffers.code]
    assert after == [State.RECOMMENDED, State.RECOMMENDED]


def test_recommending_and_handing_in_the_same_do_not_wait_for_each_other_for_ever(
    context: IntakeContext, loop: LoopThread
) -> None:
    """A hand-in holds its order and wants the application: who recommends that must not hold it the other way round."""

    async def scenario() -> tuple[str, str, State]:
        (first,) = await made(context, State.RECOMMENDED)
        (late,) = await made(context, State.DISTRICT_PASSED)
        assert await do(context, ordering(context, first)) == "done"
        refused = ""
        try:
            async with context.database.transaction() as connection:
                await lock_order(connection, await current(context))
                recommended = asyncio.create_task(do(context, recommending(context, late)))
                await asyncio.wait({recommended}, timeout=1)
                await handing_in(context, first, late)(connection)
        except TiduError as error:
            refused = error.code
        outcome = await recommended
        (after,) = await states(context, [late])
        return refused, outcome, after

    refused, recommended, after = loop.run(scenario())

    assert (refused, recommended) == (ApplicationsNotRecommended.code, "done")
    assert after is State.RECOMMENDED


def test_a_district_and_its_area_at_once_hand_in_each_application_once(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[list[str]], list[str], list[str]]:
        (district,) = await made(context, State.RECOMMENDED)
        (area,) = await made(context, State.RECOMMENDED, unit=SUB_UNIT)
        assert await do(context, ordering(context, area, district)) == "done"
        assert await do(context, ordering(context, area, unit=SUB_UNIT)) == "done"
        outcomes = await at_once(
            context.database,
            handing_in(context, area, district),
            handing_in(context, area, unit=SUB_UNIT),
        )
        return outcomes, await handed_in_orders(context), ids([area]), ids([area, district])

    outcomes, handed_in, by_area, by_district = loop.run(scenario())

    assert outcomes == [ApplicationsNotRecommended.code, "done"]
    assert handed_in in ([by_area], [by_district])
