"""Bodies of JSON that are wrong in a field: each fault named at its place, all at once, nothing written."""

from collections.abc import Callable, Mapping

import pytest

from tests.intake.bodies import (
    CORRECTIONS,
    NOBODYS,
    REASON,
    REPORT,
    a_credit_code,
    new_enterprise,
    new_factory,
)
from tests.intake.filings import Filings
from tests.intake.forms import ROUND_ID
from tests.intake.routes.calls import Objects
from tests.intake.routes.conftest import Counts
from tests.intake.routes.sending import caller_of, sent

ENTERPRISE = new_enterprise("91120116MA00000000")
A_HAND_IN = {
    "round_id": ROUND_ID,
    "tier": "advanced",
    "unit_code": "120116",
    "application_ids": [NOBODYS],
}
A_START = {"round_id": ROUND_ID, "tier": "advanced", "factory_id": NOBODYS}
A_TICKET = {"kind": "stamped-scan", "file_name": "a.pdf"}
AN_ATTACHMENT = {"document_id": NOBODYS, "version_id": NOBODYS}
#: Missing, in a table of changes.
GONE = object()

#: Operation, a body that it would take, and what is changed in it: field → (value, code).
FAULTS: list[tuple[str, Mapping[str, object], dict[str, tuple[object, str]]]] = [
    ("register-enterprise", ENTERPRISE, {"/nme": ("a", "unknown-field"), "/name": (GONE, "required")}),
    ("register-enterprise", ENTERPRISE, {"/name": (7, "type"), "/unit_code": (120116, "type")}),
    ("register-enterprise", ENTERPRISE, {"/name": ("", "too-short"), "/is_branch": (None, "type")}),
    ("register-enterprise", ENTERPRISE, {"/name": ("x" * 201, "too-long"), "/is_branch": ("yes", "type")}),
    ("register-enterprise", ENTERPRISE, {"/name": ("  ", "blank"), "/is_branch": (1, "type")}),
    ("register-enterprise", ENTERPRISE, {"/name": ("\u200b\u3000", "blank"), "/credit_code": ([], "type")}),
    ("register-enterprise", ENTERPRISE, {"/name": ("a\nb", "one-line"), "/credit_code": ("", "too-short")}),
    ("register-enterprise", ENTERPRISE, {"/name": ("a\u2028b", "one-line")}),
    ("register-factory", new_factory(), {"/address": ("x" * 301, "too-long"), "/name": ({}, "type")}),
    ("register-factory", new_factory(), {"/enterprise_id": (NOBODYS, "unknown-field")}),
    ("start-application", A_START, {"/tier": ("gold", "enum"), "/factory_id": ("7", "pattern")}),
    ("start-application", A_START, {"/tier": (1, "enum"), "/factory_id": (NOBODYS.replace("4", "A"), "pattern")}),
    ("start-application", A_START, {"/round_id": ("x" * 61, "too-long"), "/state": ("proposed", "unknown-field")}),
    ("record-maturity-report", REPORT, {"/level": ("2", "type"), "/score": (2.35, "type")}),
    ("record-maturity-report", REPORT, {"/level": (0, "out-of-range"), "/score": ("2.3", "pattern")}),
    ("record-maturity-report", REPORT, {"/level": (6, "out-of-range"), "/score": ("5.01", "pattern")}),
    ("record-maturity-report", REPORT, {"/level": (2.0, "type"), "/score": ("２.35", "pattern")}),
    ("record-maturity-report", REPORT, {"/level": (True, "type"), "/reported_on": (20250620, "format")}),
    ("record-maturity-report", REPORT, {"/reported_on": ("2025-02-30", "format")}),
    ("record-maturity-report", REPORT, {"/reported_on": ("2025-06-20T00:00:00", "format")}),
    ("record-maturity-report", REPORT, {"/reported_on": ("0", "format"), "/organisation": (GONE, "required")}),
    ("ask-upload-ticket", A_TICKET, {"/kind": ("film", "enum"), "/file_name": ("", "too-short")}),
    ("attach-document", AN_ATTACHMENT, {"/document_id": ("../1", "pattern"), "/version_id": (None, "type")}),
    ("submit-application", {"revision_number": 1}, {"/revision_number": (0, "out-of-range")}),
    ("submit-application", {"revision_number": 1}, {"/revision_number": (2**31, "out-of-range")}),
    ("submit-application", {"revision_number": 1}, {"/revision_number": ("1", "type")}),
    ("submit-application", {"revision_number": 1}, {"/revision_number": (1.0, "type")}),
    ("submit-application", {"revision_number": 1}, {"/revision_number": (True, "type")}),
    ("withdraw-application", {}, {"/reason": ("x", "too-short"), "/why": ("", "unknown-field")}),
    ("return-application", CORRECTIONS, {"/corrections": ([], "too-few"), "/reason": ("因为", "unknown-field")}),
    ("return-application", CORRECTIONS, {"/corrections": (CORRECTIONS["corrections"] * 51, "too-many")}),
    ("return-application", CORRECTIONS, {"/corrections": (GONE, "required")}),
    ("pass-application", REASON, {"/reason": ("x", "too-short"), "/by": ("me", "unknown-field")}),
    ("propose-application", REASON, {"/reason": ("x" * 2001, "too-long")}),
    ("hand-in-applications", A_HAND_IN, {"/application_ids": ([], "too-few")}),
    ("hand-in-applications", A_HAND_IN, {"/application_ids": ([NOBODYS] * 501, "too-many")}),
    ("hand-in-applications", A_HAND_IN, {"/application_ids": ([NOBODYS] * 2, "repeated")}),
    ("hand-in-applications", A_HAND_IN, {"/application_ids": (NOBODYS, "type")}),
    ("draw-list", {"round_id": ROUND_ID, "tier": "advanced"}, {"/tier": ([], "enum")}),
    ("move-clock", {"business": ""}, {"/business": ("2025-07-10T09:00:00", "time-zone-missing")}),
    ("move-clock", {"business": ""}, {"/business": ("2025-07-10", "time-zone-missing")}),
    ("move-clock", {"business": ""}, {"/business": (1752109200, "format")}),
    ("move-clock", {"business": ""}, {"/business": ("1752109200", "format")}),
    ("move-clock", {"business": ""}, {"/business": ("0001-01-01T00:00:00+14:00", "out-of-range")}),
    ("move-clock", {"business": ""}, {"/business": ("9999-12-31T23:59:59-14:00", "out-of-range")}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("operation", "body", "changes"),
    FAULTS,
    ids=[
        f"{number} {operation} {' '.join(changes)}"
        for number, (operation, _, changes) in enumerate(FAULTS, start=1)
    ],
)
def test_each_fault_of_a_body_is_named_at_its_place(
    filings: Filings,
    operation: str,
    body: Mapping[str, object],
    changes: dict[str, tuple[object, str]],
    count_rows: Callable[[], Counts],
) -> None:
    faulty = dict(body) | {pointer[1:]: value for pointer, (value, _) in changes.items()}
    faulty = {name: value for name, value in faulty.items() if value is not GONE}
    caller = caller_of(filings, operation, a_credit_code())
    before = count_rows()

    answer = sent(caller, operation, Objects(), json=faulty)

    answer.refused(422, "invalid-request")
    assert answer.faults == {pointer: code for pointer, (_, code) in changes.items()}
    assert count_rows() == before


def test_a_faulty_entry_of_a_list_is_named_by_its_place(filings: Filings) -> None:
    body = A_HAND_IN | {"application_ids": [NOBODYS, "7", NOBODYS.upper() + "F", None]}

    answer = sent(filings.officer("120116"), "hand-in-applications", Objects(), json=body)

    answer.refused(422, "invalid-request")
    assert answer.faults == {
        "/application_ids/1": "pattern",
        "/application_ids/2": "pattern",
        "/application_ids/3": "type",
    }
