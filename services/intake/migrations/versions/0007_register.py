"""The register of recognised factories and its imports.

Expand only: code of before never looks at it.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_recognised_factory_credit_code": ["credit_code"],
    "ix_recognised_factory_enterprise_name_key": ["enterprise_name_key"],
    "ix_recognised_factory_entered_at": ["entered_at", "entry_id"],
}


def upgrade() -> None:
    op.create_table(
        "register_import",
        sa.Column("import_id", sa.String(36), nullable=False),
        sa.Column("source_title", sa.String(300), nullable=False),
        sa.Column("source_url", sa.String(500), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sm3", sa.String(64), nullable=False),
        sa.Column("new_entries", sa.Integer(), nullable=False),
        sa.Column("known_entries", sa.Integer(), nullable=False),
        sa.Column("imported_by", sa.String(200), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_register_import")),
    )
    op.create_table(
        "recognised_factory",
        sa.Column("entry_id", sa.String(36), nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.Column("recognised_by", sa.String(20), nullable=False),
        sa.Column("batch", sa.String(200), nullable=False),
        sa.Column("enterprise_name", sa.String(200), nullable=False),
        sa.Column("enterprise_name_key", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=True),
        sa.Column("factory_name", sa.String(200), nullable=True),
        sa.Column("unit_code", sa.String(40), nullable=True),
        sa.Column("source_title", sa.String(300), nullable=False),
        sa.Column("source_url", sa.String(500), nullable=True),
        sa.Column("import_id", sa.String(36), nullable=True),
        sa.Column("list_id", sa.String(36), nullable=True),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["register_import.import_id"],
            name=op.f("fk_recognised_factory_import_id_register_import"),
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["official_list.list_id"],
            name=op.f("fk_recognised_factory_list_id_official_list"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_recognised_factory")),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "recognised_factory", columns, unique=False)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, table_name="recognised_factory")
    op.drop_table("recognised_factory")
    op.drop_table("register_import")
