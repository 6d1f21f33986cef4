"""Assessments recorded in a transaction of a test's own."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import NO_LABELS, Labels, Subject
from services.scoring.domain.library import Question
from services.scoring.usecases.record_assessment import Recording, record_assessment
from tests.scoring.builders import library
from tests.scoring.signers import a_signer


async def record_on(
    connection: AsyncConnection, request: dict[str, Any], *, labels: Labels = NO_LABELS
) -> str:
    """Record one assessment; its id."""
    recording = Recording(
        assessment_id=str(uuid.uuid4()),
        subject=Subject(**request["subject"]),
        question=Question(
            edition_id=request["edition_id"],
            tier=request["tier"],
            round_id=request["round_id"],
            facts=request["facts"],
        ),
        request=request,
        actor="intake",
        at=datetime(2025, 7, 18, 9, 30, tzinfo=UTC),
        labels=labels,
    )
    await record_assessment(connection, library(), recording, a_signer())
    return recording.assessment_id
