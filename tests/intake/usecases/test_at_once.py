"""Two at once, on both databases: rows are locked in one order, one wins, the other is told, nothing is doubled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.document_errors import MaturityReportMissing, ScanMissing, ScanVoid
from services.intake.domain.errors import ApplicationExists, IllegalTransition
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.list_errors import ApplicationsNotRecommended
from services.intake.domain.rounds import DocumentKind
from services.intake.domain.tiers import Tier
from services.intake.store.applications import application_for, save_application
from services.intake.store.relay_tables import outbox
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import attachments, receipts
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.decide import decide
from services.intake.usecases.edit_draft import save_form
from services.intake.usecases.give_up_submission import take_back_application
from services.intake.usecases.hand_in import hand_in
from services.intake.usecases.start_application import start_application
from services.intake.usecases.submit_application import submit_application
from shared.database import Database
from shared.errors import TiduError
from shared.etags import StaleETag
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.reached import LEDGER
from tests.intake.forms import ROUND_ID
from tests.intake.relay.finalised import a_context, make_finalised, make_submitted, some_scans
from tests.intake.usecases.callers import (
    a_city_officer,
    an_applicant,
    an_officer,
    make_application,
)

Step = Callable[[AsyncConnection], Awaitable[object]]


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


async def at_once(database: Database, *steps: Step) -> list[str]:
    """Take steps in transactions of their own at the same time; name what became of each, sorted."""

    async def take(step: Step) -> str:
        try:
            async with database.transaction() as connection:
                await step(connection)
        except TiduError as error:
            return error.code
        return "done"

    return sorted(await asyncio.gather(*(take(step) for step in steps)))


async def made(context: IntakeContext, state: State, count: int = 1) -> list[Application]:
    async with context.database.transaction() as connection:
        return [await make_application(context, connection, state) for _ in range(count)]


async def kinds(context: IntakeContext, application: Application) -> list[str]:
    """Name an application's events; fail when their chain does not hold."""
    async with context.database.transaction(read_only=True) as connection:
        events = await events_of(connection, application.application_id)
    assert chain_break(events) is None
    return [event.kind for event in events]


def test_ten_submissions_at_once_are_one(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], list[str], int, int]:
        finalised = await make_finalised(context, some_scans())

        async def submit(connection: AsyncConnection) -> object:
            return await submit_application(
                context, connection, an_applicant(), finalised.application_id, revision_number=1
            )

        outcomes = await at_once(context.database, *[submit] * 10)
        async with context.database.transaction(read_only=True) as connection:
            receipt_count = await connection.execute(select(func.count()).select_from(receipts))
            undelivered = select(func.count()).where(outbox.c.delivered_at.is_(None))
            orders = (await connection.execute(undelivered)).scalar_one()
            return outcomes, await kinds(context, finalised), receipt_count.scalar_one(), orders

    outcomes, events, receipt_count, orders = loop.run(scenario())

    assert outcomes == ["done", *[IllegalTransition.code] * 9]
    assert events.count("application.submitted") == 1
    # Two files to freeze and to look into, and one assessment.
    assert (receipt_count, orders) == (1, 5)


def test_of_two_saves_on_one_version_one_is_stale(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], int, object]:
        (draft,) = await made(context, State.DRAFT)

        def save(lines: int) -> Step:
            return lambda connection: save_form(
                context,
                connection,
                an_applicant(),
                draft.application_id,
                {"factory": {"production_lines": lines}},
                frozenset({1}),
            )

        outcomes = await at_once(context.database, save(1), save(2))
        async with context.database.transaction(read_only=True) as connection:
            now = await application_for(connection, draft.application_id, an_applicant().access)
        return outcomes, now.version, now.form

    outcomes, version, form = loop.run(scenario())

    assert outcomes == ["done", StaleETag.code]
    assert version == 2
    assert form in ({"factory": {"production_lines": 1}}, {"factory": {"production_lines": 2}})


def test_two_officers_decide_once(context: IntakeContext, loop: LoopThread) -> None:
    async def scenario() -> tuple[list[str], list[str]]:
        (in_review,) = await made(context, State.IN_REVIEW)

        def step(action: Action) -> Step:
            return lambda connection: decide(
                context,
                connection,
                a_city_officer(),
                in_review.application_id,
                action,
                reason="评审意见",
                expected=frozenset({1, 2}),
            )

        steps = step(Action.PROPOSE), step(Action.DECLINE)
        return await at_once(context.database, *steps), await kinds(context, in_review)

    outcomes, events = loop.run(scenario())

    assert outcomes == ["done", IllegalTransition.code]
    assert len(events) == 2


def test_hand_ins_that_overlap_in_opposite_order_do_not_wait_for_each_other_for_ever(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[list[str]]]:
        recommended = await made(context, State.RECOMMENDED, 6)
        ids = [each.application_id for each in recommended]

        def hand(application_ids: Sequence[str]) -> Step:
            return lambda connection: hand_in(
                context,
                connection,
                an_officer(),
                round_id=ROUND_ID,
                tier=Tier.ADVANCED,
                unit_code="120116",
                application_ids=application_ids,
            )

        outcomes = await at_once(context.database, hand(ids), hand(ids[::-1]))
        return outcomes, [await kinds(context, each) for each in recommended]

    outcomes, events = loop.run(scenario())

    assert outcomes == [ApplicationsNotRecommended.code, "done"]
    assert [each.count("application.handed-in") for each in events] == [1] * 6


