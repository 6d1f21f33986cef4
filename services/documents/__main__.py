"""``python -m services.documents serve | migrate``: the service as a process of its own."""

import typer

from services.documents.app import SCHEMA, create_app
from services.documents.settings import DocumentsSettings
from shared.process import migrate_database, serve_service

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="文件服务 · Documents service")


@cli.command()
def serve() -> None:
    """Serve until a signal ends the process; the database must stand at the newest revision."""
    serve_service(create_app, DocumentsSettings())


@cli.command()
def migrate() -> None:
    """Bring the database up to the newest revision; run once before new code starts."""
    migrate_database(DocumentsSettings(), SCHEMA)


if __name__ == "__main__":
    cli()
