"""Where intake's revisions lie and which tables they lead to."""

from services.intake.store.tables import metadata
from shared.migrate import Schema

SCHEMA = Schema(script_location="services.intake:migrations", metadata=metadata)
