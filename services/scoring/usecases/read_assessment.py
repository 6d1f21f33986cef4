"""Reads a recorded assessment."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import Assessment
from services.scoring.domain.errors import AssessmentNotFound
from services.scoring.store.assessments import assessment_of


async def read_assessment(connection: AsyncConnection, assessment_id: str) -> Assessment:
    """Give the assessment; raise AssessmentNotFound."""
    assessment = await assessment_of(connection, assessment_id)
    if assessment is None:
        raise AssessmentNotFound
    return assessment
