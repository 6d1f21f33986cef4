"""The tables of what goes out to the other services, and of how far their feeds were read."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, text

from services.intake.store.tables import ID, ROW_ID, metadata
from shared.database import UtcDateTime

#: Work for other services, written in the transaction of its cause and delivered by the relay.
outbox = Table(
    "outbox",
    metadata,
    Column("outbox_id", ROW_ID, primary_key=True),
    # Rows of one ordering key are delivered one after the other, oldest first.
    Column("ordering_key", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("target_id", String(120), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_token", ID),
    Column("lease_until", UtcDateTime),
    Column("delivered_at", UtcDateTime),
    Column("last_error", String(300)),
    Index(
        "ix_outbox_undelivered",
        "ordering_key",
        "outbox_id",
        sqlite_where=text("delivered_at IS NULL"),
        postgresql_where=text("delivered_at IS NULL"),
    ),
)

#: How far each callee's event feed has been read.
feed_cursors = Table(
    "feed_cursor",
    metadata,
    Column("source", String(40), primary_key=True),
    Column("position", BigInteger, nullable=False),
)
