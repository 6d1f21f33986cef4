"""What the checks of files came to, and findings that officers set aside.

Expand only: code of before knows neither.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_check",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("serious", sa.Integer(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_document_check")),
    )
    op.create_table(
        "finding_set_aside",
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("set_aside_by", sa.String(length=200), nullable=False),
        sa.Column("set_aside_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.application_id"],
            name=op.f("fk_finding_set_aside_application_id_application"),
        ),
        sa.PrimaryKeyConstraint(
            "application_id",
            "version_id",
            "result_sha256",
            "number",
            name=op.f("pk_finding_set_aside"),
        ),
    )


def downgrade() -> None:
    op.drop_table("finding_set_aside")
    op.drop_table("document_check")
