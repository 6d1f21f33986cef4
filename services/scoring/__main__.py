"""``python -m services.scoring serve | migrate | revise``."""

from services.scoring.app import SCHEMA, create_app
from services.scoring.settings import ScoringSettings
from shared.process import service_cli

cli = service_cli("scoring", settings=ScoringSettings, create_app=create_app, schema=SCHEMA)

if __name__ == "__main__":
    cli()
