"""A held version does not end, whoever ordered it and when; letting it go takes somebody else."""

from typing import Any

import pytest

from tests.documents.desk import Desk, a_document_id, path_of
from tests.documents.routes.test_secrecy import a_secret, order_for
from tests.harness.api import Api
from tests.harness.waiting import eventually

WHY = {"reason": "行政复议期间须保留"}
OVER = {"reason": "复议已终结"}


@pytest.fixture
def officer(checked_desk: Desk) -> Api:
    return checked_desk.anybody.as_role("city-officer", unit="120000", subject="city-wang")


@pytest.fixture
def colleague(checked_desk: Desk) -> Api:
    return checked_desk.anybody.as_role("city-officer", unit="120000", subject="city-sun")


def hold_of(version: dict[str, Any]) -> str:
    return f"{path_of(version)}/legal-hold"


def test_a_hold_is_on_record_and_is_lifted_by_another_officer_alone(
    checked_desk: Desk, officer: Api, colleague: Api
) -> None:
    version = checked_desk.uploaded()
    path = hold_of(version)
    officer.get(path).refused(404, "legal-hold-not-found")

    held = officer.put(path, WHY).ok(200)
    again = officer.put(path, WHY).ok(200)
    officer.put(path, OVER).refused(409, "legal-hold-stands")
    colleague.put(path, WHY).refused(409, "legal-hold-stands")
    officer.delete(path, params=OVER).refused(409, "same-hold-officer")
    lifted = colleague.delete(path, params=OVER).ok(200)
    repeated = colleague.delete(path, params=OVER).ok(200)

    assert (held["set_by"], held["lifted_at"]) == ("city-wang", None)
    assert again == held
    assert (lifted["lifted_by"], lifted["lifting_reason"]) == ("city-sun", OVER["reason"])
    assert repeated == lifted
    for role in ("auditor", "secrecy-officer", "city-officer"):
        reader = checked_desk.anybody.as_role(role, unit="120000")
        assert reader.get(path).ok(200) == lifted
    officer.delete(path, params=OVER).refused(404, "legal-hold-not-found")
    # Held anew, it is another hold.
    assert colleague.put(path, WHY).ok(200)["hold_id"] != held["hold_id"]


def test_a_hold_stops_intakes_deletion_until_it_is_lifted(
    checked_desk: Desk, officer: Api, colleague: Api
) -> None:
    version = checked_desk.uploaded()
    officer.put(hold_of(version), WHY).ok(200)

    checked_desk.delete(version).refused(409, "legal-hold-stands")

    assert checked_desk.content(version).status == 200
    colleague.delete(hold_of(version), params=OVER).ok(200)
    assert checked_desk.delete(version).status == 204
    officer.put(hold_of(version), WHY).refused(404, "document-deleted")


def test_a_hold_stops_the_proposal_and_the_confirmation_of_a_destruction(
    checked_desk: Desk, officer: Api, colleague: Api
) -> None:
    held, late = a_secret(checked_desk), a_secret(checked_desk, "绝密★")
    first = checked_desk.anybody.as_role("secrecy-officer", subject="officer-li")
    second = checked_desk.anybody.as_role("secrecy-officer", subject="officer-zhao")
    officer.put(hold_of(held), WHY).ok(200)
    proposed = first.post("/v1/destructions", order_for(late)).ok(201)
    officer.put(hold_of(late), WHY).ok(200)
    path = f"/v1/destructions/{proposed['destruction_id']}/confirmation"

    first.post("/v1/destructions", order_for(held)).refused(409, "legal-hold-stands")
    second.post(path).refused(409, "legal-hold-stands")

    colleague.delete(hold_of(late), params=OVER).ok(200)
    assert second.post(path).ok(200)["state"] == "ordered"


def test_what_there_is_not_is_not_held(desk: Desk) -> None:
    officer = desk.anybody.as_role("city-officer", unit="120000")
    path = f"/v1/documents/{a_document_id()}/versions/{a_document_id()}/legal-hold"

    officer.put(path, WHY).refused(404, "document-not-found")
    officer.delete(path, params=OVER).refused(404, "document-not-found")
    officer.get(path).refused(404, "document-not-found")


def test_holds_are_told_in_the_feed(desk: Desk) -> None:
    version = desk.uploaded()
    for subject in ("city-wang", "city-sun"):
        api = desk.anybody.as_role("city-officer", unit="120000", subject=subject)
        if subject == "city-wang":
            api.put(hold_of(version), WHY).ok(200)
        else:
            api.delete(hold_of(version), params=OVER).ok(200)

    told = kinds_told(desk, version["document_id"])

    assert told == ["document.stored", "document.held", "document.hold-lifted"]


def kinds_told(desk: Desk, document_id: str) -> list[str]:
    """Wait for three events of a document and give their kinds."""

    def three() -> list[str] | None:
        feed = desk.service.get("/v1/events", params={"limit": 500}).ok(200)["events"]
        kinds = [each["kind"] for each in feed if each["aggregate_id"] == document_id]
        return kinds if len(kinds) == 3 else None

    return eventually(three, what="the events of a hold")
