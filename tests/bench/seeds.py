"""Two databases of the same content: drafts to save into and applications on the eve of their submission.

One of each is made by the use cases; the others are copies of its rows under ids of their own.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from sqlalchemy import Table

from services.intake.domain.applications import Application
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import (
    applications,
    attachments,
    events,
    factories,
    revisions,
)
from services.intake.usecases.edit_draft import save_form
from shared.database import Database
from shared.event_log import number_committed_events
from shared.migrate import upgrade
from tests.intake.forms import an_advanced_form
from tests.intake.relay.finalised import (
    a_context,
    make_draft,
    make_finalised,
    some_scans,
    the_applicant,
)

OURS, PEERS = "bench_ours", "bench_peer"


@dataclass(frozen=True, kw_only=True)
class Seeds:
    """What lies in both databases."""

    ours_url: str
    peer_url: str
    #: For recording.
    draft: Application
    ready: Application
    #: Their copies, for measuring.
    drafts: list[str]
    finalised: list[str]

    @property
    def draft_etag(self) -> str:
        return f'"{self.draft.version}"'


async def sow(maintenance_url: str, *, drafts: int, finalised: int) -> Seeds:
    """Make the databases on a server."""
    server = await asyncpg.connect(maintenance_url)
    await server.execute(f"CREATE DATABASE {OURS}")
    ours_url, peer_url = (_on(maintenance_url, name) for name in (OURS, PEERS))
    database = Database.from_url(ours_url)
    await upgrade(database, SCHEMA)
    draft = await _make_draft(database)
    ready = await make_finalised(a_context(database), some_scans())
    await _copy_rows(ours_url, draft, drafts)
    await _copy_rows(ours_url, ready, finalised)
    while await number_committed_events(database):
        pass
    await database.dispose()
    await server.execute(f"CREATE DATABASE {PEERS} TEMPLATE {OURS}")
    await server.close()
    return Seeds(
        ours_url=ours_url,
        peer_url=peer_url,
        draft=draft,
        ready=ready,
        drafts=_ids(draft, drafts),
        finalised=_ids(ready, finalised),
    )


async def new_database(maintenance_url: str, name: str) -> str:
    """Make an empty database on a server; its URL."""
    server = await asyncpg.connect(maintenance_url)
    try:
        await server.execute(f"CREATE DATABASE {name}")
    finally:
        await server.close()
    return _on(maintenance_url, name)


async def take_orders_away(*urls: str) -> None:
    """Leave the relay nothing to do: its work is not what is measured."""
    for url in urls:
        connection = await asyncpg.connect(url)
        await connection.execute("DELETE FROM outbox")
        await connection.close()


async def _make_draft(database: Database) -> Application:
    context = a_context(database)
    async with database.transaction() as connection:
        draft = await make_draft(context, connection)
        return await save_form(
            context,
            connection,
            the_applicant(),
            draft.application_id,
            an_advanced_form(),
            frozenset({draft.version}),
        )


async def _copy_rows(url: str, original: Application, count: int) -> None:
    one, factory = original.application_id, original.factory_id
    # A copy bears the id of its factory: whoever knows the one knows the other.
    copy_id = copy_factory = _copy_of("'application/'")
    connection = await asyncpg.connect(url)
    for statement in (
        _copying(factories, f"factory_id = '{factory}'", {"factory_id": copy_factory}),
        _copying(
            applications,
            f"application_id = '{one}'",
            {"application_id": copy_id, "factory_id": copy_factory},
        ),
        _copying(
            revisions,
            f"application_id = '{one}'",
            {
                "application_id": copy_id,
                "form_code": _copy_of("'form/'"),
                "printed_document_id": _copy_of("'print/'"),
            },
        ),
        _copying(
            attachments,
            f"application_id = '{one}'",
            {"application_id": copy_id, "attachment_id": _copy_of("original.attachment_id")},
        ),
        _copying(events, f"aggregate_id = '{one}'", {"aggregate_id": copy_id, "position": "NULL"}),
    ):
        await connection.execute(statement.format(original=one, count=count))
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def _copying(table: Table, where: str, changed: Mapping[str, str]) -> str:
    columns = [column.name for column in table.columns if column.name != "id"]
    values = ", ".join(changed.get(name, f"original.{name}") for name in columns)
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {values} "  # noqa: S608 - our own names
        f"FROM {table.name} AS original, generate_series(1, {{count}}) AS n WHERE {where}"
    )


def _copy_of(what: str) -> str:
    return f"md5({what} || '{{original}}/' || n)::uuid::text"


def _ids(original: Application, count: int) -> list[str]:
    """Compute the ids that the copies got."""
    return [
        str(uuid.UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()))
        for text in (f"application/{original.application_id}/{n}" for n in range(1, count + 1))
    ]


def _on(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
