"""What versions are expected to show.

Expand only: nothing is expected of what was stored before, until somebody says so.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_expectation",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_scan_expectation")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_version.id"],
            name=op.f("fk_scan_expectation_version_id_document_version"),
        ),
    )


def downgrade() -> None:
    op.drop_table("scan_expectation")
