"""Labels of assessments; simulations with their parts and results.

The round stands in the kept request of every assessment, so that it is read out of there. Unit and industry are
known of no earlier one, and stay absent.
"""

import json

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Rows read at a time.
BATCH = 500


def upgrade() -> None:
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("round_id", sa.String(64), nullable=True))
        batch.add_column(sa.Column("unit_code", sa.String(40), nullable=True))
        batch.add_column(sa.Column("industry", sa.String(4), nullable=True))
    _fill_rounds()
    op.create_index("ix_assessment_cohort", "assessment", ["round_id", "tier", "unit_code"])
    _create_simulation()
    op.create_table(
        "simulation_part",
        sa.Column("simulation_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("affected", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["simulation_id"],
            ["simulation.id"],
            name=op.f("fk_simulation_part_simulation_id_simulation"),
        ),
        sa.PrimaryKeyConstraint("simulation_id", "number", name=op.f("pk_simulation_part")),
    )
    op.create_table(
        "simulation_result",
        sa.Column("simulation_id", sa.String(36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["simulation_id"],
            ["simulation.id"],
            name=op.f("fk_simulation_result_simulation_id_simulation"),
        ),
        sa.PrimaryKeyConstraint("simulation_id", name=op.f("pk_simulation_result")),
    )


def downgrade() -> None:
    for table in ("simulation_result", "simulation_part", "simulation"):
        op.drop_table(table)
    op.drop_index("ix_assessment_cohort", "assessment")
    with op.batch_alter_table("assessment") as batch:
        for column in ("industry", "unit_code", "round_id"):
            batch.drop_column(column)


def _fill_rounds() -> None:
    connection = op.get_bind()
    table = sa.table(
        "assessment",
        sa.column("id", sa.String),
        sa.column("request_bytes", sa.LargeBinary),
        sa.column("round_id", sa.String),
    )
    last = ""
    while True:
        rows = connection.execute(
            sa.select(table.c.id, table.c.request_bytes)
            .where(table.c.id > last)
            .order_by(table.c.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        found = [
            {"row": row.id, "round": round_id}
            for row in rows
            if isinstance(round_id := json.loads(row.request_bytes).get("round_id"), str)
        ]
        if found:
            connection.execute(
                sa.update(table)
                .where(table.c.id == sa.bindparam("row"))
                .values(round_id=sa.bindparam("round")),
                found,
            )


def _create_simulation() -> None:
    op.create_table(
        "simulation",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("editions_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("base_bundle", sa.LargeBinary(), nullable=True),
        sa.Column("other_bundle", sa.LargeBinary(), nullable=True),
        sa.Column("cohort_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("part_size", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(40), nullable=True),
        sa.Column("lease_token", sa.String(36), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("result_sha256", sa.String(64), nullable=True),
        sa.Column("result_sm3", sa.String(64), nullable=True),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_by", sa.String(200), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation")),
    )
    op.create_index("ix_simulation_created_at_id", "simulation", ["created_at", "id"])
