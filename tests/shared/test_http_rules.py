"""The rules that hold for every endpoint, shown on the notes service over a real socket."""

import json
from collections.abc import Iterator

import pytest

from tests.harness.api import Api
from tests.harness.reached import LEDGER

FIRM = "91120116MA05XXXX0A"
OTHER = "91120116MA06XXXX0B"

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def firm(notes: Api) -> Api:
    return notes.as_role("applicant", enterprise=FIRM)


def problem_is_whole(body: dict[str, object]) -> bool:
    return set(body) == {
        "type", "title", "status", "code", "detail", "remedy", "request_id", "errors"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid-request"),
        (b"{", 400, "malformed-json"),
        (b'{"text": NaN}', 400, "malformed-json"),
        (b'{"text": 1e400}', 400, "malformed-json"),
        (b'{"text": "a", "text": "b"}', 400, "malformed-json"),
        (b"\xff\xfe", 400, "malformed-json"),
        (b"[]", 422, "invalid-request"),
        (b'"text"', 422, "invalid-request"),
        (b"null", 422, "invalid-request"),
        (b'{"text": 7}', 422, "invalid-request"),
        (b'{"text": ""}', 422, "invalid-request"),
        (b'{"text": "a", "extra": 1}', 422, "invalid-request"),
        (b'{"text": "a\\u0000"}', 422, "invalid-request"),
        ('{"text": "\u202egnp"}'.encode(), 422, "invalid-request"),
        (json.dumps({"text": "x" * 5_000_000}).encode(), 413, "body-too-large"),
        (json.dumps({"text": "x" * 1_000_000}).encode(), 422, "invalid-request"),
    ],
    ids=lambda value: repr(value)[:28] + (f"-{len(value)}" if isinstance(value, bytes) else ""),
)
def test_bad_bodies_are_clear_refusals_in_both_languages(
    firm: Api, body: bytes, status: int, code: str
) -> None:
    said = {}
    for language in ("zh-CN", "en"):
        answer = firm.post("/v1/notes", content=body, headers=JSON | {"Accept-Language": language})
        problem = answer.refused(status, code)
        assert problem_is_whole(problem)
        assert answer.headers["content-language"] == language
        said[language] = problem["title"]

    assert said["zh-CN"] != said["en"]
    assert firm.get("/v1/notes").ok()["items"] == []


def test_all_faults_are_named_at_once(firm: Api) -> None:
    answer = firm.post("/v1/notes", {"texte": "a", "a/b": 1})

    answer.refused(422, "invalid-request")
    assert answer.faults == {
        "/text": "required",
        "/texte": "unknown-field",
        "/a~1b": "unknown-field",
    }


def test_a_chunked_body_is_bounded_as_it_comes(firm: Api) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(200):
            yield b"x" * 65536

    answer = firm.post("/v1/notes", content=endless(), headers=JSON)

    answer.refused(413, "body-too-large")


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/jsonp", ""])
def test_a_body_of_another_kind_is_refused(firm: Api, media_type: str) -> None:
    headers = {"Content-Type": media_type}

    firm.post("/v1/notes", content=b'{"text": "a"}', headers=headers).refused(
        415, "media-type-not-json"
    )


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "application/merge-patch+json"]
)
def test_json_goes_by_several_names(firm: Api, media_type: str) -> None:
    headers = {"Content-Type": media_type}

    assert firm.post("/v1/notes", content=b'{"text": "a"}', headers=headers).status == 201


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "bearer", "Bearerx"])
def test_a_call_without_a_token_is_unauthenticated(notes: Api, header: str) -> None:
    answer = notes.get("/v1/notes", headers={"Authorization": header})

    answer.refused(401, "token-missing")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_of_somebody_else_is_refused(notes: Api) -> None:
    notes.get("/v1/notes", headers={"Authorization": "Bearer a.b.c"}).refused(401, "token-refused")


def test_who_may_not_call_is_told_before_the_body_is_read(notes: Api) -> None:
    expert = notes.as_role("expert")

    expert.post("/v1/notes", content=b"{" * 10_000_000, headers=JSON).refused(403, "role-forbidden")


