"""Requests that are wrong around their body: ids, questions, cursors, versions, methods."""

import json
from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from shared.cursors import encode_cursor
from tests.intake.bodies import INSIDE, NOBODYS, a_credit_code
from tests.intake.filings import Filings
from tests.intake.routes.calls import CALLS, READS, WRITES, Objects
from tests.intake.routes.sending import caller_of, sent

ODD_IDS = (
    "7",
    "x" * 36,
    NOBODYS.replace("4", "A"),
    f"{NOBODYS}0",
    f"{NOBODYS}%0A",
    "%00",
    "..%2F7",
)


@pytest.mark.parametrize("odd", ODD_IDS)
def test_what_is_no_id_is_refused_before_it_is_looked_for(filings: Filings, odd: str) -> None:
    objects = Objects(application=odd, enterprise=odd, hand_in=odd, list=odd)
    wrong = {}
    for operation, call in {**READS, **WRITES}.items():
        if odd not in (path := call(objects).path):
            continue
        caller = caller_of(filings, operation, a_credit_code())
        answer = call(objects)(caller)
        # A slash in an id leads to another address, of which there is none.
        if answer.status not in {404, 405} and list(answer.faults.values()) != ["pattern"]:
            wrong[f"{operation} {path}"] = answer.response.text

    assert wrong == {}


@pytest.mark.parametrize(
    ("params", "fault"),
    [
        ({"limit": 0}, "query:limit out-of-range"),
        ({"limit": 201}, "query:limit out-of-range"),
        ({"limit": "many"}, "query:limit type"),
        ({"limit": 1.5}, "query:limit type"),
        ({"state": "asleep"}, "query:state enum"),
        ({"tier": "gold"}, "query:tier enum"),
        ({"round_id": "x" * 61}, "query:round_id too-long"),
        ({"round_id": "a\x00b"}, "query:round_id control-character"),
        ({"unit_code": "\u202e120116"}, "query:unit_code control-character"),
        ({"cursor": "x" * 201}, "query:cursor too-long"),
    ],
    ids=str,
)
def test_a_question_that_makes_no_sense_is_refused(
    filings: Filings, params: dict[str, Any], fault: str
) -> None:
    answer = filings.city.get("/v1/applications", params=params)

    answer.refused(422, "invalid-request")
    assert [f"{pointer} {code}" for pointer, code in answer.faults.items()] == [fault]


@pytest.mark.parametrize(
    "cursor",
    [
        "abc",
        "!",
        "bnVsbA==",
        "W10=",
        encode_cursor(INSIDE.replace(tzinfo=None), NOBODYS),
        encode_cursor(INSIDE, "a\x00b"),
        encode_cursor(INSIDE, "\ud800"),
        "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgIngiXQ==",
        "Wzc1LCAieCJd",
    ],
)
@pytest.mark.parametrize(
    "path", ["/v1/applications", "/v1/inbox", "/v1/hand-ins", "/v1/lists", "/v1/public-lists"]
)
def test_an_invented_cursor_is_refused(filings: Filings, path: str, cursor: str) -> None:
    filings.city.get(path, params={"cursor": cursor}).refused(422, "cursor-invalid")


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "x", "2147483648", "9" * 30])
def test_a_revision_has_a_number(filings: Filings, number: str) -> None:
    for path in (f"revisions/{number}", f"revisions/{number}/printed-form"):
        answer = filings.city.get(f"/v1/applications/{NOBODYS}/{path}")
        answer.refused(422, "invalid-request")
        assert set(answer.faults) == {"path:number"}


#: Every operation that changes what somebody else may have changed meanwhile.
MATCHING = (
    "save-form",
    "record-maturity-report",
    "save-revision",
    "finalise-application",
    "take-back-application",
    "withdraw-application",
    "return-application",
    "pass-application",
    "not-pass-application",
    "recommend-application",
    "tabulate-application",
    "file-application",
    "not-file-application",
    "start-review",
    "propose-application",
    "decline-application",
    "open-publicity",
    "request-publication",
    "confirm-publication",
)


@pytest.mark.parametrize("operation", MATCHING)
def test_a_change_says_which_version_it_was_made_on(filings: Filings, operation: str) -> None:
    call = WRITES[operation](Objects())
    caller = caller_of(filings, operation, a_credit_code())
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    body = json.dumps(call.json or {}).encode()

    missing = caller.send(call.method, call.path, content=body, headers=headers)
    missing.refused(428, "if-match-missing")
    for garbled in ("7", "*", 'W/"7"', '"7', '"7", 8', '"²"'):
        sent_with = headers | {"If-Match": garbled}
        encoded = {name: value.encode() for name, value in sent_with.items()}
        answer = caller.send(call.method, call.path, content=body, headers=encoded)  # type: ignore[arg-type]
        answer.refused(400, "if-match-malformed")


def test_a_stale_version_is_refused_wherever_one_is_asked_for(filings: Filings) -> None:
    filing = filings.at(State.PROPOSED)
    filing.draw_list().ok(201)
    before = filing.settled().read()
    objects, stale = Objects.of(filing), {"If-Match": '"0", "999", "x"'}

    for operation in MATCHING:
        caller = caller_of(filings, operation, filing.firm.credit_code)
        body = WRITES[operation](objects).json
        sent(caller, operation, objects, json=body, headers=stale).refused(412, "stale-version")

    assert filing.read() == before
    assert filings.city.get(filing.list_path).ok(200)["state"] == "drawn"


def test_every_operation_survives_a_method_that_it_does_not_take(filings: Filings) -> None:
    wrong = {}
    for operation, call in CALLS.items():
        answer = filings.city.send("TRACE", call(Objects()).path)
        if (answer.status, answer.code) != (405, "method-not-allowed"):
            wrong[operation] = answer.response.text

    assert wrong == {}
