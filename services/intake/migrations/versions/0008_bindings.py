"""Who is bound to which enterprise by a district's confirmation.

Expand only: code of before never looks at it.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STANDING = sa.text("state IN ('requested', 'confirmed')")


def upgrade() -> None:
    op.create_table(
        "binding",
        sa.Column("binding_id", sa.String(36), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("enterprise_name", sa.String(200), nullable=False),
        sa.Column("unit_code", sa.String(40), nullable=False),
        sa.Column("unit_path", sa.String(120), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("binding_id", name=op.f("pk_binding")),
    )
    op.create_index(
        "uq_binding_standing",
        "binding",
        ["subject"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_index("ix_binding_unit_path", "binding", ["unit_path", "requested_at"], unique=False)
    op.create_index(
        "ix_binding_requested_at", "binding", ["requested_at", "binding_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("binding")
