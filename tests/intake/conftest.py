"""The desk at which tests of intake make their filings."""

from collections.abc import Callable, Iterator

import pytest

from services.documents.usecases.check_versions import checker_of
from shared.database import Database
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.harness.services import schema_of
from tests.harness.waiting import eventually
from tests.intake.filings import Filings


@pytest.fixture
def filings(intake: Api, documents: Api, clock: TestClock) -> Filings:
    """Make firms and applications over HTTP, inside the round's window."""
    return Filings(intake, documents, clock)


@pytest.fixture
def check_files(
    stack: Stack, databases: Databases, loop: LoopThread
) -> Iterator[Callable[[], None]]:
    """Look into every file that was uploaded, as a worker of the documents service does; none does by itself here."""
    context = stack.app("documents").state.context
    database = Database.from_url(databases.postgresql("documents", schema_of("documents")))
    checker = checker_of(context, database)

    def is_checked() -> bool:
        while loop.run(checker.check_next()):
            pass
        # One that failed on a busy machine is due again after a pause.
        return not loop.run(databases._fetch("documents", "SELECT 1 FROM check_job"))

    def check() -> None:
        eventually(is_checked, timeout_s=60, what="the checks")

    yield check
    loop.run(database.dispose())
