"""An assessment is recorded once, with its event, on both databases."""

import asyncio
import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from services.scoring.app import SCHEMA
from services.scoring.domain.assessment import Assessment, Subject
from services.scoring.domain.errors import (
    AssessmentDiffers,
    AssessmentNotFound,
    EvaluationInvalid,
)
from services.scoring.domain.library import Library, Question
from services.scoring.usecases.read_assessment import read_assessment
from services.scoring.usecases.record_assessment import Recording, record_assessment
from shared.canonical import canonical_bytes
from shared.database import Database
from shared.digests import digests_of
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.scoring.builders import a_recording, library
from tests.scoring.signers import a_signer

AT = datetime(2025, 7, 18, 9, 30, tzinfo=UTC)


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("scoring", SCHEMA)


def an_order(assessment_id: str, request: dict[str, Any]) -> Recording:
    return Recording(
        assessment_id=assessment_id,
        subject=Subject(**request["subject"]),
        question=Question(
            edition_id=request["edition_id"],
            tier=request["tier"],
            round_id=request["round_id"],
            facts=request["facts"],
        ),
        request=request,
        actor="intake",
        at=AT,
    )


async def record(
    database: Database, order: Recording, editions: Library | None = None
) -> tuple[Assessment, bool]:
    async with database.transaction() as connection:
        return await record_assessment(connection, editions or library(), order, a_signer())


def test_the_record_holds_the_bytes_that_were_hashed(database: Database, loop: LoopThread) -> None:
    order = an_order(str(uuid.uuid4()), a_recording())

    assessment, is_new = loop.run(record(database, order))

    assert is_new
    assert assessment.request.content == canonical_bytes(order.request)
    assert assessment.document.sha256 == digests_of(assessment.document.content).sha256
    assert assessment.document.sm3 == digests_of(assessment.document.content).sm3
    document = json.loads(assessment.document.content)
    assert canonical_bytes(document) == assessment.document.content
    assert document["verdict"]["outcome"] == assessment.outcome == "met"
    assert document["request_sha256"] == assessment.request.sha256
    assert document["recorded_at"] == "2025-07-18T09:30:00+00:00"


def test_the_same_request_again_gives_the_same_record_and_no_second_event(
    database: Database, loop: LoopThread
) -> None:
    order = an_order(str(uuid.uuid4()), a_recording())

    async def scenario() -> None:
        first, _ = await record(database, order)
        # Also when the edition is no longer loaded.
        again, is_new = await record(database, order, Library([]))
        assert (again, is_new) == (first, False)
        async with database.transaction(read_only=True) as connection:
            assert await read_assessment(connection, order.assessment_id) == first
            [event] = await events_of(connection, order.assessment_id)
        assert chain_break([event]) is None
        content = event.content()
        assert (content["kind"], content["actor"]) == ("assessment.recorded", "intake")
        assert content["data"] == {
            "application_id": order.subject.application_id,
            "revision_number": 3,
            "edition_id": "cn-2025",
            "edition_hash": library().edition("cn-2025").content_hash.sha256,
            "tier": "advanced",
            "outcome": "met",
            "left_to_a_person": 5,
            "assessment_sha256": first.document.sha256,
        }

    loop.run(scenario())


@pytest.mark.parametrize("facts", [{"maturity_level": 1}, {"maturity_score": 2.5}])
def test_another_request_under_the_same_id_is_refused(
    database: Database, loop: LoopThread, facts: dict[str, Any]
) -> None:
    request = a_recording()
    first = an_order(str(uuid.uuid4()), request)
    other = an_order(first.assessment_id, {**request, "facts": facts})
    loop.run(record(database, first))

    with pytest.raises(AssessmentDiffers):
        loop.run(record(database, other))


def test_two_at_once_leave_one_record(database: Database, loop: LoopThread) -> None:
    order = an_order(str(uuid.uuid4()), a_recording())

    async def scenario() -> None:
        answers = await asyncio.gather(*(record(database, order) for _ in range(6)))
        assert sorted(is_new for _, is_new in answers) == [False] * 5 + [True]
        assert len({assessment.document.sha256 for assessment, _ in answers}) == 1
        async with database.transaction(read_only=True) as connection:
            assert len(await events_of(connection, order.assessment_id)) == 1

    loop.run(scenario())


def test_two_different_ones_at_once_leave_one_record_and_one_refusal(
    database: Database, loop: LoopThread
) -> None:
    assessment_id = str(uuid.uuid4())
    orders = [an_order(assessment_id, a_recording()) for _ in range(2)]

    async def scenario() -> None:
        answers = await asyncio.gather(
            *(record(database, order) for order in orders), return_exceptions=True
        )
        refused = [answer for answer in answers if isinstance(answer, AssessmentDiffers)]
        assert len(refused) == 1

    loop.run(scenario())


def test_a_request_that_cannot_be_evaluated_leaves_nothing(
    database: Database, loop: LoopThread
) -> None:
    order = an_order(str(uuid.uuid4()), a_recording(tier="gold"))

    async def scenario() -> None:
        with pytest.raises(EvaluationInvalid):
            await record(database, order)
        async with database.transaction(read_only=True) as connection:
            with pytest.raises(AssessmentNotFound):
                await read_assessment(connection, order.assessment_id)
            assert await events_of(connection, order.assessment_id) == []

    loop.run(scenario())
