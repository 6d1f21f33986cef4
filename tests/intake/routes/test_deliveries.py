"""What waits for the other services is shown to who keeps the system running, and to nobody's surprise."""

import base64
from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.filings import Filings


@pytest.fixture
def operator(intake: Api) -> Api:
    return intake.as_role("operator")


def assessments(deliveries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is still on its way to the documents service beside them."""
    return [each for each in deliveries if each["kind"] == "assess"]


def tried(operator: Api, count: int) -> list[dict[str, Any]]:
    """Give what waits, once so many pieces of work were tried and failed."""

    def look() -> list[dict[str, Any]] | None:
        waiting = assessments(operator.get("/v1/deliveries").ok(200)["items"])
        failed = [each for each in waiting if each["last_error"]]
        return waiting if len(failed) == len(waiting) == count else None

    return eventually(look, what=f"{count} failed deliveries")


def test_what_scoring_did_not_take_is_shown_with_why_and_goes_out_by_itself(
    filings: Filings, stack: Stack, operator: Api
) -> None:
    with stack.down("scoring"):
        filing = filings.at(State.SUBMITTED)
        (waiting,) = tried(operator, 1)

        assert waiting["kind"] == "assess"
        assert waiting["ordering_key"] == filing.application_id
        assert waiting["attempts"] >= 1
        assert waiting["not_before"] > waiting["written_at"]
        assert "body" not in waiting
        assert assessments(filings.auditor.get("/v1/deliveries").ok(200)["items"])

    filing.settled()
    assert assessments(operator.get("/v1/deliveries").ok(200)["items"]) == []


def test_pages_of_what_waits_follow_one_another_from_old_to_new(
    filings: Filings, stack: Stack, operator: Api
) -> None:
    with stack.down("scoring"):
        for _ in range(3):
            filings.at(State.SUBMITTED)
        whole = tried(operator, 3)
        pages, cursor = [], None
        while True:
            params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            page = operator.get("/v1/deliveries", params=params).ok(200)
            pages.append(page["items"])
            cursor = page["next_cursor"]
            if cursor is None:
                break

    numbers = [each["outbox_id"] for each in whole]
    found = [each["outbox_id"] for each in assessments([one for page in pages for one in page])]
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert len(pages) > 1
    assert found == numbers == sorted(numbers)


@pytest.mark.parametrize("row_id", ["x", "", "1" * 19, "-1", "１"])
def test_a_cursor_that_names_no_number_is_refused(operator: Api, row_id: str) -> None:
    cursor = base64.urlsafe_b64encode(f'["2025-07-10T01:00:00+00:00", "{row_id}"]'.encode())

    answer = operator.get("/v1/deliveries", params={"cursor": cursor.decode()})

    answer.refused(422, "cursor-invalid")
