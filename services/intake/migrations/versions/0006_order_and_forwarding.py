"""Priority orders, joint opinions, forwardings, and where a result of the ministry's stands.

Expand only: code of before never looks at any of it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.add_column("decision", sa.Column("source_title", sa.String(300), nullable=True))
    op.add_column("decision", sa.Column("source_url", sa.String(500), nullable=True))
    op.create_table(
        "priority_order",
        sa.Column("round_id", sa.String(60), nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.Column("unit_code", sa.String(40), nullable=False),
        sa.Column("unit_path", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("application_ids", _JSON, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("hand_in_id", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(
            ["hand_in_id"],
            ["hand_in.hand_in_id"],
            name=op.f("fk_priority_order_hand_in_id_hand_in"),
        ),
        sa.PrimaryKeyConstraint("round_id", "tier", "unit_code", name=op.f("pk_priority_order")),
    )
    _create_opinions()
    op.create_table(
        "forwarding",
        sa.Column("forwarding_id", sa.String(36), nullable=False),
        sa.Column("round_id", sa.String(60), nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.Column("application_ids", _JSON, nullable=False),
        sa.Column("forwarded_by", sa.String(200), nullable=False),
        sa.Column("forwarded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("forwarding_id", name=op.f("pk_forwarding")),
        sa.UniqueConstraint("round_id", "tier", name=op.f("uq_forwarding_round_id_tier")),
    )


def _create_opinions() -> None:
    op.create_table(
        "opinion_request",
        sa.Column("application_id", sa.String(36), nullable=False),
        sa.Column("bureau", sa.String(60), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.application_id"],
            name=op.f("fk_opinion_request_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("application_id", "bureau", name=op.f("pk_opinion_request")),
    )
    op.create_index(
        "ix_opinion_request_bureau", "opinion_request", ["bureau", "application_id"], unique=False
    )
    op.create_table(
        "joint_opinion",
        sa.Column("application_id", sa.String(36), nullable=False),
        sa.Column("bureau", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(200), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.application_id"],
            name=op.f("fk_joint_opinion_application_id_application"),
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "bureau", "version", name=op.f("pk_joint_opinion")
        ),
    )


def downgrade() -> None:
    op.drop_table("forwarding")
    op.drop_table("joint_opinion")
    op.drop_index("ix_opinion_request_bureau", table_name="opinion_request")
    op.drop_table("opinion_request")
    op.drop_table("priority_order")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_column("source_url")
        batch_op.drop_column("source_title")
