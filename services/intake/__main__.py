"""``python -m services.intake serve | migrate | revise``."""

from services.intake.app import create_app
from services.intake.settings import IntakeSettings
from services.intake.store.schema import SCHEMA
from shared.process import service_cli

cli = service_cli("intake", settings=IntakeSettings, create_app=create_app, schema=SCHEMA)

if __name__ == "__main__":
    cli()
