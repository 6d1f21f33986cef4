"""Uploads that go straight to the store. Expand only: code of before does not look here."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UNCLEARED = sa.text("cleared_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("upload_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("file_name", sa.String(512), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("part_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("started_by", sa.String(200), nullable=False),
        sa.Column("multipart_id", sa.String(512), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=True),
        sa.Column("refusal", sa.String(80), nullable=True),
        sa.Column("cleared_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", "upload_id", name=op.f("pk_upload")),
    )
    op.create_index(
        "ix_upload_uncleared",
        "upload",
        ["expires_at"],
        sqlite_where=_UNCLEARED,
        postgresql_where=_UNCLEARED,
    )


def downgrade() -> None:
    """Drop what is still on its way; its parts lie in the store until somebody aborts them there."""
    op.drop_index("ix_upload_uncleared", "upload")
    op.drop_table("upload")
