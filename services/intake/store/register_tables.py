"""Tables of the register of recognised factories (认定名录)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from services.intake.store.tables import DIGEST, ID, SUBJECT, UNIT, metadata
from shared.database import UtcDateTime

#: Every import with the bytes that were sent.
register_imports = Table(
    "register_import",
    metadata,
    Column("import_id", ID, primary_key=True),
    Column("source_title", String(300), nullable=False),
    Column("source_url", String(500)),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", DIGEST, nullable=False),
    Column("sm3", DIGEST, nullable=False),
    Column("new_entries", Integer, nullable=False),
    Column("known_entries", Integer, nullable=False),
    Column("imported_by", SUBJECT, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
)

recognised_factories = Table(
    "recognised_factory",
    metadata,
    # Made from what the line says: the same line is one entry however often it comes.
    Column("entry_id", ID, primary_key=True),
    Column("tier", String(20), nullable=False),
    Column("recognised_by", String(20), nullable=False),
    Column("batch", String(200), nullable=False),
    Column("enterprise_name", String(200), nullable=False),
    # The name as it is compared.
    Column("enterprise_name_key", Text, nullable=False),
    Column("credit_code", String(18)),
    Column("factory_name", String(200)),
    Column("unit_code", UNIT),
    Column("source_title", String(300), nullable=False),
    Column("source_url", String(500)),
    Column("import_id", ID, ForeignKey("register_import.import_id")),
    Column("list_id", ID, ForeignKey("official_list.list_id")),
    Column("entered_by", SUBJECT, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Index("ix_recognised_factory_credit_code", "credit_code"),
    Index("ix_recognised_factory_enterprise_name_key", "enterprise_name_key"),
    Index("ix_recognised_factory_entered_at", "entered_at", "entry_id"),
)
