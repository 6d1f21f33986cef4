"""The notes service, running; see notes_service.py."""

from collections.abc import Iterator

import pytest

from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.servers import Stack
from tests.shared.notes_service import NOTES


@pytest.fixture(scope="session")
def _notes_stacks(databases: Databases, _clock_of_stack: TestClock) -> Iterator[dict[str, Stack]]:
    stacks = {
        dialect: Stack(
            {"notes": NOTES}, databases=databases, clock=_clock_of_stack, dialect=dialect
        )
        for dialect in ("postgresql", "sqlite")
    }
    yield stacks
    for stack in stacks.values():
        stack.close()


@pytest.fixture
def notes_stack(_notes_stacks: dict[str, Stack], clock: TestClock) -> Iterator[Stack]:
    del clock
    yield _notes_stacks["postgresql"]
    _notes_stacks["postgresql"].clean()


@pytest.fixture
def notes(notes_stack: Stack) -> Api:
    """The notes service on PostgreSQL."""
    return notes_stack.api("notes")


@pytest.fixture
def notes_on(dialect: str, _notes_stacks: dict[str, Stack], clock: TestClock) -> Iterator[Api]:
    """The notes service, once a database."""
    del clock
    yield _notes_stacks[dialect].api("notes")
    _notes_stacks[dialect].clean()
