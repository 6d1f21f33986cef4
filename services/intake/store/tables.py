"""Intake's tables. What is hashed is kept as the bytes that were hashed; columns beside it are for finding."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.database import UtcDateTime, new_metadata
from shared.event_log import event_table
from shared.idempotency import idempotency_table

metadata = new_metadata()
events = event_table(metadata)
idempotency_keys = idempotency_table(metadata)

ID = String(36)
UNIT = String(40)
PATH = String(120)
DIGEST = String(64)
SUBJECT = String(200)
JSON_ = JSON().with_variant(JSONB(), "postgresql")
# SQLite gives row ids to INTEGER keys only.
ROW_ID = BigInteger().with_variant(Integer, "sqlite")

enterprises = Table(
    "enterprise",
    metadata,
    Column("enterprise_id", ID, primary_key=True),
    Column("credit_code", String(18), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("is_branch", Boolean, nullable=False),
    Column("branch_ground", String(200)),
    Column("registered_address", String(300), nullable=False),
    Column("registered_region", String(6)),
    Column("unit_code", UNIT, nullable=False),
    Column("unit_path", PATH, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

factories = Table(
    "factory",
    metadata,
    Column("factory_id", ID, primary_key=True),
    Column("enterprise_id", ID, ForeignKey("enterprise.enterprise_id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("address", String(300), nullable=False),
    Column("unit_code", UNIT, nullable=False),
    Column("unit_path", PATH, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_factory_enterprise_id", "enterprise_id"),
)

applications = Table(
    "application",
    metadata,
    Column("application_id", ID, primary_key=True),
    Column("round_id", String(60), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("enterprise_id", ID, ForeignKey("enterprise.enterprise_id"), nullable=False),
    Column("credit_code", String(18), nullable=False),
    Column("factory_id", ID, ForeignKey("factory.factory_id"), nullable=False),
    Column("unit_code", UNIT, nullable=False),
    Column("unit_path", PATH, nullable=False),
    Column("state", String(30), nullable=False),
    Column("version", Integer, nullable=False),
    # The draft is overwritten by autosave and never hashed, so it may live as JSON.
    Column("form", JSON_, nullable=False),
    Column("maturity_report", JSON_),
    # Of the national channel alone: what the ministry's portal says.
    Column("portal_number", String(80)),
    Column("portal_filed_at", UtcDateTime),
    Column("revision_number", Integer, nullable=False),
    Column("revision_cut_at", UtcDateTime),
    Column("receipt_number", String(40)),
    Column("verdict", JSON_),
    Column("filing_number", String(80)),
    Column("state_since", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    # One application of a tier at a time; what was withdrawn makes room for another.
    Index(
        "uq_application_standing",
        "factory_id",
        "round_id",
        "tier",
        unique=True,
        sqlite_where=text("state <> 'withdrawn'"),
        postgresql_where=text("state <> 'withdrawn'"),
    ),
    # A number counts once it is recorded: typing somebody's into a draft takes it from nobody.
    Index(
        "uq_application_portal_number",
        "round_id",
        "tier",
        "portal_number",
        unique=True,
        sqlite_where=text("state NOT IN ('draft', 'returned', 'withdrawn')"),
        postgresql_where=text("state NOT IN ('draft', 'returned', 'withdrawn')"),
    ),
    Index("uq_application_filing_number", "filing_number", unique=True),
    Index("ix_application_credit_code", "credit_code", "created_at"),
    Index("ix_application_unit_path", "unit_path", "created_at"),
    Index("ix_application_created_at", "created_at", "application_id"),
    Index("ix_application_state", "state", "unit_path"),
)

revisions = Table(
    "revision",
    metadata,
    Column("application_id", ID, ForeignKey("application.application_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("form_code", String(40), unique=True),
    Column("printed_document_id", ID, unique=True),
    # Known once the documents service has rendered the form.
    Column("printed_version_id", ID),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", DIGEST, nullable=False),
    Column("sm3", DIGEST, nullable=False),
    Column("cut_at", UtcDateTime, nullable=False),
    Column("cut_by", SUBJECT, nullable=False),
    Column("cause", String(20), nullable=False, server_default="finalised"),
)

document_slots = Table(
    "document_slot",
    metadata,
    Column("document_id", ID, primary_key=True),
    Column("application_id", ID, ForeignKey("application.application_id"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("asked_by", SUBJECT, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("max_files", Integer, nullable=False, server_default="1"),
)

attachments = Table(
    "attachment",
    metadata,
    Column("attachment_id", ID, primary_key=True),
    Column("application_id", ID, ForeignKey("application.application_id"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("revision_number", Integer),
    Column("document_id", ID, nullable=False),
    Column("version_id", ID, nullable=False),
    Column("file_name", String(512), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", DIGEST, nullable=False),
    Column("sm3", DIGEST, nullable=False),
    Column("attached_at", UtcDateTime, nullable=False),
    Column("attached_by", SUBJECT, nullable=False),
    Column("voided_at", UtcDateTime),
    Column("frozen_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    # One version of a document stands at a time; the void ones stay on record. How many documents of a kind may, the
    # application's lock decides.
    Index(
        "uq_attachment_standing",
        "application_id",
        "document_id",
        unique=True,
        sqlite_where=text("voided_at IS NULL"),
        postgresql_where=text("voided_at IS NULL"),
    ),
    Index("ix_attachment_version", "document_id", "version_id"),
)

receipts = Table(
    "receipt",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("application_id", ID, ForeignKey("application.application_id"), nullable=False),
    Column("revision_number", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", DIGEST, nullable=False),
    Column("sm3", DIGEST, nullable=False),
    Column("arrived_at", UtcDateTime, nullable=False),
    Column("submitted_at", UtcDateTime, nullable=False),
    UniqueConstraint("application_id", "revision_number"),
)

decisions = Table(
    "decision",
    metadata,
    Column("decision_id", ID, primary_key=True),
    Column("application_id", ID, ForeignKey("application.application_id"), nullable=False),
    Column("action", String(30), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", SUBJECT, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    # Where a result of the ministry's stands: its document and address.
    Column("source_title", String(300)),
    Column("source_url", String(500)),
    # What a return asks for: [{pointer, reason}].
    Column("corrections", JSON_),
    Column("revision_number", Integer),
    Index("ix_decision_application_id", "application_id", "decided_at"),
)

hand_ins = Table(
    "hand_in",
    metadata,
    Column("hand_in_id", ID, primary_key=True),
    Column("round_id", String(60), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("unit_code", UNIT, nullable=False),
    Column("unit_path", PATH, nullable=False),
    Column("application_ids", JSON_, nullable=False),
    Column("handed_in_by", SUBJECT, nullable=False),
    Column("handed_in_at", UtcDateTime, nullable=False),
    Column("received_by", SUBJECT),
    Column("received_at", UtcDateTime),
    Index("ix_hand_in_handed_in_at", "handed_in_at", "hand_in_id"),
)

#: The last number given in each round's series of filings (备案).
filing_series = Table(
    "filing_series",
    metadata,
    Column("round_id", String(60), primary_key=True),
    Column("last_number", Integer, nullable=False),
)

official_lists = Table(
    "official_list",
    metadata,
    Column("list_id", ID, primary_key=True),
    Column("round_id", String(60), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("state", String(30), nullable=False),
    Column("version", Integer, nullable=False),
    Column("drawn_by", SUBJECT, nullable=False),
    Column("drawn_at", UtcDateTime, nullable=False),
    Column("publicity_first_day", Date),
    Column("publicity_last_day", Date),
    Column("publicity_ends_at", UtcDateTime),
    Column("requested_by", SUBJECT),
    Column("published_by", SUBJECT),
    Column("published_at", UtcDateTime),
    Column("content", LargeBinary),
    Column("sha256", DIGEST),
    Column("sm3", DIGEST),
    Index("ix_official_list_drawn_at", "drawn_at", "list_id"),
)

list_entries = Table(
    "list_entry",
    metadata,
    Column("list_id", ID, ForeignKey("official_list.list_id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("application_id", ID, ForeignKey("application.application_id"), nullable=False),
    Column("enterprise_name", String(200), nullable=False),
    Column("credit_code", String(18), nullable=False),
    Column("factory_name", String(200), nullable=False),
    Column("unit_code", UNIT, nullable=False),
    Column("unit_name", String(60), nullable=False),
    UniqueConstraint("list_id", "application_id"),
    Index("ix_list_entry_application_id", "application_id"),
)
