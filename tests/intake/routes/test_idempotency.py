"""Intake's creating and deciding requests, repeated: one effect, one answer.

The mechanism itself is shown on both databases in tests/shared/test_idempotency.py.
"""

from collections.abc import Callable

from services.intake.authorisation import RULES
from services.intake.domain.lifecycle import State
from tests.harness.api import Answer
from tests.intake.bodies import (
    ANY_VERSION,
    REASON,
    UNIT,
    a_credit_code,
    new_application,
    new_enterprise,
    new_factory,
)
from tests.intake.filings import Filings
from tests.intake.forms import ROUND_ID
from tests.intake.routes.calls import WRITES, Objects
from tests.intake.routes.conftest import Counts

KEY = "double-click"


def twice(send: Callable[[], Answer]) -> tuple[Answer, Answer]:
    first, second = send(), send()
    assert first.response.is_success, first.response.text
    assert second.status == first.status
    assert second.content == first.content
    for name in ("location", "etag", "content-type"):
        assert second.headers.get(name) == first.headers.get(name)
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    return first, second


def test_registering_twice_is_registering_once(
    filings: Filings, count_rows: Callable[[], Counts]
) -> None:
    code = a_credit_code()
    applicant = filings.applicant(code)

    first, _ = twice(lambda: applicant.post("/v1/enterprises", new_enterprise(code), key="e"))
    path = f"{first.headers['location']}/factories"
    factory, _ = twice(lambda: applicant.post(path, new_factory(), key="f"))
    body = {
        "round_id": ROUND_ID,
        "tier": "advanced",
        "factory_id": factory.body["factory_id"],
    }
    started, _ = twice(lambda: applicant.post("/v1/applications", body, key="a"))

    assert started.etag == '"1"'
    counts = count_rows()
    assert [counts[table] for table in ("enterprise", "factory", "application")] == [1, 1, 1]


def test_the_life_of_an_application_bears_a_double_click_at_each_step(filings: Filings) -> None:
    filing = filings.completed()
    headers = {"If-Match": ANY_VERSION}
    path, officer, city = filing.path, filing.officer, filings.city
    ticket = {"kind": "stamped-scan", "file_name": "a.pdf"}

    first, _ = twice(
        lambda: filing.applicant.post(f"{path}/finalise", headers={"If-Match": '"4"'}, key="f")
    )
    assert first.etag == '"5"'
    twice(lambda: filing.applicant.post(f"{path}/upload-tickets", ticket, key="u"))
    filing.attach("stamped-scan").ok(200)
    twice(lambda: filing.submit(key="s"))
    for step in ("pass", "recommend"):
        twice(lambda name=step: officer.post(f"{path}/{name}", REASON, headers=headers, key=name))  # type: ignore[misc]
    handing = {
        "round_id": ROUND_ID,
        "tier": "advanced",
        "unit_code": UNIT,
        "application_ids": [filing.application_id],
    }
    handed_in, _ = twice(lambda: officer.post("/v1/hand-ins", handing, key="h"))
    twice(lambda: city.post(f"{handed_in.headers['location']}/receive", key="r"))

    kinds = [
        kind for kind in filing.kinds_of_events() if "verdict" not in kind and "frozen" not in kind
    ]
    assert kinds == [
        "application.started",
        "application.document-attached",
        "application.finalised",
        "application.document-attached",
        "application.submitted",
        "application.district-passed",
        "application.recommended",
        "application.handed-in",
        "application.received",
    ]


def test_a_key_used_for_something_else_is_refused_and_does_nothing(
    filings: Filings, count_rows: Callable[[], Counts]
) -> None:
    firm = filings.firm()
    path = f"/v1/enterprises/{firm.enterprise_id}/factories"
    firm.api.post(path, new_factory(), key=KEY).ok(201)
    before = count_rows()

    other_body = firm.api.post(path, new_factory(name="另一工厂"), key=KEY)
    other_path = firm.api.post("/v1/applications", new_application(firm.factory_id), key=KEY)

    other_body.refused(422, "idempotency-key-reused")
    other_path.refused(422, "idempotency-key-reused")
    assert count_rows() == before
    neighbour = filings.firm()
    path = f"/v1/enterprises/{neighbour.enterprise_id}/factories"
    assert neighbour.api.post(path, new_factory(), key=KEY).status == 201


def test_a_refused_request_leaves_its_key_free_for_the_mended_one(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)

    filing.submit(7, key=KEY).refused(404, "revision-not-found")
    filing.submit(0, key=KEY).refused(422, "invalid-request")
    first = filing.submit(1, key=KEY)

    assert first.status == 201
    assert filing.submit(1, key=KEY).content == first.content


def test_every_operation_that_creates_or_decides_asks_for_a_key_of_the_right_form(
    filings: Filings, count_rows: Callable[[], Counts]
) -> None:
    posts = {name: call(Objects()) for name, call in WRITES.items()}
    before = count_rows()

    answers = {
        f"{name} {key!r}": filings.anybody.as_role(next(iter(RULES.table[name])))
        .post(call.path, {}, key=key)
        .code
        for name, call in posts.items()
        if call.method == "POST"
        for key in (None, "", "two words", "x" * 129)
    }

    assert answers == {
        name: "idempotency-key-missing" if name.endswith("None") else "idempotency-key-malformed"
        for name in answers
    }
    assert count_rows() == before
