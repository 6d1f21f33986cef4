"""Alembic's entry; all is done by shared.migrate."""

from services.documents.store.verification_tables import verifications
from shared.migrate import run_environment

run_environment(verifications.metadata)
