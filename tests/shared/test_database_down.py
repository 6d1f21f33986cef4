"""A service whose database is away: it lives, says what it lacks, and answers 503 in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI

from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.postgres import LOOPBACK, free_port
from tests.harness.servers import Stack, Wiring
from tests.shared.notes_service import NOTES, make_app


@pytest.fixture(scope="module")
def cut_off(databases: Databases, _clock_of_stack: TestClock) -> Iterator[Api]:
    def make_cut_off(wiring: Wiring) -> FastAPI:
        nowhere = f"postgresql://tidu:secret@{LOOPBACK}:{free_port()}/tidu"
        return make_app(replace(wiring, database_url=nowhere))

    service = replace(NOTES, make_app=make_cut_off)
    stack = Stack({"notes": service}, databases=databases, clock=_clock_of_stack)
    yield stack.api("notes")
    stack.close()


def test_reads_and_writes_are_unavailable_for_now(cut_off: Api) -> None:
    firm = cut_off.as_role("applicant", enterprise="91120116MA05XXXX0A")

    for answer in (firm.get("/v1/notes"), firm.post("/v1/notes", {"text": "a"})):
        answer.refused(503, "database-unavailable")
        assert int(answer.headers["retry-after"]) > 0
        assert "secret" not in answer.response.text


def test_readiness_names_the_database_and_the_process_lives(cut_off: Api) -> None:
    body = cut_off.get("/readyz").ok(503)

    assert body["ready"] is False
    assert "database" in body["failed"]
    assert "identity-provider" in body["passed"]
    assert cut_off.get("/healthz").status == 200