def test_a_factory_has_one_application_of_a_tier_however_fast_it_is_asked_for(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> list[str]:
        (draft,) = await made(context, State.DRAFT)

        async def start(connection: AsyncConnection) -> object:
            return await start_application(
                context,
                connection,
                an_applicant(),
                round_id=ROUND_ID,
                tier=Tier.BASIC,
                factory_id=draft.factory_id,
            )

        return await at_once(context.database, start, start, start)

    assert loop.run(scenario()) == [ApplicationExists.code, ApplicationExists.code, "done"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (DocumentKind.MATURITY_REPORT, MaturityReportMissing),
        (DocumentKind.STAMPED_SCAN, ScanMissing),
    ],
    ids=["report", "scan"],
)
def test_a_submission_without_its_files_is_refused_whoever_took_them_away(
    context: IntakeContext, loop: LoopThread, kind: DocumentKind, error: type[TiduError]
) -> None:
    """No request leads to a finalised application without a report: here a hand in the database did."""

    async def scenario() -> tuple[list[str], list[str]]:
        finalised = await make_finalised(context, some_scans())
        async with context.database.transaction() as connection:
            await connection.execute(delete(attachments).where(attachments.c.kind == kind.value))

        async def submit(connection: AsyncConnection) -> object:
            return await submit_application(
                context, connection, an_applicant(), finalised.application_id, revision_number=1
            )

        return await at_once(context.database, submit), await kinds(context, finalised)

    outcomes, events = loop.run(scenario())

    assert outcomes == [error.code]
    assert "application.submitted" not in events
    LEDGER.reach("error code", error.code)


def test_a_scan_of_an_older_revision_proves_nothing_even_if_it_still_stands(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> list[str]:
        finalised = await make_finalised(context, some_scans())
        async with context.database.transaction() as connection:
            scan = attachments.c.kind == DocumentKind.STAMPED_SCAN.value
            await connection.execute(update(attachments).where(scan).values(revision_number=7))

        async def submit(connection: AsyncConnection) -> object:
            return await submit_application(
                context, connection, an_applicant(), finalised.application_id, revision_number=1
            )

        return await at_once(context.database, submit)

    assert loop.run(scenario()) == [ScanVoid.code]


def test_a_step_that_fails_at_its_end_leaves_nothing_of_its_beginning(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[str], int]:
        finalised = await make_finalised(context, some_scans())

        async def submit_and_fail(connection: AsyncConnection) -> object:
            await submit_application(
                context, connection, an_applicant(), finalised.application_id, revision_number=1
            )
            raise StaleETag

        outcomes = await at_once(context.database, submit_and_fail)
        async with context.database.transaction(read_only=True) as connection:
            count = await connection.execute(select(func.count()).select_from(receipts))
            now = await application_for(connection, finalised.application_id, an_applicant().access)
        assert replace(now, version=0, updated_at=finalised.updated_at) == replace(
            finalised, version=0
        )
        return outcomes, await kinds(context, finalised), count.scalar_one()

    outcomes, events, receipt_count = loop.run(scenario())

    assert outcomes == [StaleETag.code]
    assert "application.submitted" not in events
    assert receipt_count == 0


def test_filings_at_once_leave_no_gap_whatever_fails_between(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[str | None]]:
        received = await made(context, State.RECEIVED, 6)
        async with context.database.transaction() as connection:
            for each in received:
                await save_application(connection, replace(each, tier=Tier.BASIC))

        def file(application: Application, *, and_fail: bool) -> Step:
            async def step(connection: AsyncConnection) -> object:
                filed = await decide(
                    context,
                    connection,
                    a_city_officer(),
                    application.application_id,
                    Action.FILE,
                    reason="予以备案",
                    expected=frozenset({1}),
                )
                if and_fail:
                    raise StaleETag
                return filed

            return step

        steps = [file(each, and_fail=place % 2 == 1) for place, each in enumerate(received)]
        outcomes = await at_once(context.database, *steps)
        async with context.database.transaction(read_only=True) as connection:
            numbers = [
                (
                    await application_for(connection, each.application_id, a_city_officer().access)
                ).filing_number
                for each in received
            ]
        return outcomes, numbers

    outcomes, numbers = loop.run(scenario())

    assert outcomes == ["done"] * 3 + [StaleETag.code] * 3
    assert numbers[1::2] == [None] * 3
    assert sorted(number[-4:] for number in numbers if number) == ["0001", "0002", "0003"]


def test_of_a_take_back_and_a_pass_at_once_one_happens(
    context: IntakeContext, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], list[str], Application]:
        submitted = await make_submitted(context, some_scans())
        application_id, expected = submitted.application_id, frozenset({submitted.version})

        async def take_back(connection: AsyncConnection) -> object:
            return await take_back_application(
                context, connection, an_applicant(), application_id, expected
            )

        async def let_pass(connection: AsyncConnection) -> object:
            return await decide(
                context,
                connection,
                an_officer(),
                application_id,
                Action.PASS,
                reason="材料齐全",
                expected=expected,
            )

        outcomes = await at_once(context.database, take_back, let_pass)
        async with context.database.transaction(read_only=True) as connection:
            now = await application_for(connection, application_id, an_applicant().access)
        return outcomes, await kinds(context, submitted), now

    outcomes, events, now = loop.run(scenario())

    assert outcomes == ["done", StaleETag.code]
    steps = {"application.taken-back", "application.district-passed"}
    assert len(steps & set(events)) == 1
    assert (now.receipt_number is None) is (now.state is State.DRAFT)
