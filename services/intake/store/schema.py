"""Where intake's revisions lie and which tables they lead to."""

from services.intake.store import portal_tables, tables
from shared.migrate import Schema

# Importing the files of tables brings them into the one metadata.
assert portal_tables.paper_copies.metadata is tables.metadata  # noqa: S101 - keeps the import

SCHEMA = Schema(script_location="services.intake:migrations", metadata=tables.metadata)
