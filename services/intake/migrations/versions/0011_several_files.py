"""Several files of one kind may stand, each a document of its own.

Expand only as long as no kind has two: code of before reads one file a kind.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STANDING = sa.text("voided_at IS NULL")


def upgrade() -> None:
    op.add_column(
        "document_slot", sa.Column("max_files", sa.Integer(), nullable=False, server_default="1")
    )
    op.drop_index("uq_attachment_standing", "attachment")
    _create_index("document_id")


def downgrade() -> None:
    """Go back; the database refuses it while several files of a kind stand."""
    op.drop_index("uq_attachment_standing", "attachment")
    _create_index("kind")
    with op.batch_alter_table("document_slot") as batch_op:
        batch_op.drop_column("max_files")


def _create_index(column: str) -> None:
    op.create_index(
        "uq_attachment_standing",
        "attachment",
        ["application_id", column],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
