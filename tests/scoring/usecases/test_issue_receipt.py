"""A receipt is written with its assessment or not at all, once, on both databases."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from services.scoring.app import SCHEMA
from services.scoring.domain.assessment import Assessment
from services.scoring.domain.errors import AssessmentNotFound
from services.scoring.store.assessments import add_assessment
from services.scoring.store.receipts import Receipt, add_receipt, receipt_of
from services.scoring.store.tables import assessments, receipts
from services.scoring.usecases.read_receipt import read_receipt
from shared.canonical import canonical_bytes
from shared.database import Database
from shared.digests import digests_of
from shared.transactions import Transaction
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.scoring.builders import a_recording
from tests.scoring.receipts import AT, DOCUMENTS, a_receipt, an_assessment, payload_of
from tests.scoring.signers import a_signer
from tests.scoring.usecases.recordings import record_on


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("scoring", SCHEMA)


async def read(database: Database, assessment_id: str) -> Receipt:
    """Read as a request does."""
    transaction = Transaction(database, read_only=True)
    try:
        return await read_receipt(transaction, database, a_signer(), assessment_id)
    finally:
        await transaction.release()


async def recorded_before_receipts(database: Database) -> Assessment:
    assessment, _ = an_assessment(documents=None)
    async with database.transaction() as connection:
        await add_assessment(connection, assessment)
    return assessment


async def counts(database: Database) -> tuple[int, int]:
    async with database.transaction(read_only=True) as connection:
        return (
            (await connection.execute(select(func.count()).select_from(assessments))).scalar_one(),
            (await connection.execute(select(func.count()).select_from(receipts))).scalar_one(),
        )


def test_the_receipt_says_what_was_kept(database: Database, loop: LoopThread) -> None:
    request = a_recording(documents=DOCUMENTS)

    async def scenario() -> tuple[Receipt, dict[str, Any], bytes]:
        async with database.transaction() as connection:
            assessment_id = await record_on(connection, request)
        async with database.transaction(read_only=True) as connection:
            row = (await connection.execute(select(assessments))).one()
            receipt = await receipt_of(connection, assessment_id)
        assert receipt is not None
        return receipt, json.loads(row.assessment_bytes), row.assessment_bytes

    receipt, document, content = loop.run(scenario())

    said = payload_of(receipt.file.content)
    assert receipt.version == said["assessment"]["version"] == 1
    assert said["assessment"]["sha256"] == digests_of(content).sha256
    assert said["assessment"]["sm3"] == digests_of(content).sm3
    assert said["request"] == request
    assert said["request_sha256"] == digests_of(canonical_bytes(request)).sha256
    assert said["subject"] == document["subject"]
    assert said["edition"]["sha256"] == document["verdict"]["edition_hash"]
    assert said["edition"]["conditions_sha256"] == document["verdict"]["conditions_hash"]
    assert said["issued"] == {"at": AT.isoformat(), "when": "with-assessment"}
    assert said["rests_on"]["maturity_level"] == ["maturity-report"]
    assert said["rests_on"]["operations_sound"] == ["stamped-scan"]
    for one, recorded in zip(
        said["verdict"]["criteria"], document["verdict"]["criteria"], strict=True
    ):
        text = {"requirement": one["requirement"], "clause": one["clause"]}
        assert one.pop("clause_sha256") == digests_of(canonical_bytes(text)).sha256
        assert one == recorded
    assert [tier["outcome"] for tier in said["tiers"]] == [
        tier["outcome"] for tier in document["verdict"]["tiers"]
    ]


def test_what_is_rolled_back_leaves_neither(database: Database, loop: LoopThread) -> None:
    class Stop(Exception):
        pass

    async def give_up() -> None:
        async with database.transaction() as connection:
            await record_on(connection, a_recording())
            raise Stop

    async def scenario() -> None:
        with pytest.raises(Stop):
            await give_up()
        assert await counts(database) == (0, 0)

    loop.run(scenario())


def test_an_earlier_assessment_gets_its_receipt_when_it_is_first_read_and_once(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> tuple[Assessment, list[Receipt]]:
        assessment = await recorded_before_receipts(database)
        assert await counts(database) == (1, 0)
        at_once = await asyncio.gather(
            *(read(database, assessment.assessment_id) for _ in range(6))
        )
        again = await read(database, assessment.assessment_id)
        assert await counts(database) == (1, 1)
        return assessment, [*at_once, again]

    assessment, found = loop.run(scenario())

    assert len({receipt.file.content for receipt in found}) == 1
    said = payload_of(found[0].file.content)
    assert said["issued"]["when"] == "on-first-reading"
    assert said["engine_version"] is None
    assert (said["rests_on"], said["names"]) == ({}, {})
    assert said["assessment"]["sha256"] == assessment.document.sha256


def test_there_is_no_receipt_of_what_was_never_recorded(
    database: Database, loop: LoopThread
) -> None:
    async def scenario() -> None:
        with pytest.raises(AssessmentNotFound):
            await read(database, a_receipt().assessment_id)
        with pytest.raises(IntegrityError):
            async with database.transaction() as connection:
                await add_receipt(connection, a_receipt())

    loop.run(scenario())


def test_a_second_receipt_of_a_version_is_not_kept(database: Database, loop: LoopThread) -> None:
    async def scenario() -> None:
        assessment = await recorded_before_receipts(database)
        first = await read(database, assessment.assessment_id)
        async with database.transaction() as connection:
            other = a_receipt()
            forged = Receipt(**{**vars(other), "assessment_id": assessment.assessment_id})
            assert not await add_receipt(connection, forged)
        assert await read(database, assessment.assessment_id) == first

    loop.run(scenario())
