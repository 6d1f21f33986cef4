"""The table of the versions that persons' rulings make of assessments."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from services.scoring.store.tables import metadata
from shared.database import UtcDateTime

#: One row a ruling; written once, never changed. Version 1 is the assessment itself.
assessment_versions = Table(
    "assessment_version",
    metadata,
    Column("assessment_id", String(36), ForeignKey("assessment.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("version_bytes", LargeBinary, nullable=False),
    Column("version_sha256", String(64), nullable=False),
    Column("version_sm3", String(64), nullable=False),
    #: Over the digests.
    Column("signature", Text, nullable=False),
    Column("ruled_at", UtcDateTime, nullable=False),
    Column("ruled_by", String(200), nullable=False),
)
