"""Versions whose bytes were deleted, after which the same bytes are a new version.

Expand only, as long as nothing is deleted: code of before would still offer what is gone.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STANDING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("document_version") as batch_op:
        batch_op.add_column(sa.Column("deleted_at", UtcDateTime(), nullable=True))
        batch_op.drop_constraint("uq_document_version_document_id_sha256", type_="unique")
    op.create_index(
        "uq_document_version_standing",
        "document_version",
        ["document_id", "sha256"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def downgrade() -> None:
    """Go back; the database refuses it once deleted bytes were uploaded again."""
    op.drop_index("uq_document_version_standing", "document_version")
    with op.batch_alter_table("document_version") as batch_op:
        batch_op.create_unique_constraint(
            "uq_document_version_document_id_sha256", ["document_id", "sha256"]
        )
        batch_op.drop_column("deleted_at")
