"""The command line of a service's own process: ``serve``, ``migrate``, ``revise``.

Each service's ``__main__`` makes its own from this; settings are read when a command runs, never at import.
"""

import asyncio
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer
from fastapi import FastAPI
from pydantic import ValidationError

from shared.database import Database
from shared.logs import configure_logs
from shared.migrate import Schema, revise, upgrade
from shared.server import serve
from shared.settings import ServiceSettings

Settings = TypeVar("Settings", bound=ServiceSettings)


class CannotStart(Exception):
    """What an operator has to mend before a service can start; shown without a stack trace."""


def service_cli(
    name: str,
    *,
    settings: Callable[[], Settings],
    create_app: Callable[[Settings], FastAPI],
    schema: Schema,
) -> typer.Typer:
    """Make the command line of one service."""
    cli = typer.Typer(help=f"Tidu {name}", no_args_is_help=True, add_completion=False)

    def configured() -> Settings:
        return _configured(name, settings)

    @cli.command("serve")
    def serve_service() -> None:
        """Serve until a signal ends the process; it never migrates by itself."""
        read = configured()
        try:
            app = create_app(read)
        except CannotStart as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        serve(app, host=read.host, port=read.port)

    @cli.command("migrate")
    def migrate_database() -> None:
        """Bring the database up to this version's schema; run once before new code starts."""
        asyncio.run(upgraded(configured(), schema))

    @cli.command("revise")
    def write_revision(
        message: Annotated[str, typer.Argument(help="What the revision does")],
    ) -> None:
        """Write a new revision for what the tables have and the migrated database lacks."""
        asyncio.run(_revised(configured(), schema, message))

    return cli


def _configured(name: str, settings: Callable[[], Settings]) -> Settings:
    try:
        read = settings()
    except ValidationError as error:
        # An operator wants the reasons, not our stack; values are hidden by the settings class.
        reasons = "; ".join(fault["msg"] for fault in error.errors(include_input=False))
        typer.echo(f"tidu {name}: {reasons}", err=True)
        raise typer.Exit(1) from error
    configure_logs(level=read.log_level, as_json=not read.is_development)
    return read


async def upgraded(settings: ServiceSettings, schema: Schema) -> None:
    """Upgrade with an engine of its own, closed again before anything else uses the database."""
    database = Database.from_url(settings.database_url)
    try:
        await upgrade(database, schema)
    finally:
        await database.dispose()


async def _revised(settings: ServiceSettings, schema: Schema, message: str) -> None:
    database = Database.from_url(settings.database_url)
    try:
        await revise(database, schema, message)
    finally:
        await database.dispose()
