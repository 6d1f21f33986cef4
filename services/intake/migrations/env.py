"""Alembic's entry; all is done by shared.migrate."""

from services.intake.store.tables import metadata
from shared.migrate import run_environment

run_environment(metadata)
