"""What waits, on both databases: the longest wait first, paged without gaps, whatever code wrote the rows."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, HandIn
from services.intake.domain.bindings import Binding, BindingState
from services.intake.domain.inbox import OpenStep, Waiting
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.store import inbox
from services.intake.store.applications import ApplicationFilter, add_application, ready_to_hand_in
from services.intake.store.bindings import add_binding
from services.intake.store.enterprises import add_enterprise, add_factory
from services.intake.store.lists import HandInFilter, add_hand_in
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import applications
from shared.authorisation import Access, Scope
from shared.database import Database
from shared.identity.principal import Principal, Role
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.forms import ROUND_ID, a_factory, an_application, an_enterprise

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)
CITY = Access(principal=Principal(subject="city", role=Role.CITY_OFFICER), scope=Scope.ALL)
OFFICER = Access(
    principal=Principal(subject="officer", role=Role.DISTRICT_OFFICER, unit="120116"),
    scope=Scope.OWN_UNITS,
    unit_path="120000/120116",
)

#: Since when each waits: groups of equal times, and one that the code of before has written.
TIMES = [AT, AT + timedelta(seconds=1), AT, AT - timedelta(days=1), None, AT, AT]
#: When that one was changed last.
CHANGED_AT = AT + timedelta(microseconds=1)

Key = tuple[datetime, str]


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("intake", SCHEMA)


def numbered(number: int) -> str:
    return f"0198f09f-4b7e-7a90-b1c2-{number:012d}"


def keys() -> list[Key]:
    """Give what should come, in its order."""
    return sorted((at or CHANGED_AT, numbered(place)) for place, at in enumerate(TIMES))


async def walk(page: Callable[[Key | None], Awaitable[list[Key]]]) -> list[Key]:
    seen: list[Key] = []
    while found := await page(seen[-1] if seen else None):
        seen += found
    return seen


async def add_applications(connection: AsyncConnection, state: State) -> None:
    await add_enterprise(connection, an_enterprise())
    for place, at in enumerate(TIMES):
        factory = a_factory(factory_id=numbered(100 + place))
        await add_factory(connection, factory)
        named = an_application(
            state,
            application_id=numbered(place),
            factory_id=factory.factory_id,
            updated_at=CHANGED_AT,
            state_since=at,
        )
        await add_application(connection, named)


def kind(state: State, *closed_units: str) -> Waiting:
    return Waiting(
        round_id=ROUND_ID,
        tier=Tier.ADVANCED,
        state=state,
        steps=(OpenStep(operation="pass-application"),),
        portal_closes_at=None,
        closed_units=frozenset(closed_units),
    )


def key_of(application: Application) -> Key:
    return application.waiting_since, application.application_id


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_applications_come_by_their_wait(database: Database, loop: LoopThread, limit: int) -> None:
    async def scenario() -> list[Key]:
        async with database.transaction() as connection:
            await add_applications(connection, State.SUBMITTED)

            async def page(after: Key | None) -> list[Key]:
                found = await inbox.waiting_applications(
                    connection,
                    OFFICER,
                    [kind(State.SUBMITTED)],
                    ApplicationFilter(),
                    after=after,
                    limit=limit,
                )
                return [key_of(each) for each in found]

            return await walk(page)

    assert loop.run(scenario()) == keys()


def test_what_is_of_no_kind_or_of_a_closed_unit_does_not_come(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[int]:
        counts = []
        async with database.transaction() as connection:
            await add_applications(connection, State.SUBMITTED)
            for kinds in (
                [],
                [kind(State.DISTRICT_PASSED)],
                [kind(State.SUBMITTED, "120116")],
                [kind(State.SUBMITTED, "120101")],
            ):
                found = await inbox.waiting_applications(
                    connection, CITY, kinds, ApplicationFilter(), after=None, limit=50
                )
                counts.append(len(found))
        return counts

    assert loop.run(scenario()) == [0, 0, 0, len(TIMES)]


def test_what_could_be_handed_in_comes_by_its_wait_too(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> list[Key]:
        async with database.transaction() as connection:
            await add_applications(connection, State.RECOMMENDED)
            first = applications.c.application_id == numbered(0)
            await connection.execute(
                update(applications).where(first).values(state=State.HANDED_IN.value)
            )
            found = await ready_to_hand_in(connection, ApplicationFilter(), limit=50)
            return [key_of(each) for each in found]

    assert loop.run(scenario()) == [key for key in keys() if key[1] != numbered(0)]


@pytest.mark.parametrize("limit", [1, 3])
def test_hand_ins_and_requests_to_be_bound_come_by_their_wait(
    database: Database, loop: LoopThread, limit: int
) -> None:
    async def scenario() -> tuple[list[Key], list[Key]]:
        async with database.transaction() as connection:
            for place, at in enumerate(TIMES):
                await add_hand_in(connection, a_hand_in(numbered(place), at or CHANGED_AT))
                await add_binding(connection, a_request(numbered(place), at or CHANGED_AT))
            received = replace(a_hand_in(numbered(90), AT), received_by="city", received_at=AT)
            await add_hand_in(connection, received)

            async def hand_ins(after: Key | None) -> list[Key]:
                wanted = HandInFilter(is_received=False)
                found = await inbox.waiting_hand_ins(
                    connection, CITY, wanted, after=after, limit=limit
                )
                return [(each.handed_in_at, each.hand_in_id) for each in found]

            async def bindings(after: Key | None) -> list[Key]:
                found = await inbox.waiting_bindings(
                    connection, OFFICER, unit_path="120000", after=after, limit=limit
                )
                return [(each.requested_at, each.binding_id) for each in found]

            return await walk(hand_ins), await walk(bindings)

    assert loop.run(scenario()) == (keys(), keys())


def a_hand_in(hand_in_id: str, at: datetime) -> HandIn:
    return HandIn(
        hand_in_id=hand_in_id,
        round_id=ROUND_ID,
        tier=Tier.ADVANCED,
        unit_code="120116",
        unit_path="120000/120116",
        application_ids=(),
        handed_in_by="officer",
        handed_in_at=at,
        received_by=None,
        received_at=None,
    )


def a_request(binding_id: str, at: datetime) -> Binding:
    return Binding(
        binding_id=binding_id,
        subject=f"person of {binding_id}",
        credit_code="91120116MAXXXX0077",
        enterprise_name="天津某某智造示例有限公司",
        unit_code="120116",
        unit_path="120000/120116",
        statement="已出示营业执照副本和授权书原件",
        state=BindingState.REQUESTED,
        version=1,
        requested_at=at,
    )
