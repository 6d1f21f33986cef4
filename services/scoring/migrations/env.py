"""Alembic's entry into this service's revisions."""

from services.scoring.store.tables import metadata
from shared.migrate import run_environment

run_environment(metadata)
