"""``python -m services.documents serve | migrate | revise | worker | destroy | verify``."""

from services.documents.app import SCHEMA, create_app
from services.documents.commands.destroy import documents_destroy
from services.documents.commands.verify import documents_verify
from services.documents.commands.worker import documents_worker
from services.documents.settings import DocumentsSettings
from shared.process import service_cli

cli = service_cli("documents", settings=DocumentsSettings, create_app=create_app, schema=SCHEMA)
cli.command("worker")(documents_worker)
cli.command("destroy")(documents_destroy)
cli.command("verify")(documents_verify)

if __name__ == "__main__":
    cli()
