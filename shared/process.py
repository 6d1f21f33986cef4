"""What a service's own process does: serve, migrate, write a revision. Settings come from its ``__main__``."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from fastapi import FastAPI

from shared.database import Database
from shared.logs import configure_logs
from shared.migrate import Schema, revise, upgrade
from shared.server import serve
from shared.settings import ServiceSettings

Settings = TypeVar("Settings", bound=ServiceSettings)


def serve_service(create_app: Callable[[Settings], FastAPI], settings: Settings) -> None:
    """Serve one service in this process; it never migrates by itself."""
    configure_logs(level=settings.log_level, as_json=not settings.is_development)
    serve(create_app(settings), host=settings.host, port=settings.port)


def migrate_database(settings: ServiceSettings, schema: Schema) -> None:
    """Bring a service's database up to its newest revision."""
    configure_logs(level=settings.log_level, as_json=not settings.is_development)
    asyncio.run(upgraded(settings, schema))


def revise_database(settings: ServiceSettings, schema: Schema, message: str) -> None:
    """Write a new revision against a migrated database."""

    async def run() -> None:
        database = Database.from_url(settings.database_url)
        try:
            await revise(database, schema, message)
        finally:
            await database.dispose()

    asyncio.run(run())


async def upgraded(settings: ServiceSettings, schema: Schema) -> None:
    """Upgrade with an engine of its own, closed again before anything else uses the database."""
    database = Database.from_url(settings.database_url)
    try:
        await upgrade(database, schema)
    finally:
        await database.dispose()
