"""Numbers of filings (备案编号), and the series they are drawn from.

Expand only: code of before writes applications without a number, as all of them are before they are filed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("filing_number", sa.String(length=80), nullable=True))
    op.create_index("uq_application_filing_number", "application", ["filing_number"], unique=True)
    op.create_table(
        "filing_series",
        sa.Column("round_id", sa.String(length=60), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_filing_series")),
    )


def downgrade() -> None:
    op.drop_table("filing_series")
    op.drop_index("uq_application_filing_number", "application")
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_column("filing_number")
