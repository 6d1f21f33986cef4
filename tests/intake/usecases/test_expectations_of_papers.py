"""A hand-in's stamped papers are held against what was printed with it: ordered as they are attached."""

import uuid
from dataclasses import replace

import pytest

from services.intake.domain.hand_in_papers import HandInPaper, StampedPaper
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.store.hand_in_papers import add_slot, prints_of
from services.intake.store.schema import SCHEMA
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.hand_in import hand_in
from services.intake.usecases.hand_in_scans import attach_scan
from shared.contracts.documents import DocumentVersion
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.transactions import Transaction
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.forms import ROUND_ID
from tests.intake.relay.fakes import Deliveries, FakeDocuments, a_version
from tests.intake.relay.finalised import a_context
from tests.intake.usecases.callers import an_officer, make_application
from tests.intake.usecases.test_order_expectations import rows, told


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


async def handed_in(context: IntakeContext, kind: StampedPaper, document_id: str) -> str:
    """Hand in one application, and give a document id out for a stamped paper."""
    async with context.database.transaction() as connection:
        recommended = await make_application(context, connection, State.RECOMMENDED)
        made = await hand_in(
            context,
            connection,
            an_officer(),
            round_id=ROUND_ID,
            tier=Tier.ADVANCED,
            unit_code="120116",
            application_ids=[recommended.application_id],
        )
        await add_slot(
            connection,
            document_id=document_id,
            hand_in_id=made.hand_in_id,
            kind=kind,
            asked_by="officer",
            asked_at=context.clocks.business(),
        )
    return made.hand_in_id


async def attach(
    context: IntakeContext,
    transaction: Transaction,
    hand_in_id: str,
    kind: StampedPaper,
    version: DocumentVersion,
) -> None:
    await attach_scan(
        context,
        transaction,
        an_officer(),
        hand_in_id,
        kind=kind,
        document_id=version.document_id,
        version_id=version.version_id,
    )


@pytest.mark.parametrize("kind", StampedPaper)
def test_a_stamped_paper_is_held_against_its_print_and_ordered_once(
    context: IntakeContext, loop: LoopThread, kind: StampedPaper
) -> None:
    version = a_version(str(uuid.uuid4()), kind=kind.value)
    context = replace(context, documents=FakeDocuments(Deliveries(), version))
    paper = HandInPaper(kind.value.removeprefix("stamped-"))

    async def scenario() -> None:
        hand_in_id = await handed_in(context, kind, version.document_id)
        for _ in range(2):
            transaction = Transaction(context.database, read_only=False)
            await attach(context, transaction, hand_in_id, kind, version)
            await transaction.release()
        async with context.database.transaction(read_only=True) as connection:
            prints = {each.paper: each for each in await prints_of(connection, hand_in_id)}
        printed = prints[paper].document_id

        assert told(await rows(context)) == [
            (
                printed,
                f"{version.document_id}/{version.version_id}",
                ScanExpectationOrder(
                    hand_in_id=hand_in_id, printed_document_id=printed, is_seal_expected=True
                ),
            )
        ]

    loop.run(scenario())


def test_a_stamped_paper_that_is_rolled_back_orders_nothing(
    context: IntakeContext, loop: LoopThread
) -> None:
    kind = StampedPaper.SUMMARY_TABLE
    version = a_version(str(uuid.uuid4()), kind=kind.value)
    context = replace(context, documents=FakeDocuments(Deliveries(), version))

    async def scenario() -> int:
        hand_in_id = await handed_in(context, kind, version.document_id)
        transaction = Transaction(context.database, read_only=False)
        await attach(context, transaction, hand_in_id, kind, version)
        await transaction.roll_back(ZeroDivisionError())
        return len(await rows(context))

    assert loop.run(scenario()) == 0
