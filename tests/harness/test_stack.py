"""The harness itself: servers, clients, cleaning, clocks."""

from collections.abc import Iterator

import pytest

from tests.harness.api import Api
from tests.harness.authorisation_rows import KIND
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.reached import LEDGER
from tests.harness.servers import Stack
from tests.shared.notes_service import NOTES

FIRM = "91120116MA05XXXX0A"


@pytest.fixture(scope="module")
def notes_stack(databases: Databases, _clock_of_stack: TestClock) -> Iterator[Stack]:
    stack = Stack({"notes": NOTES}, databases=databases, clock=_clock_of_stack)
    yield stack
    stack.close()


@pytest.fixture
def notes(notes_stack: Stack) -> Iterator[Api]:
    yield notes_stack.api("notes")
    notes_stack.clean()


def test_a_service_answers_over_a_real_socket(notes: Api) -> None:
    firm = notes.as_role("applicant", enterprise=FIRM)

    created = firm.post("/v1/notes", {"text": "hello"})

    assert created.status == 201
    assert firm.get(created.headers["location"]).ok()["text"] == "hello"
    assert LEDGER.has_reached(KIND, "notes create-note applicant: own")
