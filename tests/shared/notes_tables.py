"""The tables of the notes service (see notes_service.py)."""

from pathlib import Path

from sqlalchemy import Column, Integer, String, Table

from shared.database import UtcDateTime, new_metadata
from shared.event_log import event_table
from shared.idempotency import idempotency_table
from shared.migrate import Schema

metadata = new_metadata()

notes = Table(
    "note",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("enterprise", String(18), nullable=False),
    Column("text", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
events = event_table(metadata)
idempotency_keys = idempotency_table(metadata)

SCHEMA = Schema(script_location=str(Path(__file__).parent / "notes_migrations"), metadata=metadata)
