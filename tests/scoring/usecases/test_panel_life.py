"""A panel's life on both databases: nothing is lost, doubled or written half."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.app import SCHEMA
from services.scoring.domain.panel_errors import ApplicationsTaken, PanelNotInState, SecretDiffers
from services.scoring.domain.panels.ballots import BallotState
from services.scoring.domain.panels.draw import draw
from services.scoring.domain.panels.lifecycle import TRANSITIONS, Action, State, state_after
from services.scoring.domain.panels.panel import Panel
from services.scoring.store.ballots import ballots_of_panel
from services.scoring.store.panels import panel_of
from services.scoring.usecases.close_panel import confirm_closing, request_closing
from services.scoring.usecases.draw_panel import draw_panel
from services.scoring.usecases.own_ballot import hand_in_ballot, save_ballot
from services.scoring.usecases.recuse_expert import recuse_expert
from shared.database import Database
from shared.errors import TiduError
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.scoring.panel_builders import SECRET
from tests.scoring.panel_desk import whole
from tests.scoring.panel_life import made, officer, ready_to_draw
from tests.scoring.signers import a_signer

Outcome = TypeVar("Outcome")


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("scoring", SCHEMA)


async def within(
    database: Database, work: Callable[[AsyncConnection], Awaitable[Outcome]]
) -> Outcome:
    async with database.transaction() as connection:
        return await work(connection)


async def drawn(connection: AsyncConnection) -> Panel:
    panel = await ready_to_draw(connection)
    return await draw_panel(
        connection,
        officer(hours=3),
        panel.panel_id,
        SECRET,
        expected=frozenset({panel.version}),
    )


async def voted(connection: AsyncConnection, panel: Panel) -> None:
    for ballot in await ballots_of_panel(connection, panel.panel_id):
        if ballot.state is BallotState.OPEN:
            await vote(connection, panel, ballot.application_id, ballot.expert_id)


async def vote(
    connection: AsyncConnection, panel: Panel, application_id: str, expert_id: str
) -> None:
    expert = officer(expert_id, hours=4)
    at = (connection, expert, panel.panel_id, application_id)
    _, saved = await save_ballot(*at, whole(), None, expected=frozenset({0}))
    await hand_in_ballot(*at, expected=frozenset({saved.version}))


def test_a_panel_reads_back_as_it_was_written(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[Panel, Panel]:
        written = await within(database, drawn)
        return written, await within(database, lambda c: panel_of(c, written.panel_id))

    written, read = loop.run(scenario())

    assert replace(read, basis=written.basis) == written
    assert draw(read.basis, written.seed or b"") == draw(written.basis, written.seed or b"")


def test_a_whole_life_leaves_a_chain_that_holds(database: Database, loop: LoopThread) -> None:
    async def scenario() -> tuple[Panel, list[str], int | None]:
        panel = await within(database, drawn)
        [first, *_] = await within(database, lambda c: ballots_of_panel(c, panel.panel_id))

        async def rest(connection: AsyncConnection) -> Panel:
            after = await recuse_expert(
                connection,
                officer(hours=4),
                panel.panel_id,
                expert_id=first.expert_id,
                application_id=first.application_id,
                reason="曾任顾问",
                expected=frozenset({panel.version}),
            )
            await voted(connection, panel)
            closing = await request_closing(
                connection, officer(hours=5), panel.panel_id, expected=frozenset({after.version})
            )
            return await confirm_closing(
                connection,
                officer("officer-wang", hours=6),
                panel.panel_id,
                a_signer(),
                expected=frozenset({closing.version}),
            )

        closed = await within(database, rest)
        events = await within(database, lambda c: events_of(c, panel.panel_id))
        return closed, [event.kind for event in events], chain_break(events)

    closed, kinds, broken = loop.run(scenario())

    assert closed.state is State.CLOSED
    assert closed.result is not None
    assert broken is None
    assert kinds[-3:] == ["panel.ballot-handed-in", "panel.closing-requested", "panel.closed"]
    assert kinds.count("panel.ballot-handed-in") == 9


def test_of_two_panels_over_one_application_one_stands(
    database: Database, loop: LoopThread
) -> None:
    applications = [str(uuid.uuid4()) for _ in range(3)]

    async def scenario() -> list[object]:
        return await asyncio.gather(
            *(
                within(database, lambda c, ids=ids: made(c, ids))  # type: ignore[misc]  # a default binds the loop's value
                for ids in (applications, applications[::-1])
            ),
            return_exceptions=True,
        )

    outcomes = loop.run(scenario())

    assert sorted(type(one).__name__ for one in outcomes) == ["ApplicationsTaken", "Panel"]


def test_a_ballot_and_the_close_exclude_each_other(database: Database, loop: LoopThread) -> None:
    """Whichever comes first: a ballot that was taken counts, and one that was not says so."""

    async def scenario() -> tuple[object, object, Panel, int]:
        panel = await within(database, drawn)
        [late, *others] = await within(database, lambda c: ballots_of_panel(c, panel.panel_id))

        async def most(connection: AsyncConnection) -> None:
            for one in others:
                await vote(connection, panel, one.application_id, one.expert_id)

        await within(database, most)
        ballot, closing = await asyncio.gather(
            within(database, lambda c: vote(c, panel, late.application_id, late.expert_id)),
            within(
                database,
                lambda c: request_closing(
                    c, officer(hours=5), panel.panel_id, expected=frozenset({panel.version})
                ),
            ),
            return_exceptions=True,
        )
        closed = await within(
            database,
            lambda c: confirm_closing(
                c,
                officer("officer-wang", hours=6),
                panel.panel_id,
                a_signer(),
                expected=frozenset({panel.version + 1}),
            ),
        )
        found = await within(database, lambda c: ballots_of_panel(c, panel.panel_id))
        counted = sum(one.state is BallotState.HANDED_IN for one in found)
        return ballot, closing, closed, counted

    ballot, closing, closed, counted = loop.run(scenario())

    assert isinstance(closing, Panel)
    assert closed.result is not None
    assert closed.result.content.count(b'"is_outlier"') == counted
    assert counted == (9 if ballot is None else 8)
    assert ballot is None or isinstance(ballot, PanelNotInState)


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        (
            lambda c, p: draw_panel(c, officer(), p.panel_id, "00" * 32, expected=at(p)),
            SecretDiffers,
        ),
        (lambda c, p: request_closing(c, officer(), p.panel_id, expected=at(p)), PanelNotInState),
        (lambda c, p: made(c, [p.basis.applications[0].application_id]), ApplicationsTaken),
    ],
)
def test_what_is_refused_leaves_nothing(
    database: Database,
    loop: LoopThread,
    step: Callable[[AsyncConnection, Panel], Awaitable[object]],
    refusal: type[TiduError],
) -> None:
    async def scenario() -> tuple[Panel, Panel, int, int]:
        panel = await within(database, ready_to_draw)
        before = len(await within(database, lambda c: events_of(c, panel.panel_id)))
        with pytest.raises(refusal):
            await within(database, lambda c: step(c, panel))
        after = len(await within(database, lambda c: events_of(c, panel.panel_id)))
        return panel, await within(database, lambda c: panel_of(c, panel.panel_id)), before, after

    written, read, before, after = loop.run(scenario())

    assert replace(read, basis=written.basis) == written
    assert before == after


def at(panel: Panel) -> frozenset[int]:
    return frozenset({panel.version})


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_only_listed_steps_are_taken(state: State, action: Action) -> None:
    if (state, action) in TRANSITIONS:
        assert state_after(state, action) is TRANSITIONS[state, action]
        return
    with pytest.raises(PanelNotInState):
        state_after(state, action)
