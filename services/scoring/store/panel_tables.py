"""The tables of expert panels. What was hashed is kept as the bytes that were hashed."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from services.scoring.store.tables import metadata
from shared.database import UtcDateTime

panels = Table(
    "panel",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("round_id", String(64), nullable=False),
    Column("tier", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("basis_bytes", LargeBinary, nullable=False),
    #: Set when the pool is frozen.
    Column("basis_sha256", String(64)),
    Column("basis_sm3", String(64)),
    Column("secret_sha256", String(64)),
    Column("value_what", String(300)),
    Column("value_where", String(300)),
    Column("value_known_at", UtcDateTime),
    Column("value_alphabet", String(10)),
    Column("value_length", Integer),
    Column("public_value", String(200)),
    Column("public_source", String(300)),
    Column("secret", String(64)),
    Column("seed", String(64)),
    Column("draw_bytes", LargeBinary),
    Column("draw_sha256", String(64)),
    Column("draw_sm3", String(64)),
    Column("result_bytes", LargeBinary),
    Column("result_sha256", String(64)),
    Column("result_sm3", String(64)),
    Column("result_signature", Text),
    Column("attempt", Integer, nullable=False),
    Column("reason", Text),
    #: Step → who and when.
    Column("steps", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_panel_created_at_id", "created_at", "id"),
)

#: Which applications are before which panel. While `is_live`, an application is before one panel alone.
panel_applications = Table(
    "panel_application",
    metadata,
    Column("panel_id", ForeignKey("panel.id"), primary_key=True),
    Column("application_id", String(36), primary_key=True),
    Column("round_id", String(64), nullable=False),
    Column("is_live", Boolean, nullable=False),
    Index(
        "uq_panel_application_live",
        "application_id",
        unique=True,
        sqlite_where=text("is_live"),
        postgresql_where=text("is_live"),
    ),
)

#: One row for each expert and application that were ever assigned, with the ballot as it stands.
ballots = Table(
    "ballot",
    metadata,
    Column("assignment_id", String(36), primary_key=True),
    Column("panel_id", ForeignKey("panel.id"), nullable=False),
    Column("application_id", String(36), nullable=False),
    Column("expert_id", String(200), nullable=False),
    Column("assigned_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    #: Item → points, as text.
    Column("points", JSON, nullable=False),
    Column("remark", Text),
    Column("salt", String(64)),
    Column("commitment", String(64)),
    Column("handed_in_at", UtcDateTime),
    UniqueConstraint("panel_id", "application_id", "expert_id"),
    Index("ix_ballot_expert_id_assigned_at", "expert_id", "assigned_at"),
)

#: Every state of a ballot that was saved, the last one included; never changed.
ballot_versions = Table(
    "ballot_version",
    metadata,
    Column("assignment_id", ForeignKey("ballot.assignment_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("points", JSON, nullable=False),
    Column("remark", Text),
    Column("saved_at", UtcDateTime, nullable=False),
)

recusals = Table(
    "recusal",
    metadata,
    Column("panel_id", ForeignKey("panel.id"), primary_key=True),
    Column("counter", Integer, primary_key=True),
    Column("application_id", String(36), nullable=False),
    Column("expert_id", String(200), nullable=False),
    Column("is_whole", Boolean, nullable=False),
    Column("replacement_id", String(200)),
    Column("reason", Text, nullable=False),
    Column("recused_by", String(200), nullable=False),
    Column("recused_at", UtcDateTime, nullable=False),
)
