"""The tables of the scoring service. Editions that ship are files; those that were imported are rows."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

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
    # Labels of the filing, out of the request; cohorts are chosen by them. Earlier records have no unit and
    # no industry.
    Column("round_id", String(64), nullable=True),
    Column("unit_code", String(40), nullable=True),
    Column("industry", String(4), nullable=True),
    Index("ix_assessment_cohort", "round_id", "tier", "unit_code"),
)

#: One row a version of an assessment, written with it and never changed: the signed file as it is given out.
receipts = Table(
    "receipt",
    metadata,
    Column("assessment_id", String(36), ForeignKey("assessment.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("key_id", String(200), nullable=False),
    Column("algorithm", String(40), nullable=False),
    Column("receipt_bytes", LargeBinary, nullable=False),
    Column("receipt_sha256", String(64), nullable=False),
    Column("receipt_sm3", String(64), nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
)

#: One row an imported edition. Its bundle changes while it is a draft and never after.
editions = Table(
    "edition",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("bundle_bytes", LargeBinary, nullable=False),
    Column("bundle_sha256", String(64), nullable=False),
    Column("bundle_sm3", String(64), nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Column("content_sm3", String(64), nullable=False),
    Column("imported_by", String(200), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("requested_by", String(200), nullable=True),
    Column("requested_at", UtcDateTime, nullable=True),
    Column("published_by", String(200), nullable=True),
    Column("published_at", UtcDateTime, nullable=True),
    Column("retired_by", String(200), nullable=True),
    Column("retired_at", UtcDateTime, nullable=True),
)

events = event_table(metadata)
idempotency_keys = idempotency_table(metadata)
