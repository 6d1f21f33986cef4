"""Expert panels: basis, draw, ballots with their versions, recusals."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_panel()
    op.create_table(
        "panel_application",
        sa.Column("panel_id", sa.String(36), nullable=False),
        sa.Column("application_id", sa.String(36), nullable=False),
        sa.Column("round_id", sa.String(64), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_panel_application_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint("panel_id", "application_id", name=op.f("pk_panel_application")),
    )
    op.create_index(
        "uq_panel_application_live",
        "panel_application",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("is_live"),
        postgresql_where=sa.text("is_live"),
    )
    _create_ballot()
    op.create_table(
        "ballot_version",
        sa.Column("assignment_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["ballot.assignment_id"],
            name=op.f("fk_ballot_version_assignment_id_ballot"),
        ),
        sa.PrimaryKeyConstraint("assignment_id", "version", name=op.f("pk_ballot_version")),
    )
    op.create_table(
        "recusal",
        sa.Column("panel_id", sa.String(36), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(36), nullable=False),
        sa.Column("expert_id", sa.String(200), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("replacement_id", sa.String(200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recused_by", sa.String(200), nullable=False),
        sa.Column("recused_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_recusal_panel_id_panel")),
        sa.PrimaryKeyConstraint("panel_id", "counter", name=op.f("pk_recusal")),
    )


def downgrade() -> None:
    for table in ("recusal", "ballot_version", "ballot", "panel_application", "panel"):
        op.drop_table(table)


def _create_panel() -> None:
    op.create_table(
        "panel",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("round_id", sa.String(64), nullable=False),
        sa.Column("tier", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("basis_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("basis_sha256", sa.String(64), nullable=True),
        sa.Column("basis_sm3", sa.String(64), nullable=True),
        sa.Column("secret_sha256", sa.String(64), nullable=True),
        sa.Column("value_what", sa.String(300), nullable=True),
        sa.Column("value_where", sa.String(300), nullable=True),
        sa.Column("value_known_at", UtcDateTime(), nullable=True),
        sa.Column("value_alphabet", sa.String(10), nullable=True),
        sa.Column("value_length", sa.Integer(), nullable=True),
        sa.Column("public_value", sa.String(200), nullable=True),
        sa.Column("public_source", sa.String(300), nullable=True),
        sa.Column("secret", sa.String(64), nullable=True),
        sa.Column("seed", sa.String(64), nullable=True),
        sa.Column("draw_bytes", sa.LargeBinary(), nullable=True),
        sa.Column("draw_sha256", sa.String(64), nullable=True),
        sa.Column("draw_sm3", sa.String(64), nullable=True),
        sa.Column("result_bytes", sa.LargeBinary(), nullable=True),
        sa.Column("result_sha256", sa.String(64), nullable=True),
        sa.Column("result_sm3", sa.String(64), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    op.create_index("ix_panel_created_at_id", "panel", ["created_at", "id"])


def _create_ballot() -> None:
    op.create_table(
        "ballot",
        sa.Column("assignment_id", sa.String(36), nullable=False),
        sa.Column("panel_id", sa.String(36), nullable=False),
        sa.Column("application_id", sa.String(36), nullable=False),
        sa.Column("expert_id", sa.String(200), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(64), nullable=True),
        sa.Column("commitment", sa.String(64), nullable=True),
        sa.Column("handed_in_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_ballot_panel_id_panel")),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_ballot")),
        sa.UniqueConstraint(
            "panel_id",
            "application_id",
            "expert_id",
            name=op.f("uq_ballot_panel_id_application_id_expert_id"),
        ),
    )
    op.create_index("ix_ballot_expert_id_assigned_at", "ballot", ["expert_id", "assigned_at"])
