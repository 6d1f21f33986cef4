"""The table of uploads that go straight to the store."""

from sqlalchemy import BigInteger, Column, Index, String, Table, text

from services.documents.store.tables import metadata
from shared.database import UtcDateTime

#: One row an upload, kept when it is over. A document's own row comes with its first version, so none is needed here.
uploads = Table(
    "upload",
    metadata,
    Column("document_id", String(36), primary_key=True),
    Column("upload_id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("file_name", String(512), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("part_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("started_by", String(200), nullable=False),
    Column("multipart_id", String(512), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version_id", String(36), nullable=True),
    Column("refusal", String(80), nullable=True),
    # Since when the store holds nothing of it that no version names; the sweep looks for what lacks it.
    Column("cleared_at", UtcDateTime, nullable=True),
    Index(
        "ix_upload_uncleared",
        "expires_at",
        sqlite_where=text("cleared_at IS NULL"),
        postgresql_where=text("cleared_at IS NULL"),
    ),
)
