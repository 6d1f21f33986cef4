"""Revisions of drafts, what a return names, and files whose deletion was ordered.

Expand only: code of before cuts revisions on finalising, which is what it means when no cause is given.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("form_code", existing_type=sa.String(length=40), nullable=True)
        batch_op.add_column(
            sa.Column("cause", sa.String(length=20), nullable=False, server_default="finalised")
        )
    # What was recorded was never printed here, and nothing else was not.
    op.execute("UPDATE revision SET cause = 'recorded' WHERE printed_document_id IS NULL")
    op.add_column("application", sa.Column("revision_cut_at", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE application SET revision_cut_at = (SELECT max(cut_at) FROM revision "
        "WHERE revision.application_id = application.application_id)"
    )
    op.add_column("decision", sa.Column("revision_number", sa.Integer(), nullable=True))
    op.add_column("attachment", sa.Column("deleted_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Go back; the database refuses it once a revision was cut that bears no code."""
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_column("deleted_at")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_column("revision_number")
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_column("revision_cut_at")
    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_column("cause")
        batch_op.alter_column("form_code", existing_type=sa.String(length=40), nullable=False)
