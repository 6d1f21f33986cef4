"""Submissions that do not last: several receipts an application, room after a withdrawal.

Expand only: code of before goes on working, as long as nothing is taken back or withdrawn.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STANDING = sa.text("state <> 'withdrawn'")


def upgrade() -> None:
    with op.batch_alter_table("receipt") as batch_op:
        batch_op.drop_constraint("pk_receipt", type_="primary")
        batch_op.drop_constraint("uq_receipt_number", type_="unique")
        batch_op.create_primary_key("pk_receipt", ["number"])
        batch_op.create_unique_constraint(
            "uq_receipt_application_id_revision_number", ["application_id", "revision_number"]
        )
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_constraint("uq_application_factory_id_round_id_tier", type_="unique")
        batch_op.create_index(
            "uq_application_standing",
            ["factory_id", "round_id", "tier"],
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        )


def downgrade() -> None:
    """Go back; the database refuses it once an application has two receipts or a successor."""
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_index("uq_application_standing")
        batch_op.create_unique_constraint(
            "uq_application_factory_id_round_id_tier", ["factory_id", "round_id", "tier"]
        )
    with op.batch_alter_table("receipt") as batch_op:
        batch_op.drop_constraint("uq_receipt_application_id_revision_number", type_="unique")
        batch_op.drop_constraint("pk_receipt", type_="primary")
        batch_op.create_primary_key("pk_receipt", ["application_id"])
        batch_op.create_unique_constraint("uq_receipt_number", ["number"])
