"""Tables of a hand-in's papers: what was printed of it, and the stamped scans that came back."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, text

from services.intake.store.tables import DIGEST, ID, SUBJECT, metadata
from shared.database import UtcDateTime

hand_in_prints = Table(
    "hand_in_print",
    metadata,
    Column("hand_in_id", ID, ForeignKey("hand_in.hand_in_id"), primary_key=True),
    Column("paper", String(40), primary_key=True),
    Column("document_id", ID, nullable=False, unique=True),
    Column("ordered_at", UtcDateTime, nullable=False),
    # Known once the documents service has printed it.
    Column("version_id", ID),
)

hand_in_slots = Table(
    "hand_in_slot",
    metadata,
    Column("document_id", ID, primary_key=True),
    Column("hand_in_id", ID, ForeignKey("hand_in.hand_in_id"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("asked_by", SUBJECT, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
)

hand_in_attachments = Table(
    "hand_in_attachment",
    metadata,
    Column("attachment_id", ID, primary_key=True),
    Column("hand_in_id", ID, ForeignKey("hand_in.hand_in_id"), nullable=False),
    Column("kind", String(40), nullable=False),
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
    # One scan of a paper stands at a time; the void ones stay on record.
    Index(
        "uq_hand_in_attachment_standing",
        "hand_in_id",
        "kind",
        unique=True,
        sqlite_where=text("voided_at IS NULL"),
        postgresql_where=text("voided_at IS NULL"),
    ),
    Index("ix_hand_in_attachment_version", "document_id", "version_id"),
)
