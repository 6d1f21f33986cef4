"""The tables of verifications: how far the comparison of store and database has come, and what it found."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from services.documents.store.tables import metadata
from shared.database import UtcDateTime

#: S3 allows keys of 1024 bytes; who else writes into the bucket is not ours to choose.
_KEY = String(1024)

#: One row a run; a run that was broken off is gone on with from its cursor.
verifications = Table(
    "verification",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    # What is compared now: versions, then objects, then nothing more.
    Column("phase", String(20), nullable=False),
    # The last version's id, or the last object's key, that is done with.
    Column("after", _KEY, nullable=False),
    Column("after_version", String(200), nullable=False),
    Column("versions", BigInteger, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("objects", BigInteger, nullable=False),
    # Objects that came too lately to say that no row will name them.
    Column("young_objects", BigInteger, nullable=False),
    Column("finished_at", UtcDateTime, nullable=True),
    Index(
        "ix_verification_unfinished",
        "started_at",
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
)

#: What the runs found.
verification_findings = Table(
    "verification_finding",
    metadata,
    Column("verification_id", ForeignKey(verifications.c.id), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("object_key", _KEY, nullable=False),
    Column("object_version", String(200), nullable=False),
    Column("version_id", String(36), nullable=True),
    Column("is_delete_marker", Boolean, nullable=False),
    PrimaryKeyConstraint("verification_id", "object_key", "object_version", "kind"),
)
