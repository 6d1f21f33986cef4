"""The tables of the scoring service; editions are files, not rows."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from shared.database import UtcDateTime, new_metadata
from shared.event_log import event_table
from shared.idempotency import idempotency_table

metadata = new_metadata()

#: One row an assessment; written once, never changed. The bytes are what was hashed, the other
#: columns are an index beside them.
assessments = Table(
    "assessment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("application_id", String(36), nullable=False),
    Column("revision_number", Integer, nullable=False),
    Column("revision_sha256", String(64), nullable=False),
    Column("edition_id", String(64), nullable=False),
    Column("tier", String(64), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("request_bytes", LargeBinary, nullable=False),
    Column("request_sha256", String(64), nullable=False),
    Column("request_sm3", String(64), nullable=False),
    Column("assessment_bytes", LargeBinary, nullable=False),
    Column("assessment_sha256", String(64), nullable=False),
    Column("assessment_sm3", String(64), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", String(200), nullable=False),
)

events = event_table(metadata)
idempotency_keys = idempotency_table(metadata)
