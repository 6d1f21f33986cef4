from shared.migrate import run_environment
from tests.shared.notes_tables import metadata

run_environment(metadata)
