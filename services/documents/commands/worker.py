"""``tidu documents-worker``: look into uploaded versions, in a process of its own beside the service."""

import asyncio
import contextlib
import signal
from typing import Annotated

import typer

from services.documents.app import documents_context
from services.documents.context import DocumentsContext
from services.documents.settings import DocumentsSettings
from services.documents.usecases.check_versions import check_loops, checker_of
from shared.background import running
from shared.database import Database
from shared.failpoints import arm
from shared.logs import configure_logs
from shared.service import Foundation


def documents_worker(
    *,
    until_empty: Annotated[
        bool,
        typer.Option("--until-empty", help="队列处理完即退出 · end when nothing is due any more"),
    ] = False,
) -> None:
    """检查已上传的文件，可同时运行多个 · Check uploaded versions; any number may run at once."""
    settings = DocumentsSettings()
    configure_logs(level=settings.log_level, as_json=not settings.is_development)
    arm(*settings.fail_points())
    asyncio.run(_work(settings, until_empty=until_empty))


async def _work(settings: DocumentsSettings, *, until_empty: bool) -> None:
    foundation = Foundation.of(settings)
    context = documents_context(settings, foundation)
    try:
        async with context.running():
            if until_empty:
                await _empty_queue(context, foundation.database)
            else:
                await _go_on(context, foundation.database)
    finally:
        await foundation.http.aclose()
        await foundation.database.dispose()


async def _empty_queue(context: DocumentsContext, database: Database) -> None:
    checker = checker_of(context, database)
    while await checker.check_next():
        pass


async def _go_on(context: DocumentsContext, database: Database) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    at_once = max(context.settings.check_workers, 1)
    with contextlib.suppress(asyncio.CancelledError):
        async with running(check_loops(context, database, at_once=at_once)):
            await stopped.wait()
