"""Rows of assessments, and nothing that decides."""

from sqlalchemy import Row, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import Assessment, KeptBytes, Labels, Subject
from services.scoring.store.tables import assessments


async def assessment_of(connection: AsyncConnection, assessment_id: str) -> Assessment | None:
    """Read an assessment."""
    statement = select(assessments).where(assessments.c.id == assessment_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _assessment_of(row)


async def add_assessment(connection: AsyncConnection, assessment: Assessment) -> bool:
    """Add an assessment unless its id is taken; tell whether it was added.

    A second writer of the same id waits here for the first one's transaction to end.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(assessments)
        .values(
            id=assessment.assessment_id,
            application_id=assessment.subject.application_id,
            revision_number=assessment.subject.revision_number,
            revision_sha256=assessment.subject.revision_sha256,
            edition_id=assessment.edition_id,
            tier=assessment.tier,
            outcome=assessment.outcome,
            request_bytes=assessment.request.content,
            request_sha256=assessment.request.sha256,
            request_sm3=assessment.request.sm3,
            assessment_bytes=assessment.document.content,
            assessment_sha256=assessment.document.sha256,
            assessment_sm3=assessment.document.sm3,
            recorded_at=assessment.recorded_at,
            recorded_by=assessment.recorded_by,
            round_id=assessment.labels.round_id,
            unit_code=assessment.labels.unit_code,
            industry=assessment.labels.industry,
        )
        .on_conflict_do_nothing()
        .returning(assessments.c.id)
    )
    return (await connection.execute(statement)).first() is not None


def _assessment_of(row: Row[tuple[object, ...]]) -> Assessment:
    return Assessment(
        assessment_id=row.id,
        subject=Subject(
            application_id=row.application_id,
            revision_number=row.revision_number,
            revision_sha256=row.revision_sha256,
        ),
        edition_id=row.edition_id,
        tier=row.tier,
        outcome=row.outcome,
        request=KeptBytes(
            content=row.request_bytes, sha256=row.request_sha256, sm3=row.request_sm3
        ),
        document=KeptBytes(
            content=row.assessment_bytes, sha256=row.assessment_sha256, sm3=row.assessment_sm3
        ),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        labels=Labels(round_id=row.round_id, unit_code=row.unit_code, industry=row.industry),
    )
