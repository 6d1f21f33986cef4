"""Applications in the database, on both: paged without gaps, narrowed within a scope, one file of a kind."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Attachment
from services.intake.domain.form import Form
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.store.applications import (
    ApplicationFilter,
    add_application,
    find_application,
    page_of_applications,
    save_application,
)
from services.intake.store.enterprises import add_enterprise, add_factory
from services.intake.store.revisions import (
    add_attachment,
    standing_attachments,
    void_attachment,
)
from services.intake.store.schema import SCHEMA
from shared.authorisation import Access, Scope
from shared.database import Database
from shared.identity.principal import Principal, Role
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.forms import a_factory, an_application, an_enterprise

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)
CITY = Access(principal=Principal(subject="city", role=Role.CITY_OFFICER), scope=Scope.ALL)

#: Rows whose times are equal in groups: only the id tells them apart.
TIMES = [AT, AT, AT, AT + timedelta(microseconds=1), AT, AT + timedelta(seconds=1), AT, AT]


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("intake", SCHEMA)


def numbered(number: int) -> str:
    return f"0198f09f-4b7e-7a90-b1c2-{number:012d}"


async def fill(
    connection: AsyncConnection, count: int, change: Callable[[int, Application], Application]
) -> list[Application]:
    """Store applications, each of a factory of its own, changed as the test likes."""
    await add_enterprise(connection, an_enterprise())
    made = []
    for number in range(count):
        factory = a_factory(factory_id=numbered(number))
        await add_factory(connection, factory)
        plain = replace(
            an_application(State.DRAFT),
            application_id=numbered(100 + number),
            factory_id=factory.factory_id,
        )
        made.append(change(number, plain))
        await add_application(connection, made[-1])
    return made


async def walk(connection: AsyncConnection, limit: int) -> list[str]:
    seen: list[Application] = []
    after = None
    while True:
        page = await page_of_applications(
            connection, CITY, ApplicationFilter(), after=after, limit=limit
        )
        if not page:
            return [each.application_id for each in seen]
        seen += page
        after = (page[-1].created_at, page[-1].application_id)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_cover_rows_of_equal_time_once_each(
    database: Database, loop: LoopThread, limit: int
) -> None:
    async def scenario() -> tuple[list[Application], list[str]]:
        async with database.transaction() as connection:
            made = await fill(
                connection, len(TIMES), lambda number, each: replace(each, created_at=TIMES[number])
            )
            return made, await walk(connection, limit)

    made, seen = loop.run(scenario())

    newest_first = sorted(made, key=lambda each: (each.created_at, each.application_id))[::-1]
    assert seen == [each.application_id for each in newest_first]


#: A path that begins like another one, letter by letter, and one that LIKE would take for it.
PATHS = ["120000/120116", "120000/120116/120116-teda", "120000/1201160", "120000/12011_", "120000"]


@pytest.mark.parametrize(
    ("unit_path", "expected"),
    [
        ("120000/120116", [0, 1]),
        ("120000/12011_", [3]),
        ("120000/1201%", []),
        ("120000", [0, 1, 2, 3, 4]),
        ("", []),
        (None, []),
    ],
)
def test_a_subtree_is_a_matter_of_whole_codes(
    database: Database, loop: LoopThread, unit_path: str | None, expected: list[int]
) -> None:
    officer = Principal(subject="officer", role=Role.DISTRICT_OFFICER)
    access = Access(principal=officer, scope=Scope.OWN_UNITS, unit_path=unit_path)

    async def scenario() -> list[str]:
        async with database.transaction() as connection:
            await fill(
                connection, len(PATHS), lambda number, each: replace(each, unit_path=PATHS[number])
            )
            found = await page_of_applications(
                connection, access, ApplicationFilter(), after=None, limit=10
            )
            return [each.unit_path for each in found]

    assert sorted(loop.run(scenario())) == sorted(PATHS[place] for place in expected)


def test_filters_narrow_and_never_widen_what_a_caller_sees(
    database: Database, loop: LoopThread
) -> None:
    mine, theirs = "91120116MAXXXX0077", "91120116MA0000001X"
    applicant = Principal(subject="applicant", role=Role.APPLICANT, enterprise=mine)
    nobody = Principal(subject="applicant", role=Role.APPLICANT)

    def change(number: int, each: Application) -> Application:
        codes, states, tiers = [mine, theirs], list(State), [Tier.BASIC, Tier.ADVANCED]
        return replace(
            each,
            credit_code=codes[number % 2],
            state=states[number % 3],
            tier=tiers[number // 4],
        )

    wishes = [
        ApplicationFilter(),
        ApplicationFilter(state=State.DRAFT),
        ApplicationFilter(tier=Tier.BASIC),
        ApplicationFilter(state=State.FINALISED, tier=Tier.ADVANCED, round_id="tianjin-2025-2"),
        ApplicationFilter(unit_path="120000"),
        ApplicationFilter(round_id="another"),
    ]

    async def scenario() -> list[tuple[int, set[str], int]]:
        async with database.transaction() as connection:
            made = await fill(connection, 8, change)
            found = []
            for wanted in wishes:
                pages = [
                    await page_of_applications(
                        connection,
                        Access(principal=principal, scope=Scope.OWN_ENTERPRISE),
                        wanted,
                        after=None,
                        limit=100,
                    )
                    for principal in (applicant, nobody)
                ]
                expected = [
                    each
                    for each in made
                    if each.credit_code == mine
                    and wanted.state in {None, each.state}
                    and wanted.tier in {None, each.tier}
                    and wanted.round_id in {None, each.round_id}
                ]
                assert {each.application_id for each in pages[0]} == {
                    each.application_id for each in expected
                }
                found.append(
                    (len(pages[0]), {each.credit_code for each in pages[0]}, len(pages[1]))
                )
            return found

    found = loop.run(scenario())

    assert [count for count, _, _ in found] == [4, 2, 2, 1, 4, 0]
    assert all(codes <= {mine} for _, codes, _ in found)
    assert all(count == 0 for _, _, count in found)


def an_attachment(application: Application, number: int, **changes: object) -> Attachment:
    attachment = Attachment(
        attachment_id=numbered(500 + number),
        application_id=application.application_id,
        kind="stamped-scan",
        revision_number=1,
        document_id=numbered(600 + number),
        version_id=numbered(700 + number),
        file_name="申报书.pdf",
        media_type="application/pdf",
        size_bytes=4_000_000_000,
        sha256="a" * 64,
        sm3="b" * 64,
        attached_at=AT,
        attached_by="applicant",
    )
    return replace(attachment, **changes)  # type: ignore[arg-type]


def test_one_version_of_a_document_stands_and_the_void_ones_stay_on_record(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> dict[str, Attachment]:
        async with database.transaction() as connection:
            (application,) = await fill(connection, 1, lambda _, each: each)
            await add_attachment(connection, an_attachment(application, 1))
            await add_attachment(connection, an_attachment(application, 2, kind="maturity-report"))
        again = an_attachment(application, 3, document_id=numbered(601))
        with pytest.raises(IntegrityError):
            async with database.transaction() as connection:
                await add_attachment(connection, again)
        async with database.transaction() as connection:
            for number in (4, 5):
                assert await void_attachment(
                    connection, application.application_id, "stamped-scan", at=AT
                )
                await add_attachment(connection, an_attachment(application, number))
            assert not await void_attachment(
                connection, application.application_id, "other-evidence", at=AT
            )
            return await standing_attachments(connection, application.application_id)

    standing = loop.run(scenario())

    assert {kind: each.attachment_id for kind, each in standing.items()} == {
        "maturity-report": numbered(502),
        "stamped-scan": numbered(505),
    }
    assert standing["stamped-scan"].size_bytes == 4_000_000_000


def test_whoever_locks_an_application_keeps_the_others_waiting(
    database: Database, loop: LoopThread
) -> None:
    """Fifty changes that each read, think and write: without the lock some would be lost."""

    async def scenario() -> int:
        async with database.transaction() as connection:
            (application,) = await fill(connection, 1, lambda _, each: replace(each, version=0))

        async def change() -> None:
            async with database.transaction() as connection:
                found = await find_application(connection, application.application_id, lock=True)
                assert found is not None
                await asyncio.sleep(0)
                await save_application(connection, found.touched(at=AT))

        await asyncio.gather(*(change() for _ in range(50)))
        async with database.transaction(read_only=True) as connection:
            now = await find_application(connection, application.application_id)
        assert now is not None
        return now.version

    assert loop.run(scenario()) == 50


def test_a_form_comes_back_as_it_was_saved(database: Database, loop: LoopThread) -> None:
    form: Form = {
        "文": {"𠮷": "零\u3000“a”\n", "zahl": 2**53 - 1, "leer": "", "nein": False, "tief": {}}
    }

    async def scenario() -> object:
        async with database.transaction() as connection:
            (application,) = await fill(connection, 1, lambda _, each: replace(each, form=form))
            found = await find_application(connection, application.application_id)
            assert found is not None
            assert found == application
            return found.form

    assert loop.run(scenario()) == form
