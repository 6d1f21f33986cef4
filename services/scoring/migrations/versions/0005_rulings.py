"""Persons' rulings on criteria, as versions of assessments; signatures over them and over results of panels.

Expand only: code of before never looks at it.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_version",
        sa.Column("assessment_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("version_sha256", sa.String(64), nullable=False),
        sa.Column("version_sm3", sa.String(64), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("ruled_at", UtcDateTime(), nullable=False),
        sa.Column("ruled_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "version", name=op.f("pk_assessment_version")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_version_assessment_id_assessment"),
        ),
    )
    op.add_column("panel", sa.Column("result_signature", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("panel", "result_signature")
    op.drop_table("assessment_version")
