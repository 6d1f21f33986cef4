"""Several processes over one database: what one imports and publishes, the others see at once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.scoring.app import SCHEMA
from services.scoring.domain.edition_life import EditionAction, EditionState, KeptEdition
from services.scoring.domain.errors import EditionNotFound
from services.scoring.domain.library import Question
from services.scoring.store.edition_shelf import MOST_COMPILED, Shelf
from services.scoring.store.kept_editions import kept_edition_of, save_kept_edition
from services.scoring.usecases.advance_edition import StepOrder, advance_edition
from services.scoring.usecases.import_edition import (
    ImportedEdition,
    ImportOrder,
    bundle_bytes,
    import_edition,
)
from shared.database import Database
from shared.errors import TiduError
from shared.event_log import chain_break, events_of
from shared.transactions import Transaction
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.scoring.builders import facts_of_a_factory, library
from tests.scoring.bundles import RAISED, a_bundle

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ID = "city-2027"


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("scoring", SCHEMA)


async def bring(
    database: Database,
    shelf: Shelf,
    files: dict[str, str],
    expected: frozenset[int] | None = None,
) -> ImportedEdition:
    order = ImportOrder(files=files, actor="operator", at=AT, expected=expected)
    async with database.transaction() as connection:
        return await import_edition(connection, shelf, order)


async def step(
    database: Database, shelf: Shelf, action: EditionAction, by: str, version: int
) -> KeptEdition:
    order = StepOrder(edition_id=ID, action=action, actor=by, at=AT, expected=frozenset({version}))
    async with database.transaction() as connection:
        return await advance_edition(connection, shelf, order)


async def outcome(database: Database, shelf: Shelf) -> tuple[str, str]:
    """State and outcome as this process says them."""
    tx = Transaction(database, read_only=True)
    try:
        found = await shelf.library_with(tx, ID)
        question = Question(edition_id=ID, tier="advanced", facts=facts_of_a_factory())
        return found.state_of(ID).value, found.evaluate(question).verdict.outcome.value
    finally:
        await tx.release()


async def ids(database: Database, shelf: Shelf) -> list[str]:
    tx = Transaction(database, read_only=True)
    try:
        return [one.edition_id for one, _ in await shelf.standing_editions(tx)]
    finally:
        await tx.release()


def test_what_one_process_does_another_sees_with_its_next_question(
    database: Database, loop: LoopThread
) -> None:
    here, there = Shelf(library()), Shelf(library())

    async def scenario() -> None:
        await bring(database, here, a_bundle(ID))
        assert await outcome(database, there) == ("draft", "met")
        await bring(database, here, a_bundle(ID, changes=RAISED), frozenset({1}))
        assert await outcome(database, there) == ("draft", "not-met")
        assert ID not in await ids(database, there)
        await step(database, here, EditionAction.REQUEST_PUBLICATION, "operator", 2)
        await step(database, there, EditionAction.PUBLISH, "officer", 3)
        assert await outcome(database, here) == ("published", "not-met")
        assert await outcome(database, there) == ("published", "not-met")
        assert await ids(database, here) == await ids(database, there)
        assert ID in await ids(database, here)

    loop.run(scenario())


def test_of_several_who_replace_the_same_draft_one_does_and_the_others_look_again(
    database: Database, loop: LoopThread
) -> None:
    shelf = Shelf(library())
    raised = a_bundle(ID, changes=RAISED)

    async def scenario() -> tuple[list[str], int, list[str]]:
        await bring(database, shelf, a_bundle(ID))
        answers = await asyncio.gather(
            *(bring(database, shelf, raised, frozenset({1})) for _ in range(4)),
            return_exceptions=True,
        )
        refused = [one.code for one in answers if isinstance(one, TiduError)]
        async with database.transaction(read_only=True) as connection:
            kept = await kept_edition_of(connection, ID)
            events = await events_of(connection, ID)
        assert kept is not None
        assert chain_break(events) is None
        return refused, kept.version, [one.kind for one in events]

    assert loop.run(scenario()) == (
        ["stale-version"] * 3,
        2,
        ["edition.imported", "edition.replaced"],
    )


def test_of_several_who_import_a_new_id_one_makes_it_and_the_others_are_told(
    database: Database, loop: LoopThread
) -> None:
    shelf = Shelf(library())

    async def scenario() -> list[str]:
        answers = await asyncio.gather(
            *(bring(database, shelf, a_bundle(ID)) for _ in range(3)), return_exceptions=True
        )
        return [one.code for one in answers if isinstance(one, TiduError)]

    assert loop.run(scenario()) == ["if-match-missing"] * 2


def test_an_edition_that_ships_is_found_without_the_database(loop: LoopThread) -> None:
    shelf = Shelf(library())

    async def scenario() -> bool:
        # No transaction at all: whoever asked it for a connection would fail.
        found = await shelf.library_with(None, "cn-2025")  # type: ignore[arg-type]  # on purpose
        return found is library()

    assert loop.run(scenario())


def test_a_kept_bundle_that_is_no_longer_sound_takes_no_other_with_it(
    database: Database, loop: LoopThread
) -> None:
    shelf = Shelf(library())

    async def scenario() -> list[str]:
        imported = await bring(database, shelf, a_bundle(ID))
        files = {**a_bundle(ID), "facts.yaml": "facts: []"}
        broken = replace(imported.kept, bundle=bundle_bytes(files), state=EditionState.PUBLISHED)
        async with database.transaction() as connection:
            await save_kept_edition(connection, broken)
        return await ids(database, shelf)

    assert loop.run(scenario()) == ["cn-2024", "cn-2025", "cn-2026"]


def test_an_unknown_edition_is_not_found(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        tx = Transaction(database, read_only=True)
        try:
            with pytest.raises(EditionNotFound):
                await Shelf(library()).any_edition(tx, "city-1999")
        finally:
            await tx.release()

    loop.run(scenario())


def test_only_so_many_compiled_editions_are_kept(database: Database, loop: LoopThread) -> None:
    shelf = Shelf(library())
    files = a_bundle(ID, like="cn-2026")

    async def scenario() -> int:
        for number in range(MOST_COMPILED + 2):
            remarked = {**files, "edition.yaml": f"{files['edition.yaml']}# {number}\n"}
            expected = frozenset({number}) if number else None
            await bring(database, shelf, remarked, expected)
            tx = Transaction(database, read_only=True)
            await shelf.any_edition(tx, ID)
            await tx.release()
        return len(shelf._compiled)

    assert loop.run(scenario()) == MOST_COMPILED
