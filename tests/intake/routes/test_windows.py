"""The windows of the round over HTTP: what counts is when a request's first bytes came."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Answer
from tests.intake.bodies import CLOSE, OPENING, UNIT, UNIT_CLOSE, a_key
from tests.intake.filings import Filing, Filings

#: Long enough for first bytes to be seen before the close, even by a machine that is busy elsewhere.
BEFORE = timedelta(seconds=2)

#: The enterprise's steps, each possible on a finalised application with its scan.
ENTERPRISE_STEPS: dict[str, Callable[[Filing], Answer]] = {
    "start": lambda filing: filing.desk.start(filing.firm, "basic"),
    "save": lambda filing: filing.save({"effects": {"next_plan": "扩产"}}),
    "report": lambda filing: filing.record_report(),
    "ticket": lambda filing: filing.applicant.post(
        f"{filing.path}/upload-tickets", {"kind": "other-evidence", "file_name": "a.pdf"}
    ),
    "finalise": lambda filing: filing.finalise(),
    "submit": lambda filing: filing.submit(),
    "withdraw": lambda filing: filing.undo("withdraw"),
}


def test_outside_its_window_an_enterprise_takes_no_step(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)
    uploaded = filing.upload("other-evidence")
    attach = f"{filing.path}/attachments/other-evidence"
    before = (filing.read(), filing.kinds_of_events())

    for at in (OPENING - timedelta(minutes=1), CLOSE):
        filings.clock.move_business_to(at)
        for name, step in ENTERPRISE_STEPS.items():
            answer = step(filing)
            assert answer.code == "window-closed", f"{name} at {at}: {answer.response.text}"
        filing.applicant.put(attach, uploaded).refused(409, "window-closed")

    assert (filing.read(), filing.kinds_of_events()) == before


@pytest.mark.parametrize("step", ["take-back", "withdraw"])
def test_what_is_submitted_at_the_close_stays_submitted(filings: Filings, step: str) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    before = (filing.read(), filing.kinds_of_events())
    filings.clock.move_business_to(CLOSE)

    filing.undo(step).refused(409, "window-closed")

    assert (filing.read(), filing.kinds_of_events()) == before


def test_in_the_last_minute_an_enterprise_still_submits(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)
    filings.clock.move_business_to(CLOSE - timedelta(minutes=1))

    receipt = filing.submit().ok(201)

    assert datetime.fromisoformat(receipt["arrived_at"]) < CLOSE


def test_the_units_window_is_longer_than_the_enterprises_and_the_city_has_none(
    filings: Filings,
) -> None:
    one, two = filings.at(State.SUBMITTED), filings.at(State.SUBMITTED)
    filings.clock.move_business_to(UNIT_CLOSE - timedelta(minutes=1))
    for step in ("pass", "recommend"):
        one.step(one.officer, step).ok(200)
    one.hand_in().ok(201)
    filings.clock.move_business_to(UNIT_CLOSE)

    two.step(two.officer, "pass").refused(409, "unit-window-closed")
    two.step(two.officer, "not-pass").refused(409, "unit-window-closed")
    filings.hand_in(two.officer, UNIT, two).refused(409, "unit-window-closed")
    assert two.read()["state"] == "submitted"

    filings.clock.move_business_to(UNIT_CLOSE + timedelta(days=30))
    filings.city.post(f"{one.hand_in_path}/receive").ok(200)
    one.step(filings.city, "start-review").ok(200)
    one.step(filings.city, "decline").ok(200)


def test_the_round_tells_whether_its_windows_are_open(filings: Filings) -> None:
    seen = []
    for at in (OPENING - timedelta(minutes=1), OPENING, CLOSE, UNIT_CLOSE):
        filings.clock.move_business_to(at)
        (advanced,) = (
            tier
            for tier in filings.city.get("/v1/rounds/tianjin-2025-2").ok(200)["tiers"]
            if tier["tier"] == "advanced"
        )
        window = advanced["window"]
        seen.append((window["open_to_enterprises"], window["open_to_units"]))

    assert seen == [(False, False), (True, True), (False, True), (False, False)]


class Wire:
    """A connection on which a test sends the bytes of a request when it likes."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        address = urlsplit(filing.applicant.base_url)
        self._host = address.netloc
        self._socket = socket.create_connection((str(address.hostname), address.port), timeout=30)

    def send(self, text: str) -> None:
        self._socket.sendall(text.encode())

    def submission(self) -> tuple[str, str]:
        """Give a submission in two pieces: its first line, and all the rest."""
        body = json.dumps({"revision_number": 1})
        head = (
            f"Host: {self._host}\r\nAuthorization: Bearer {self._filing.applicant.token()}\r\n"
            f"Idempotency-Key: {a_key()}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        )
        return f"POST {self._filing.path}/submit HTTP/1.1\r\n", head

    def answer(self) -> str:
        """Read until the server closes the connection."""
        pieces = []
        while piece := self._socket.recv(65536):
            pieces.append(piece)
        return b"".join(pieces).decode()

    def read_time(self) -> None:
        """Ask for something harmless and keep the connection open."""
        self.send(f"GET /v1/time HTTP/1.1\r\nHost: {self._host}\r\n\r\n")
        assert self._socket.recv(65536).startswith(b"HTTP/1.1 200")

    def close(self) -> None:
        self._socket.close()


@contextmanager
def a_wire(filing: Filing) -> Iterator[Wire]:
    wire = Wire(filing)
    try:
        yield wire
    finally:
        wire.close()


def pass_the_close(filings: Filings) -> None:
    """Let true time run on until the business clock is past the close: a moved clock would move arrivals too."""
    while filings.clock.business() <= CLOSE:
        time.sleep(0.05)


def test_a_request_that_began_before_the_close_is_in_time_when_it_ends_after_it(
    filings: Filings,
) -> None:
    filing = filings.at(State.FINALISED)
    with a_wire(filing) as wire:
        first_line, rest = wire.submission()
        filings.clock.move_business_to(CLOSE - BEFORE)
        wire.send(first_line)
        pass_the_close(filings)
        wire.send(rest)

        answer = wire.answer()

    assert answer.startswith("HTTP/1.1 201"), answer
    receipt = json.loads(answer.partition("\r\n\r\n")[2])
    arrived, submitted = (
        datetime.fromisoformat(receipt[name]) for name in ("arrived_at", "submitted_at")
    )
    assert CLOSE - BEFORE <= arrived < CLOSE <= submitted
    assert filing.read()["state"] == "submitted"


def test_an_open_connection_is_no_foot_in_the_door(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)
    with a_wire(filing) as wire:
        filings.clock.move_business_to(CLOSE - timedelta(seconds=30))
        wire.read_time()
        filings.clock.move_business_to(CLOSE)
        wire.send("".join(wire.submission()))

        answer = wire.answer()

    assert answer.startswith("HTTP/1.1 409"), answer
    assert '"window-closed"' in answer
    assert filing.read()["state"] == "finalised"
