"""Since when an application stands in its state, and the region in which an enterprise is registered.

Expand only: code of before looks at neither, and what it writes is read with the last change in place of the step.
"""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: The kinds of the events that moved an application on, or began it, as they were when this was written.
_STEPS = (
    "started",
    "finalised",
    "reopened",
    "submitted",
    "portal-filed",
    "taken-back",
    "withdrawn",
    "returned",
    "district-passed",
    "not-passed",
    "recommended",
    "tabulated",
    "handed-in",
    "received",
    "filed",
    "not-filed",
    "review-started",
    "opinions-requested",
    "forwarded",
    "not-forwarded",
    "selected",
    "not-selected",
    "proposed",
    "publicity-opened",
    "recognised",
    "declined",
)


def upgrade() -> None:
    op.add_column("enterprise", sa.Column("registered_region", sa.String(6), nullable=True))
    op.add_column("application", sa.Column("state_since", UtcDateTime(), nullable=True))
    _fill()
    op.create_index("ix_application_state", "application", ["state", "unit_path"], unique=False)


def _fill() -> None:
    """Take the time of each application's last step from its events."""
    application = sa.table(
        "application",
        sa.column("application_id"),
        sa.column("state_since", UtcDateTime()),
        sa.column("updated_at", UtcDateTime()),
    )
    event = sa.table(
        "event",
        sa.column("aggregate_id"),
        sa.column("kind"),
        sa.column("recorded_at", UtcDateTime()),
    )
    last_step = (
        sa.select(sa.func.max(event.c.recorded_at))
        .where(
            event.c.aggregate_id == application.c.application_id,
            event.c.kind.in_([f"application.{step}" for step in _STEPS]),
        )
        .scalar_subquery()
    )
    op.execute(
        application.update().values(
            state_since=sa.func.coalesce(last_step, application.c.updated_at)
        )
    )


def downgrade() -> None:
    op.drop_index("ix_application_state", table_name="application")
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_column("state_since")
    with op.batch_alter_table("enterprise") as batch_op:
        batch_op.drop_column("registered_region")
