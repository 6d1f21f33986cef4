"""The fixtures of the harness; README.md beside this file says how to use them."""

from collections.abc import Iterator
from typing import Protocol

import hypothesis
import pytest
import structlog

from shared.database import Database
from shared.logs import configure_logs
from shared.migrate import Schema
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.harness.plugin import OWNER
from tests.harness.run import Run, RunAddress, StoreAddress
from tests.harness.servers import Stack
from tests.harness.services import SERVICES, make_bucket
from tests.harness.transitions import note_transitions


def pytest_configure() -> None:
    # One line a warning: the pretty traceback of the development renderer takes seconds.
    configure_logs(level="WARNING", as_json=True)
    # A busy machine is no fault of the code: how long an example takes is not judged.
    hypothesis.settings.register_profile("tidu", hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("tidu")


class DatabaseMaker(Protocol):
    """Makes a migrated, empty database of a schema in the dialect of the test."""

    def __call__(self, name: str, schema: Schema) -> Database: ...


@pytest.fixture(autouse=True)
def _keep_logs_quiet() -> Iterator[None]:
    """Undo what a test of a command line does to the logs of all that come after it."""
    before = structlog.get_config()
    yield
    if structlog.get_config() != before:
        structlog.configure(**before)


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> Run:
    """What this worker knows of the run: its servers, its folder."""
    worker_input = getattr(pytestconfig, "workerinput", None)
    if worker_input is None:
        return Run(pytestconfig.stash[OWNER].address, "main")
    return Run(RunAddress(**worker_input["tidu_run"]), str(worker_input["workerid"]))


@pytest.fixture(scope="session")
def loop() -> Iterator[LoopThread]:
    """The loop on which tests run coroutines: ``loop.run(coroutine)``."""
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="session")
def databases(run: Run, loop: LoopThread) -> Iterator[Databases]:
    """The databases of this worker."""
    made = Databases(run, loop)
    yield made
    made.close()


@pytest.fixture(scope="session")
def _clock_of_stack() -> TestClock:
    return TestClock()


@pytest.fixture
def clock(_clock_of_stack: TestClock) -> Iterator[TestClock]:
    """Business and wall time of all services; true again after the test."""
    yield _clock_of_stack
    _clock_of_stack.reset()


@pytest.fixture(scope="session")
def _running_stack(run: Run, databases: Databases, _clock_of_stack: TestClock) -> Iterator[Stack]:
    services = {name: make(run) for name, make in SERVICES.items()}
    running = Stack(services, databases=databases, clock=_clock_of_stack)
    yield running
    running.close()


@pytest.fixture
def stack(_running_stack: Stack, clock: TestClock) -> Iterator[Stack]:
    """The services; what a test wrote is gone after it."""
    del clock
    yield _running_stack
    note_transitions(_running_stack.clean())


@pytest.fixture
def intake(stack: Stack) -> Api:
    """The intake service; ``intake.as_role("applicant", enterprise=…)`` speaks to it."""
    return stack.api("intake")


@pytest.fixture
def scoring(stack: Stack) -> Api:
    """The scoring service."""
    return stack.api("scoring")


@pytest.fixture
def documents(stack: Stack) -> Api:
    """The documents service."""
    return stack.api("documents")


@pytest.fixture(scope="session")
def object_store(run: Run) -> StoreAddress:
    """The real S3 server of the run."""
    return run.object_store()


@pytest.fixture(scope="session")
def bucket(run: Run) -> str:
    """This worker's bucket: versioned, with object lock, never emptied: use keys of your own."""
    return make_bucket(run)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Runs the test once a database."""
    return str(request.param)


@pytest.fixture
def make_database(dialect: str, databases: Databases, loop: LoopThread) -> Iterator[DatabaseMaker]:
    """Makes the test's own database in each dialect; use it with ``loop.run``."""
    made: list[Database] = []

    def make(name: str, schema: Schema) -> Database:
        if dialect == "sqlite":
            url = databases.sqlite(name, schema)
        else:
            # Apart from the database of the running service, whose loops would see what a test writes.
            url = databases.postgresql(f"{name}_apart", schema)
            databases.clean(f"{name}_apart", schema, keep_feed=False)
        database = Database.from_url(url)
        made.append(database)
        return database

    yield make
    for database in made:
        loop.run(database.dispose())
