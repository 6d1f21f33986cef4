"""Papers of a hand-in: what is printed of it, and the stamped scans that come back.

Expand only. Hand-ins of before have no prints: their table is the workbook.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STANDING = sa.text("voided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "hand_in_print",
        sa.Column("hand_in_id", sa.String(36), nullable=False),
        sa.Column("paper", sa.String(40), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("ordered_at", UtcDateTime(), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("hand_in_id", "paper", name=op.f("pk_hand_in_print")),
        sa.UniqueConstraint("document_id", name=op.f("uq_hand_in_print_document_id")),
        _of_hand_in("hand_in_print"),
    )
    op.create_table(
        "hand_in_slot",
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("hand_in_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_hand_in_slot")),
        _of_hand_in("hand_in_slot"),
    )
    _create_attachment()


def downgrade() -> None:
    for table in ("hand_in_attachment", "hand_in_slot", "hand_in_print"):
        op.drop_table(table)


def _create_attachment() -> None:
    op.create_table(
        "hand_in_attachment",
        sa.Column("attachment_id", sa.String(36), nullable=False),
        sa.Column("hand_in_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("file_name", sa.String(512), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sm3", sa.String(64), nullable=False),
        sa.Column("attached_at", UtcDateTime(), nullable=False),
        sa.Column("attached_by", sa.String(200), nullable=False),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.Column("frozen_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_hand_in_attachment")),
        _of_hand_in("hand_in_attachment"),
    )
    op.create_index(
        "uq_hand_in_attachment_standing",
        "hand_in_attachment",
        ["hand_in_id", "kind"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_index(
        "ix_hand_in_attachment_version", "hand_in_attachment", ["document_id", "version_id"]
    )


def _of_hand_in(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["hand_in_id"], ["hand_in.hand_in_id"], name=op.f(f"fk_{table}_hand_in_id_hand_in")
    )
