"""The tables of the documents service; the bytes themselves are in the object store."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, text

from shared.database import UtcDateTime, new_metadata
from shared.event_log import event_table
from shared.idempotency import idempotency_table

metadata = new_metadata()

#: A document is a place that versions go to; its row is the lock under which its life changes.
documents = Table(
    "document",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("frozen_version_id", String(36), nullable=True),
)

#: One row a version, kept when its bytes are deleted. An object that no row names is left over from a failed write, and harmless:
#: nobody can ask for it, since only rows know the store's own version names.
document_versions = Table(
    "document_version",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("file_name", String(512), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("sm3", String(64), nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("stored_by", String(200), nullable=False),
    Column("object_key", String(200), nullable=False),
    Column("object_version", String(200), nullable=False),
    Column("frozen_at", UtcDateTime, nullable=True),
    Column("frozen_for", String(200), nullable=True),
    Column("deleted_at", UtcDateTime, nullable=True),
    # Until when the store was told to refuse its deletion; none for what was frozen before this was kept.
    Column("retained_until", UtcDateTime, nullable=True),
    Column("check_state", String(20), nullable=False, server_default=text("'received'")),
    # What the store lists is looked up by its key.
    Index("ix_document_version_object_key", "object_key"),
    # The same bytes again are the same version, also when two uploads race; after a deletion they are a new one.
    Index(
        "uq_document_version_standing",
        "document_id",
        "sha256",
        unique=True,
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
)

#: Which job a printed form was made from, so that the same order twice gives one form.
print_jobs = Table(
    "print_job",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("job_sha256", String(64), nullable=False),
    Column("version_id", ForeignKey("document_version.id"), nullable=False),
)

#: What the code of each printed page stands for, written with the print.
printed_pages = Table(
    "printed_page",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("version_id", ForeignKey("document_version.id"), nullable=False),
    Column("layout", String(40), nullable=False),
    Column("application_id", String(36), nullable=True),
    Column("revision_number", Integer, nullable=True),
    Column("hand_in_id", String(36), nullable=True),
    Column("page", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Index("ix_printed_page_application_id", "application_id", "revision_number"),
)

events = event_table(metadata)
idempotency_keys = idempotency_table(metadata)
