"""The table of who is bound to which enterprise by a district's confirmation."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from services.intake.store.tables import ID, PATH, SUBJECT, UNIT, metadata
from shared.database import UtcDateTime

_STANDING = text("state IN ('requested', 'confirmed')")

bindings = Table(
    "binding",
    metadata,
    Column("binding_id", ID, primary_key=True),
    Column("subject", SUBJECT, nullable=False),
    Column("credit_code", String(18), nullable=False),
    Column("enterprise_name", String(200), nullable=False),
    Column("unit_code", UNIT, nullable=False),
    Column("unit_path", PATH, nullable=False),
    Column("statement", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("decided_by", SUBJECT),
    Column("decided_at", UtcDateTime),
    Column("reason", Text),
    # A person acts for one enterprise at a time.
    Index(
        "uq_binding_standing",
        "subject",
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    ),
    Index("ix_binding_unit_path", "unit_path", "requested_at"),
    Index("ix_binding_requested_at", "requested_at", "binding_id"),
)
