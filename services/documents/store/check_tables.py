"""The tables of checks: the queue, what was found, what is quarantined, what is to be destroyed."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from services.documents.store.tables import document_versions, metadata
from shared.database import UtcDateTime

#: One row a version whose checks are not through; written in the version's own transaction.
check_jobs = Table(
    "check_job",
    metadata,
    Column("version_id", ForeignKey(document_versions.c.id), primary_key=True),
    Column("document_id", String(36), nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    # How often work on it was begun, the first time included.
    Column("attempts", Integer, nullable=False),
    # Not before; null for at once. Leases and pauses go by the wall clock.
    Column("due_at", UtcDateTime, nullable=True),
    # Who works on it: every write of a worker names this token.
    Column("lease_token", String(36), nullable=True),
    Column("leased_until", UtcDateTime, nullable=True),
    Index("ix_check_job_queued_at_version_id", "queued_at", "version_id"),
)

#: What the checks of a version came to: the bytes that were hashed.
version_checks = Table(
    "version_check",
    metadata,
    Column("version_id", ForeignKey(document_versions.c.id), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    # Where the pictures of its findings are, by the finding's place.
    Column("crops", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("sm3", String(64), nullable=False),
    Column("checked_at", UtcDateTime, nullable=False),
)

#: What intake expects a version to show.
scan_expectations = Table(
    "scan_expectation",
    metadata,
    Column("version_id", ForeignKey(document_versions.c.id), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

#: Versions whose bytes nobody is given; the row stays when they are released.
quarantines = Table(
    "quarantine",
    metadata,
    Column("version_id", ForeignKey(document_versions.c.id), primary_key=True),
    Column("document_id", String(36), nullable=False),
    Column("cause", String(20), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("released_at", UtcDateTime, nullable=True),
    Column("released_by", String(200), nullable=True),
    Column("reason", String(2000), nullable=True),
    Index("ix_quarantine_since_version_id", "since", "version_id"),
)

#: Versions that two officers have destroyed, from the proposal to the removed bytes.
destructions = Table(
    "destruction",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("version_id", ForeignKey(document_versions.c.id), nullable=False),
    Column("document_id", String(36), nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("state", String(20), nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("confirmed_by", String(200), nullable=True),
    Column("confirmed_at", UtcDateTime, nullable=True),
    # Since when the operator's hand is on it.
    Column("begun_at", UtcDateTime, nullable=True),
    Column("executed_at", UtcDateTime, nullable=True),
    # The list that it was proposed with.
    Column("list_id", String(36), nullable=True),
    # Versions of objects that were removed, those of pictures of findings included.
    Column("removed_objects", Integer, nullable=True),
    # One a version, whatever two officers do at the same moment.
    Index("uq_destruction_version_id", "version_id", unique=True),
    Index("ix_destruction_list_id", "list_id", "proposed_at", "id"),
    Index(
        "ix_destruction_ordered",
        "id",
        sqlite_where=text("state = 'ordered'"),
        postgresql_where=text("state = 'ordered'"),
    ),
)
