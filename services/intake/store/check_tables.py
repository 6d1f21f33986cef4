"""The tables of what the checks of files came to, and of what officers said of their findings."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from services.intake.store.tables import DIGEST, ID, metadata
from shared.database import UtcDateTime

#: What the documents service reported of a version, whether or not it is attached to anything yet.
document_checks = Table(
    "document_check",
    metadata,
    Column("version_id", ID, primary_key=True),
    Column("document_id", ID, nullable=False),
    Column("state", String(20), nullable=False),
    Column("result_sha256", DIGEST, nullable=False),
    Column("serious", Integer, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
)

#: A finding of one result, set aside by an officer; who set it aside before stands in the event log.
findings_set_aside = Table(
    "finding_set_aside",
    metadata,
    Column("application_id", ID, ForeignKey("application.application_id"), primary_key=True),
    Column("version_id", ID, primary_key=True),
    Column("result_sha256", DIGEST, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code", String(60), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("set_aside_by", String(200), nullable=False),
    Column("set_aside_at", UtcDateTime, nullable=False),
)
