"""The close of the round: 24:00 of 2025-07-18 in Tianjin, to the second."""

from datetime import datetime, timedelta

from services.scenarios.front_end import Venue, new_key, refusal_of
from services.scenarios.lives import Ready
from services.scenarios.people import OPERATOR
from services.scenarios.steps import filling_in, submitting
from services.scenarios.steps.clock import move_clock
from services.scenarios.steps.filling_in import STAMPED_SCAN
from services.scenarios.wording import CHINA

CLOSE = datetime(2025, 7, 19, tzinfo=CHINA)


def test_after_the_close_nothing_is_submitted_saved_or_uploaded(venue: Venue, ready: Ready) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    path = f"/v1/applications/{application_id}"
    move_clock(venue.front_end(OPERATOR), CLOSE)

    refusals = [
        refusal_of(
            lambda: applicant.send(
                "POST", f"{path}/submit", json={"revision_number": 1}, key=new_key()
            )
        ),
        refusal_of(lambda: applicant.save("PATCH", f"{path}/form", {"effects": {}})),
        refusal_of(
            lambda: filling_in.ask_ticket(applicant, application_id, STAMPED_SCAN, "扫描件.pdf")
        ),
    ]

    assert [(each.status, each.code) for each in refusals] == [(409, "window-closed")] * 3
    after = applicant.read(path)
    assert after["state"] == "finalised"
    assert after["receipt_number"] is None


def test_a_submission_in_the_last_minute_is_in_time(venue: Venue, ready: Ready) -> None:
    move_clock(venue.front_end(OPERATOR), CLOSE - timedelta(minutes=1))

    receipt = submitting.submit(ready.applicant, ready.application_id, ready.revision_number)

    assert datetime.fromisoformat(receipt["arrived_at"]) < CLOSE
    assert receipt["content"]["window_closes_at"] == "2025-07-18T16:00:00+00:00"


def test_before_the_opening_nothing_can_be_saved(venue: Venue, ready: Ready) -> None:
    move_clock(venue.front_end(OPERATOR), datetime(2025, 7, 3, 23, 59, tzinfo=CHINA))
    path = f"/v1/applications/{ready.application_id}/form"

    refusal = refusal_of(lambda: ready.applicant.save("PATCH", path, {"effects": {}}))

    assert refusal.code == "window-closed"
