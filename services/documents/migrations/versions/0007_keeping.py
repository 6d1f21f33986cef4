"""Keeping: runs that compare the store with the database, what they found, legal holds,
and lists of what may end.

Expand only. The index is for looking up what the store lists; on PostgreSQL it locks writes to versions while it is built.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_document_version_object_key", "document_version", ["object_key"])
    _create_verification()
    _create_verification_finding()
    with op.batch_alter_table("destruction") as batch_op:
        batch_op.add_column(sa.Column("begun_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("list_id", sa.String(36), nullable=True))
    op.create_index("ix_destruction_list_id", "destruction", ["list_id", "proposed_at", "id"])
    with op.batch_alter_table("document_version") as batch_op:
        batch_op.add_column(sa.Column("retained_until", UtcDateTime(), nullable=True))
    _create_destruction_list()
    _create_legal_hold()


def downgrade() -> None:
    op.drop_table("destruction_list")
    op.drop_table("legal_hold")
    with op.batch_alter_table("document_version") as batch_op:
        batch_op.drop_column("retained_until")
    op.drop_index("ix_destruction_list_id", "destruction")
    with op.batch_alter_table("destruction") as batch_op:
        batch_op.drop_column("list_id")
        batch_op.drop_column("begun_at")
    op.drop_table("verification_finding")
    op.drop_table("verification")
    op.drop_index("ix_document_version_object_key", "document_version")


def _create_verification() -> None:
    op.create_table(
        "verification",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("after", sa.String(1024), nullable=False),
        sa.Column("after_version", sa.String(200), nullable=False),
        sa.Column("versions", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.BigInteger(), nullable=False),
        sa.Column("young_objects", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    op.create_index(
        "ix_verification_unfinished",
        "verification",
        ["started_at"],
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )


def _create_verification_finding() -> None:
    op.create_table(
        "verification_finding",
        sa.Column("verification_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("object_key", sa.String(1024), nullable=False),
        sa.Column("object_version", sa.String(200), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=True),
        sa.Column("is_delete_marker", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "verification_id",
            "object_key",
            "object_version",
            "kind",
            name=op.f("pk_verification_finding"),
        ),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verification.id"],
            name=op.f("fk_verification_finding_verification_id_verification"),
        ),
    )


def _create_legal_hold() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("set_by", sa.String(200), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_by", sa.String(200), nullable=True),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifting_reason", sa.String(2000), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_version.id"],
            name=op.f("fk_legal_hold_version_id_document_version"),
        ),
    )
    op.create_index(
        "uq_legal_hold_standing",
        "legal_hold",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_index("ix_legal_hold_version_id", "legal_hold", ["version_id", "set_at"])


def _create_destruction_list() -> None:
    op.create_table(
        "destruction_list",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("before", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(200), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_list")),
    )
