"""A repeated request has its effect once, and its first answer each time; on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.harness.api import Answer, Api

FIRM = "91120116MA05XXXX0A"


@pytest.fixture
def firm(notes_on: Api, request: pytest.FixtureRequest) -> Api:
    # SQLite's file is never emptied: each test is an enterprise of its own.
    return notes_on.as_role("applicant", enterprise=str(abs(hash(request.node.name)))[:18])


def texts(firm: Api) -> list[str]:
    return [note["text"] for note in firm.get("/v1/notes", params={"limit": 200}).ok()["items"]]


def test_a_second_click_gets_the_first_answer(firm: Api) -> None:
    first = firm.post("/v1/notes", {"text": "once"}, key="k-1")
    second = firm.post("/v1/notes", {"text": "once"}, key="k-1")

    assert second.status == first.status == 201
    assert second.content == first.content
    assert second.headers["location"] == first.headers["location"]
    assert second.etag == first.etag
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert texts(firm) == ["once"]


def test_another_body_under_the_same_key_is_refused(firm: Api) -> None:
    firm.post("/v1/notes", {"text": "one"}, key="k-1").ok(201)

    firm.post("/v1/notes", {"text": "two"}, key="k-1").refused(422, "idempotency-key-reused")

    assert texts(firm) == ["one"]


def test_a_key_belongs_to_its_caller(firm: Api, notes_on: Api) -> None:
    firm.post("/v1/notes", {"text": "mine"}, key="k-1").ok(201)
    neighbour = notes_on.as_role("applicant", enterprise="another")

    answer = neighbour.post("/v1/notes", {"text": "mine"}, key="k-1")

    assert answer.status == 201
    assert "idempotency-replayed" not in answer.headers


def test_a_refused_request_may_be_mended_under_its_key(firm: Api) -> None:
    firm.post("/v1/notes", {"text": "final"}, key="k-1").refused(409, "note-final")
    assert texts(firm) == []

    firm.post("/v1/notes", {"text": "mended"}, key="k-1").ok(201)

    assert texts(firm) == ["mended"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency-key-missing"),
        ("", "idempotency-key-malformed"),
        ("x" * 129, "idempotency-key-malformed"),
        ("with space", "idempotency-key-malformed"),
        ("tab\there", "idempotency-key-malformed"),
    ],
)
def test_a_create_needs_a_key_of_the_right_form(firm: Api, key: str | None, code: str) -> None:
    firm.post("/v1/notes", {"text": "x"}, key=key).refused(400, code)


def test_what_stores_nothing_needs_no_key(firm: Api) -> None:
    assert firm.post("/v1/letter-counts", {"text": "four"}, key=None).ok(200) == 4


def test_twenty_clicks_at_once_are_one_effect_and_one_answer(firm: Api) -> None:
    clicks = 20
    together = threading.Barrier(clicks)

    def click(_: int) -> Answer:
        together.wait()
        return firm.post("/v1/notes", {"text": "once"}, key="k-1")

    with ThreadPoolExecutor(clicks) as pool:
        answers = list(pool.map(click, range(clicks)))

    created = [answer for answer in answers if answer.status == 201]
    waiting = [answer for answer in answers if answer.status != 201]
    assert created
    assert len({answer.content for answer in created}) == 1
    assert {answer.code for answer in waiting} <= {"request-in-flight"}
    assert texts(firm) == ["once"]
