"""Bodies that cannot be read, at every kind of endpoint: a clear refusal, and nothing half-written."""

import json
from collections.abc import Callable

import pytest

from tests.intake.bodies import a_credit_code
from tests.intake.filings import Filings
from tests.intake.routes.calls import Objects
from tests.intake.routes.conftest import Counts
from tests.intake.routes.sending import caller_of, sent

#: Bodies that are not even JSON of ours, whatever the endpoint expects.
UNREADABLE: dict[str, tuple[bytes, int, str]] = {
    "broken": (b'{"name": "a"', 400, "malformed-json"),
    "text": (b"name=a", 400, "malformed-json"),
    "no UTF-8": (b'{"name": "\xff\xfe"}', 400, "malformed-json"),
    "NaN": (b'{"name": NaN}', 400, "malformed-json"),
    "infinity": (b'{"name": -Infinity}', 400, "malformed-json"),
    "1e400": (b'{"name": 1e400}', 400, "malformed-json"),
    "duplicate keys": (b'{"name": "a", "name": "b"}', 400, "malformed-json"),
    "deep": (b'{"a":' * 60 + b"1" + b"}" * 60, 400, "malformed-json"),
    "very deep": (b"[" * 100_000, 400, "malformed-json"),
    "NUL": (b'{"name": "a\\u0000b"}', 422, "invalid-request"),
    "control": (b'{"name": "a\\u001bb"}', 422, "invalid-request"),
    "NUL in a key": (b'{"na\\u0000me": "a"}', 422, "invalid-request"),
    "half a surrogate pair": (b'{"name": "\\ud83d"}', 422, "invalid-request"),
    "override": ('{"name": "\u202egnp.exe"}'.encode(), 422, "invalid-request"),
    "isolate": ('{"name": "\u2066a\u2069"}'.encode(), 422, "invalid-request"),
    "a list": (b"[]", 422, "invalid-request"),
    "a number": (b"7", 422, "invalid-request"),
    "null": (b"null", 422, "invalid-request"),
    "5 MB": (json.dumps({"name": "x" * 5_000_000}).encode(), 413, "body-too-large"),
}

#: One of each kind of endpoint that takes a body.
KINDS = (
    "register-enterprise",
    "start-application",
    "save-form",
    "record-maturity-report",
    "ask-upload-ticket",
    "attach-document",
    "submit-application",
    "pass-application",
    "hand-in-applications",
    "draw-list",
    "move-clock",
)


@pytest.mark.parametrize("operation", KINDS)
def test_a_body_that_cannot_be_read_is_refused_and_leaves_nothing(
    filings: Filings, operation: str, count_rows: Callable[[], Counts]
) -> None:
    filing = filings.draft()
    caller = caller_of(filings, operation, filing.firm.credit_code)
    before = (filing.read(), filing.kinds_of_events(), count_rows())

    wrong = {}
    for name, (body, status, code) in UNREADABLE.items():
        answer = sent(caller, operation, Objects.of(filing), content=body)
        if (answer.status, answer.code) != (status, code):
            wrong[name] = answer.response.text
    as_text = sent(
        caller, operation, Objects(), content=b"{}", headers={"Content-Type": "text/plain"}
    )

    assert wrong == {}
    as_text.refused(415, "media-type-not-json")
    assert (filing.read(), filing.kinds_of_events(), count_rows()) == before


def test_a_refusal_of_a_body_is_in_both_languages(filings: Filings) -> None:
    for body, status, code in UNREADABLE.values():
        titles = {
            sent(
                filings.applicant(a_credit_code()),
                "register-enterprise",
                Objects(),
                content=body,
                headers={"Accept-Language": language},
            ).refused(status, code)["title"]
            for language in ("zh", "en")
        }
        assert len(titles) == 2
