"""Signed receipts of assessments. Those of earlier assessments are made when they are first read."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("assessment_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(200), nullable=False),
        sa.Column("algorithm", sa.String(40), nullable=False),
        sa.Column("receipt_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_sha256", sa.String(64), nullable=False),
        sa.Column("receipt_sm3", sa.String(64), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_receipt_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "version", name=op.f("pk_receipt")),
    )


def downgrade() -> None:
    op.drop_table("receipt")
