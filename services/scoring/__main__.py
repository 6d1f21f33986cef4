"""``python -m services.scoring serve | migrate``: the process edge of the scoring service."""

import asyncio

import typer

from services.scoring.app import SCHEMA, create_app
from services.scoring.settings import ScoringSettings
from services.scoring.store.bundle import BrokenBundle
from shared.database import Database
from shared.logs import configure_logs
from shared.migrate import upgrade
from shared.server import serve as run_server

main = typer.Typer(no_args_is_help=True, add_completion=False, help="评估服务 · Scoring service")


@main.command()
def serve() -> None:
    """Serve until a signal ends the process; the database must stand at the newest revision."""
    settings = ScoringSettings()
    configure_logs(level=settings.log_level, as_json=not settings.is_development)
    try:
        app = create_app(settings)
    except BrokenBundle as broken:
        # Whoever edits an edition wants its faults, not a stack trace.
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from broken
    run_server(app, host=settings.host, port=settings.port)


@main.command()
def migrate() -> None:
    """Bring the database up to the newest revision."""
    settings = ScoringSettings()
    configure_logs(level=settings.log_level, as_json=not settings.is_development)
    asyncio.run(_migrate(settings))


async def _migrate(settings: ScoringSettings) -> None:
    database = Database.from_url(settings.database_url)
    try:
        await upgrade(database, SCHEMA)
    finally:
        await database.dispose()


if __name__ == "__main__":
    main()
