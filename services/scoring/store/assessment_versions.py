"""Rows of the versions of assessments, and nothing that decides."""

import json

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import AssessmentVersion, KeptBytes
from services.scoring.store.ruling_tables import assessment_versions
from services.scoring.store.tables import assessments


async def lock_assessment(connection: AsyncConnection, assessment_id: str) -> None:
    """Hold an assessment's row until the transaction ends, so that its versions come one after another."""
    await connection.execute(
        select(assessments.c.id).where(assessments.c.id == assessment_id).with_for_update()
    )


async def newest_version(connection: AsyncConnection, assessment_id: str) -> int:
    """Give the number of an assessment's newest version; 1 where nobody has ruled."""
    newest = select(func.max(assessment_versions.c.version)).where(
        assessment_versions.c.assessment_id == assessment_id
    )
    return (await connection.execute(newest)).scalar_one() or 1


async def versions_of(
    connection: AsyncConnection, assessment_id: str, *, after: int = 1, limit: int | None = None
) -> list[AssessmentVersion]:
    """List the versions after one, oldest first."""
    statement = (
        select(assessment_versions)
        .where(
            assessment_versions.c.assessment_id == assessment_id,
            assessment_versions.c.version > after,
        )
        .order_by(assessment_versions.c.version)
        .limit(limit)
    )
    return [_version_of(row) for row in await connection.execute(statement)]


async def add_version(connection: AsyncConnection, version: AssessmentVersion) -> None:
    """Add a version; the caller holds the assessment's row."""
    await connection.execute(
        insert(assessment_versions).values(
            assessment_id=version.assessment_id,
            version=version.version,
            version_bytes=version.document.content,
            version_sha256=version.document.sha256,
            version_sm3=version.document.sm3,
            signature=version.signature,
            ruled_at=version.ruled_at,
            ruled_by=version.ruled_by,
        )
    )


def _version_of(row: Row[tuple[object, ...]]) -> AssessmentVersion:
    return AssessmentVersion(
        assessment_id=row.assessment_id,
        version=row.version,
        document=KeptBytes(
            content=row.version_bytes, sha256=row.version_sha256, sm3=row.version_sm3
        ),
        content=json.loads(row.version_bytes),
        signature=row.signature,
        ruled_at=row.ruled_at,
        ruled_by=row.ruled_by,
    )
