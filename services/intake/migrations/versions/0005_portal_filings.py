"""What was filed in the national portal, and the log of its paper copies.

Expand only: code of before never looks at the columns, and printed every revision, so none lacks its document.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RECORDED = "state NOT IN ('draft', 'returned', 'withdrawn')"


def upgrade() -> None:
    op.add_column("application", sa.Column("portal_number", sa.String(80), nullable=True))
    op.add_column("application", sa.Column("portal_filed_at", UtcDateTime(), nullable=True))
    op.create_index(
        "uq_application_portal_number",
        "application",
        ["round_id", "tier", "portal_number"],
        unique=True,
        sqlite_where=sa.text(_RECORDED),
        postgresql_where=sa.text(_RECORDED),
    )
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("printed_document_id", existing_type=sa.String(36), nullable=True)
    op.create_table(
        "paper_copy",
        sa.Column("paper_copy_id", sa.String(36), nullable=False),
        sa.Column("application_id", sa.String(36), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("equals_online", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("by_unit", sa.Boolean(), nullable=False),
        sa.Column("logged_by", sa.String(200), nullable=False),
        sa.Column("logged_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.application_id"],
            name=op.f("fk_paper_copy_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("paper_copy_id", name=op.f("pk_paper_copy")),
    )
    op.create_index(
        "ix_paper_copy_application_id", "paper_copy", ["application_id", "logged_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_paper_copy_application_id", table_name="paper_copy")
    op.drop_table("paper_copy")
    # A revision that was never printed gets a document of its own name, which nobody stores.
    op.execute(
        "UPDATE revision SET printed_document_id = substr(sha256, 1, 36)"
        " WHERE printed_document_id IS NULL"
    )
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("printed_document_id", existing_type=sa.String(36), nullable=False)
    op.drop_index("uq_application_portal_number", table_name="application")
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_column("portal_filed_at")
        batch_op.drop_column("portal_number")
