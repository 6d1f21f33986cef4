"""Alembic's entry; all is done by shared.migrate."""

from services.documents.store.check_tables import check_jobs
from shared.migrate import run_environment

run_environment(check_jobs.metadata)
