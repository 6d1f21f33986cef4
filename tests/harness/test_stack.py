"""The harness itself: servers, clients, cleaning, clocks, the rows of the authorisation matrix."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from shared.authorisation import Rules, Scope
from shared.identity.principal import Role
from tests.harness.api import Api
from tests.harness.authorisation_rows import KIND, rows_of
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.reached import LEDGER
from tests.harness.servers import Stack
from tests.harness.transitions import note_transitions
from tests.harness.waiting import eventually
from tests.shared.notes_service import NOTES

FIRM = "91120116MA05XXXX0A"


@pytest.fixture(scope="module")
def _stack(databases: Databases, _clock_of_stack: TestClock) -> Iterator[Stack]:
    stack = Stack({"notes": NOTES}, databases=databases, clock=_clock_of_stack)
    yield stack
    stack.close()


@pytest.fixture
def notes_stack(_stack: Stack) -> Iterator[Stack]:
    yield _stack
    _stack.clean()


@pytest.fixture
def notes(notes_stack: Stack) -> Api:
    return notes_stack.api("notes")


@pytest.fixture
def firm(notes: Api) -> Api:
    return notes.as_role("applicant", enterprise=FIRM)


def last_position(notes: Api) -> int:
    """Wait until everything written is in the feed and tell where it ends."""
    feed = notes.as_role("auditor")
    position = 0
    while page := feed.get("/v1/events", params={"after": position}).ok()["events"]:
        position = page[-1]["position"]
    return position


def test_a_service_answers_over_a_real_socket_and_the_row_is_noted(firm: Api) -> None:
    created = firm.post("/v1/notes", {"text": "hello"})

    assert created.status == 201
    assert firm.get(created.headers["location"]).ok()["text"] == "hello"
    assert LEDGER.has_reached(KIND, "notes create-note applicant: own")


def test_the_client_keeps_etags_at_hand(firm: Api) -> None:
    path = firm.post("/v1/notes", {"text": "first"}).headers["location"]

    firm.patch(path, {"text": "second"}).ok()
    firm.patch(path, {"text": "third"}).ok()

    assert firm.get(path).etag == '"3"'


def test_a_wrong_expectation_shows_the_problem(firm: Api) -> None:
    with pytest.raises(AssertionError, match="note-not-found"):
        firm.get("/v1/notes/none").ok()
    with pytest.raises(AssertionError, match="note-not-found"):
        firm.get("/v1/notes/none").refused(404, "another-code")


def test_cleaning_leaves_nothing_but_the_place_in_the_feed(
    notes_stack: Stack, notes: Api, firm: Api
) -> None:
    kept = last_position(notes)
    firm.post("/v1/notes", {"text": "before"}).ok(201)
    eventually(lambda: last_position(notes) == kept + 1)

    payloads = notes_stack.clean()
    notes_stack.api("notes")
    firm.post("/v1/notes", {"text": "after"}).ok(201)

    assert "note.created" in {payload["kind"] for payload in payloads}
    assert [note["text"] for note in firm.get("/v1/notes").ok()["items"]] == ["after"]
    assert eventually(lambda: last_position(notes) == kept + 2)


def test_a_service_that_is_down_refuses_connections_and_comes_back_as_it_was(
    notes_stack: Stack, firm: Api
) -> None:
    firm.post("/v1/notes", {"text": "kept"}).ok(201)

    with notes_stack.down("notes"), pytest.raises(httpx.ConnectError):
        httpx.get(f"{firm.base_url}/healthz", trust_env=False)

    assert [note["text"] for note in firm.get("/v1/notes").ok()["items"]] == ["kept"]


def test_wall_time_ages_tokens_and_leaves_business_time_alone(firm: Api, clock: TestClock) -> None:
    old = {"Authorization": f"Bearer {firm.token(timedelta(minutes=5))}"}
    business = clock.business()

    clock.move_wall(timedelta(minutes=10))

    firm.get("/v1/notes", headers=old).refused(401, "token-refused")
    firm.get("/v1/notes").ok()
    assert clock.business() - business < timedelta(minutes=1)


def test_business_time_is_moved_for_all_services_and_reset(clock: TestClock) -> None:
    close = datetime(2025, 7, 18, 16, tzinfo=UTC)

    clock.move_business_to(close)

    assert timedelta(0) <= clock.clocks.business() - close < timedelta(seconds=5)
    clock.reset()
    assert abs(clock.business() - datetime.now(UTC)) < timedelta(seconds=5)


def test_rows_are_listed_by_scope() -> None:
    rules = Rules(
        table={"do-it": {Role.APPLICANT: Scope.OWN_ENTERPRISE, Role.AUDITOR: Scope.ALL}},
        public=frozenset({"see-it"}),
    )

    rows = set(rows_of("x", rules))

    assert {
        f"x do-it applicant: {relation}" for relation in ("own", "same-unit", "stranger")
    } <= rows
    assert {"x do-it auditor: allowed", "x do-it expert: refused", "x see-it anybody"} <= rows
    assert "x do-it no token" in rows
    assert len(rows) == 1 + 1 + 3 + 1 + (len(Role) - 2)


def test_a_transition_is_read_out_of_an_event() -> None:
    note_transitions([{"data": {"action": "fly", "from_state": "egg", "to_state": "bird"}}, {}])

    assert LEDGER.has_reached("state transition", "egg --fly-->")


def test_waiting_in_vain_says_what_was_seen() -> None:
    with pytest.raises(AssertionError, match=r"the moon .*last seen: 0"):
        eventually(lambda: 0, timeout_s=0.05, what="the moon")
