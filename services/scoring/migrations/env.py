"""Alembic's entry into this service's revisions."""

from services.scoring.store import panel_tables, ruling_tables, simulation_tables
from services.scoring.store.tables import metadata
from shared.migrate import run_environment

# Named here so that their tables hang on the metadata.
assert panel_tables.panels.metadata is metadata  # noqa: S101 - the same metadata by construction
assert ruling_tables.assessment_versions.metadata is metadata  # noqa: S101 - likewise
assert simulation_tables.simulations.metadata is metadata  # noqa: S101 - likewise
run_environment(metadata)
