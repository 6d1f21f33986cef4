"""``python -m services.intake serve | migrate | revise``."""

from typing import Annotated

import typer

from services.intake.app import create_app
from services.intake.settings import IntakeSettings
from services.intake.store.schema import SCHEMA
from shared.process import migrate_database, revise_database, serve_service

cli = typer.Typer(help="Tidu intake", no_args_is_help=True, add_completion=False)


@cli.command()
def serve() -> None:
    """Serve until a signal ends the process."""
    serve_service(create_app, IntakeSettings())


@cli.command()
def migrate() -> None:
    """Bring the database up to this version's schema."""
    migrate_database(IntakeSettings(), SCHEMA)


@cli.command()
def revise(message: Annotated[str, typer.Argument(help="What the revision does")]) -> None:
    """Write a new revision for what the tables have and the migrated database lacks."""
    revise_database(IntakeSettings(), SCHEMA, message)


if __name__ == "__main__":
    cli()
