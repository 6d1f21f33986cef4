"""The tables of keeping: legal holds, and lists of what may end."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from services.documents.store.tables import document_versions, metadata
from shared.database import UtcDateTime

#: Holds that stand or stood; a row is never deleted.
legal_holds = Table(
    "legal_hold",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("version_id", ForeignKey(document_versions.c.id), nullable=False),
    Column("document_id", String(36), nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("set_by", String(200), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("lifted_by", String(200), nullable=True),
    Column("lifted_at", UtcDateTime, nullable=True),
    Column("lifting_reason", String(2000), nullable=True),
    # One at a time, whatever two officers do at the same moment.
    Index(
        "uq_legal_hold_standing",
        "version_id",
        unique=True,
        sqlite_where=text("lifted_at IS NULL"),
        postgresql_where=text("lifted_at IS NULL"),
    ),
    Index("ix_legal_hold_version_id", "version_id", "set_at"),
)

#: Lists that two officers have destroyed; what is on one is a row of ``destruction`` each.
destruction_lists = Table(
    "destruction_list",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("before", UtcDateTime, nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("confirmed_by", String(200), nullable=True),
    Column("confirmed_at", UtcDateTime, nullable=True),
)
