"""Where intake's revisions lie and which tables they lead to."""

from services.intake.store import (
    binding_tables,
    check_tables,
    hand_in_tables,
    portal_tables,
    register_tables,
    relay_tables,
    tables,
)
from shared.migrate import Schema

#: Importing the files of tables brings them all into the one metadata.
TABLE_FILES = (
    tables,
    binding_tables,
    check_tables,
    hand_in_tables,
    portal_tables,
    register_tables,
    relay_tables,
)

SCHEMA = Schema(script_location="services.intake:migrations", metadata=tables.metadata)
