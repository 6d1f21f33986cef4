"""Checks of versions: their state, the queue, results, quarantine and destructions.

Expand only. Versions of before have not been checked: each gets a job.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document_version") as batch_op:
        batch_op.add_column(
            sa.Column(
                "check_state", sa.String(20), nullable=False, server_default=sa.text("'received'")
            )
        )
    _create_check_job()
    op.create_table(
        "version_check",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("crops", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sm3", sa.String(64), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_check")),
        _of_version("version_check"),
    )
    _create_quarantine()
    _create_destruction()
    op.execute(
        "INSERT INTO check_job (version_id, document_id, queued_at, attempts)"
        " SELECT id, document_id, stored_at, 0 FROM document_version WHERE deleted_at IS NULL"
    )


def downgrade() -> None:
    for table in ("destruction", "quarantine", "version_check", "check_job"):
        op.drop_table(table)
    with op.batch_alter_table("document_version") as batch_op:
        batch_op.drop_column("check_state")


def _of_version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["version_id"],
        ["document_version.id"],
        name=op.f(f"fk_{table}_version_id_document_version"),
    )


def _create_check_job() -> None:
    op.create_table(
        "check_job",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("lease_token", sa.String(36), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_check_job")),
        _of_version("check_job"),
    )
    op.create_index("ix_check_job_queued_at_version_id", "check_job", ["queued_at", "version_id"])


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("released_by", sa.String(200), nullable=True),
        sa.Column("reason", sa.String(2000), nullable=True),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_quarantine")),
        _of_version("quarantine"),
    )
    op.create_index("ix_quarantine_since_version_id", "quarantine", ["since", "version_id"])


def _create_destruction() -> None:
    op.create_table(
        "destruction",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(200), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("executed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_objects", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
        _of_version("destruction"),
    )
    op.create_index("uq_destruction_version_id", "destruction", ["version_id"], unique=True)
    op.create_index(
        "ix_destruction_ordered",
        "destruction",
        ["id"],
        sqlite_where=sa.text("state = 'ordered'"),
        postgresql_where=sa.text("state = 'ordered'"),
    )
