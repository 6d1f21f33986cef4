"""Opinions and forwardings at once, on both databases: one goes to the ministry, with the opinions that stood."""

import pytest

from services.intake.domain.applications import Application
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.forwarding import JointOpinion, Opinion
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.order_errors import (
    AlreadyForwarded,
    NotReadyToForward,
    OpinionNotAsked,
)
from services.intake.domain.tiers import Tier
from services.intake.store.forwardings import opinions_on
from services.intake.store.schema import SCHEMA
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.decide import decide
from services.intake.usecases.forward_applications import forward_applications
from services.intake.usecases.give_opinion import give_opinion
from shared.etags import MissingIfMatch, StaleETag
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.bodies import BUREAUS
from tests.intake.forms import ROUND_ID
from tests.intake.relay.finalised import a_context
from tests.intake.usecases.callers import a_bureau_officer, a_city_officer, make_application
from tests.intake.usecases.test_at_once import Step, at_once, kinds

ANY = frozenset(range(20))


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


def deciding(context: IntakeContext, application: Application, action: Action) -> Step:
    return lambda connection: decide(
        context,
        connection,
        a_city_officer(),
        application.application_id,
        action,
        reason="评审意见",
        expected=ANY,
    )


def opining(
    context: IntakeContext,
    application: Application,
    bureau: str,
    opinion: Opinion = Opinion.AGREE,
    *,
    expected: frozenset[int] | None = None,
) -> Step:
    return lambda connection: give_opinion(
        context,
        connection,
        a_bureau_officer(bureau),
        application.application_id,
        bureau,
        opinion=opinion,
        reason=f"{opinion}，理由充分",
        expected=expected,
    )


def forwarding(context: IntakeContext, *applications: Application) -> Step:
    return lambda connection: forward_applications(
        context,
        connection,
        a_city_officer(),
        round_id=ROUND_ID,
        tier=Tier.EXCELLENT,
        application_ids=[each.application_id for each in applications],
    )


async def opined_on(context: IntakeContext, count: int = 1, *bureaus: str) -> list[Application]:
    """Give applications that await opinions, and have those of some bureaus, of all by default."""
    made = []
    for _ in range(count):
        async with context.database.transaction() as connection:
            application = await make_application(
                context, connection, State.IN_REVIEW, Tier.EXCELLENT
            )
        steps = [deciding(context, application, Action.REQUEST_OPINIONS)]
        steps += [opining(context, application, bureau) for bureau in bureaus or BUREAUS]
        for step in steps:
            assert await at_once(context.database, step) == ["done"]
        made.append(application)
    return made


async def opinions(context: IntakeContext, application: Application) -> list[JointOpinion]:
    async with context.database.transaction(read_only=True) as connection:
        return await opinions_on(connection, [application.application_id])


def test_all_bureaus_at_once_lose_no_opinion(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], list[str], list[str]]:
        (application,) = await opined_on(context, 1, BUREAUS[0])
        others = [opining(context, application, bureau) for bureau in BUREAUS[1:]]
        outcomes = await at_once(context.database, *others)
        given = [opinion.bureau for opinion in await opinions(context, application)]
        return outcomes, given, await kinds(context, application)

    outcomes, given, events = loop.run(scenario())

    assert outcomes == ["done"] * 4
    assert sorted(given) == sorted(BUREAUS)
    assert events.count("application.opinion-given") == 5


@pytest.mark.parametrize(
    ("expected", "refusal"), [(None, MissingIfMatch), (frozenset({0}), StaleETag)]
)
def test_of_two_officers_of_a_bureau_one_is_told_that_the_other_was_first(
    context: IntakeContext,
    loop: LoopThread,
    expected: frozenset[int] | None,
    refusal: type[MissingIfMatch] | type[StaleETag],
) -> None:
    async def scenario() -> tuple[list[str], list[JointOpinion]]:
        (application,) = await opined_on(context, 1, BUREAUS[0])
        both = [
            opining(context, application, "data", opinion, expected=expected) for opinion in Opinion
        ]
        outcomes = await at_once(context.database, *both)
        return outcomes, await opinions(context, application)

    outcomes, given = loop.run(scenario())

    assert outcomes == sorted(["done", refusal.code])
    assert [each.version for each in given if each.bureau == "data"] == [1]


def test_of_forwardings_at_once_there_is_one(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], list[list[str]]]:
        first, second = await opined_on(context, 2)
        outcomes = await at_once(
            context.database,
            forwarding(context, first, second),
            forwarding(context, second, first),
        )
        return outcomes, [await kinds(context, each) for each in (first, second)]

    outcomes, events = loop.run(scenario())

    assert outcomes == ["done", NotReadyToForward.code]
    assert [each.count("application.forwarded") for each in events] == [1, 1]


def test_of_forwardings_of_different_applications_at_once_there_is_one(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[list[str]]]:
        first, second = await opined_on(context, 2)
        outcomes = await at_once(
            context.database, forwarding(context, first), forwarding(context, second)
        )
        return outcomes, [await kinds(context, each) for each in (first, second)]

    outcomes, events = loop.run(scenario())

    assert outcomes == [AlreadyForwarded.code, "done"]
    assert sorted(each.count("application.forwarded") for each in events) == [0, 1]


def test_an_opinion_changes_before_the_forwarding_or_not_at_all(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[str], list[JointOpinion]]:
        (application,) = await opined_on(context)
        change = opining(context, application, "data", Opinion.DISAGREE, expected=frozenset({1}))
        outcomes = await at_once(context.database, forwarding(context, application), change)
        events = await kinds(context, application)
        return outcomes, events, await opinions(context, application)

    outcomes, events, given = loop.run(scenario())

    changed = outcomes == ["done", "done"]
    assert changed or outcomes == ["done", OpinionNotAsked.code]
    # Nothing is said after it went out.
    assert events[-1] == "application.forwarded"
    assert max(each.version for each in given if each.bureau == "data") == (2 if changed else 1)


def test_what_is_forwarded_and_not_forwarded_at_once_is_one_of_the_two(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[str]]:
        (application,) = await opined_on(context)
        outcomes = await at_once(
            context.database,
            forwarding(context, application),
            deciding(context, application, Action.NOT_FORWARD),
        )
        return outcomes, await kinds(context, application)

    outcomes, events = loop.run(scenario())

    assert outcomes in (
        ["done", IllegalTransition.code],
        ["done", NotReadyToForward.code],
    )
    decided = {"application.forwarded", "application.not-forwarded"}
    assert len(decided & set(events)) == 1
