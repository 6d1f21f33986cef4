"""Pages that were printed with a code, so that a scan is found again page by page.

Expand only. What was printed before has no codes and gains no rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printed_page",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("layout", sa.String(40), nullable=False),
        sa.Column("application_id", sa.String(36), nullable=True),
        sa.Column("revision_number", sa.Integer(), nullable=True),
        sa.Column("hand_in_id", sa.String(36), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_printed_page")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_printed_page_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_version.id"],
            name=op.f("fk_printed_page_version_id_document_version"),
        ),
    )
    op.create_index(
        "ix_printed_page_application_id", "printed_page", ["application_id", "revision_number"]
    )


def downgrade() -> None:
    op.drop_table("printed_page")
