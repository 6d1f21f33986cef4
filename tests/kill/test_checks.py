"""A worker of the checks killed between any two effects: another one comes to the same result, once."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from services.documents.app import SCHEMA, documents_context
from services.documents.domain.check_life import CheckState
from services.documents.domain.versions import Version
from services.documents.settings import DocumentsSettings
from services.documents.store.check_results import result_of
from services.documents.store.check_tables import check_jobs
from services.documents.store.queries import version_of
from services.documents.usecases.keep_bytes import keep_bytes
from services.documents.usecases.record_version import record_version
from shared.database import Database
from shared.event_log import chain_break, events_of
from shared.service import Foundation
from tests.architecture.sources import ROOT
from tests.documents import hostile
from tests.documents.desk import a_document_id
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.run import Run
from tests.harness.services import make_bucket
from tests.kill.points import WHILE_CHECKING
from tests.kill.process import WAIT_S, assert_killed, forked

WORKER = ["documents", "worker", "--until-empty"]
#: A dead worker's version is free after this long.
LEASE_S = "0.3"


def settings_of(run: Run, folder: Path) -> dict[str, Any]:
    store = run.object_store()
    return {
        "store_endpoint": store.endpoint,
        "store_access_key": store.access_key,
        "store_secret_key": store.secret_key,
        "store_bucket": make_bucket(run),
        "spool_folder": str(folder / "spool"),
        "check_lease_s": LEASE_S,
    }


async def stored(settings: DocumentsSettings, database: Database) -> Version:
    """Store a version whose checks find something."""
    context = documents_context(settings, Foundation.of(settings))

    async def chunks() -> AsyncIterator[bytes]:
        yield hostile.wrong_offsets()

    async with (
        context.running(),
        context.spool.receive(chunks(), lambda _: None) as spooled,
    ):
        version = await keep_bytes(
            context,
            spooled,
            document_id=a_document_id(),
            kind="stamped-scan",
            media_type="application/pdf",
            file_name="扫描件.pdf",
            actor="wang",
        )
    async with database.transaction() as connection:
        await record_version(connection, version, event_kind="document.stored")
    return version


async def outcome(database: Database, version: Version) -> tuple[CheckState, int, list[str], int]:
    """Give state, findings, kinds of events, and what is left in the queue."""
    async with database.transaction(read_only=True) as connection:
        found = await version_of(connection, version.document_id, version.version_id)
        result = await result_of(connection, version.version_id)
        events = await events_of(connection, version.document_id)
        waiting = (await connection.execute(select(func.count()).select_from(check_jobs))).scalar()
    assert found is not None
    assert chain_break(events) is None
    kinds = [event.kind for event in events]
    return found.check_state, len(result.findings) if result else 0, kinds, waiting or 0


@pytest.mark.parametrize("point", WHILE_CHECKING)
def test_a_killed_worker_loses_and_doubles_nothing(
    make_database: DatabaseMaker, loop: LoopThread, run: Run, tmp_path: Path, point: str
) -> None:
    database = make_database("documents", SCHEMA)
    chosen = settings_of(run, tmp_path)
    version = loop.run(stored(DocumentsSettings(_env_file=None, **chosen), database))
    url = database.engine.url.set(drivername=database.engine.url.get_backend_name())
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "DOCUMENTS_DATABASE_URL": url.render_as_string(hide_password=False),
        **{f"DOCUMENTS_{name.upper()}": value for name, value in chosen.items()},
    }

    killed = forked(WORKER, environment | {"DOCUMENTS_FAIL_AT": point}, tmp_path)
    assert_killed(killed)
    between = loop.run(outcome(database, version))
    # The lease of the dead is over by the time that a new process has started; if not, the next is later.
    for _ in range(5):
        assert forked(WORKER, environment, tmp_path).wait(WAIT_S) == 0

    is_recorded = point == "check-version.after-result"
    assert between[0] is (CheckState.ACCEPTED if is_recorded else CheckState.CHECKING)
    expected = ["document.stored", "document.checked"]
    assert loop.run(outcome(database, version)) == (CheckState.ACCEPTED, 1, expected, 0)
