"""``python -m services.documents serve | migrate | revise``."""

from services.documents.app import SCHEMA, create_app
from services.documents.settings import DocumentsSettings
from shared.process import service_cli

cli = service_cli("documents", settings=DocumentsSettings, create_app=create_app, schema=SCHEMA)

if __name__ == "__main__":
    cli()