def test_what_belongs_to_another_looks_like_nothing(firm: Api, notes: Api) -> None:
    path = firm.post("/v1/notes", {"text": "ours"}).headers["location"]
    other = notes.as_role("applicant", enterprise=OTHER, relation="stranger")

    theirs = other.get(path).refused(404, "note-not-found")
    nobodys = other.get("/v1/notes/00000000-0000-0000-0000-000000000000").refused(
        404, "note-not-found"
    )

    assert {**theirs, "request_id": ""} == {**nobodys, "request_id": ""}
    assert other.get("/v1/notes").ok()["items"] == []
    assert notes.as_role("auditor").get(path).ok()["text"] == "ours"


def test_unknown_addresses_and_methods_are_problems_too(firm: Api) -> None:
    firm.get("/v1/nothing").refused(404, "path-not-found")
    answer = firm.delete("/v1/notes")

    answer.refused(405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, POST"


def test_a_fault_of_ours_shows_nothing_of_us(notes: Api) -> None:
    answer = notes.as_role("operator").post("/v1/breakdowns")

    problem = answer.refused(500, "internal-error")
    assert problem_is_whole(problem)
    assert answer.headers["connection"] == "close"
    assert "ZeroDivision" not in answer.response.text
    assert "no caller may see" not in answer.response.text
    assert LEDGER.has_reached("error code", "internal-error")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("req-1.a_B", True), ("", False), ("x" * 65, False), ("a b", False), ("a;rm", False)],
)
def test_a_request_id_is_echoed_when_it_is_harmless(firm: Api, given: str, *, kept: bool) -> None:
    answer = firm.get("/v1/notes", headers={"X-Request-Id": given})

    assert (answer.headers["x-request-id"] == given) is kept
    assert len(answer.headers["x-request-id"]) > 0


def test_a_problem_carries_the_request_id_of_its_headers(firm: Api) -> None:
    answer = firm.get("/v1/nothing")

    assert answer.body["request_id"] == answer.headers["x-request-id"]


def test_answers_are_neither_sniffed_framed_nor_cached(firm: Api) -> None:
    for answer in (firm.get("/v1/notes"), firm.get("/v1/nothing")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "no-store" in answer.headers["cache-control"]
        assert "server" not in answer.headers


def test_a_list_is_walked_to_its_end_while_it_grows(firm: Api) -> None:
    for number in range(5):
        firm.post("/v1/notes", {"text": str(number)}).ok(201)
    seen: list[str] = []
    cursor = None

    while True:
        page = firm.get(
            "/v1/notes", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        ).ok()
        seen.extend(note["text"] for note in page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            break
        if len(seen) == 2:
            firm.post("/v1/notes", {"text": "late"}).ok(201)

    assert seen == ["0", "1", "2", "3", "4", "late"]


@pytest.mark.parametrize(
    "params", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"limit": ""}, {"cursor": "x" * 201}]
)
def test_pages_are_bounded(firm: Api, params: dict[str, str]) -> None:
    answer = firm.get("/v1/notes", params=params)

    answer.refused(422, "invalid-request")
    assert set(answer.faults) == {f"query:{name}" for name in params}


@pytest.mark.parametrize("hidden", ["a\x00b", "\x1b[2J", "\u202egnp", "\u2066a"])
def test_a_question_with_characters_that_nobody_sees_is_refused(firm: Api, hidden: str) -> None:
    answer = firm.get("/v1/notes", params={"cursor": hidden, "limit": 1, "unknown": hidden})

    answer.refused(422, "invalid-request")
    assert answer.faults == {
        "query:cursor": "control-character",
        "query:unknown": "control-character",
    }


def test_an_invented_cursor_is_refused(firm: Api) -> None:
    firm.get("/v1/notes", params={"cursor": "abc"}).refused(422, "cursor-invalid")


def test_the_documentation_needs_no_other_host(notes: Api) -> None:
    page = notes.get("/docs").response.text

    assert "https://" not in page
    assert "http://" not in page
    assert notes.get("/openapi.json").ok()["openapi"].startswith("3.1")
