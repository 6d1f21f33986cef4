"""One application from its first autosave to the published list, on PostgreSQL."""

import hashlib
from datetime import datetime

from services.demo.proofs import digests_of_content, first_break
from services.scenarios.firm import EXAMPLE_FIRM
from services.scenarios.front_end import Venue
from services.scenarios.lives import Ready, recommend
from services.scenarios.people import CITY_OFFICER, OPERATOR, PUBLIC, SECOND_CITY_OFFICER
from services.scenarios.steps import deciding, publishing, submitting
from services.scenarios.steps.clock import move_clock
from services.scenarios.steps.filling_in import STAMPED_SCAN
from services.scenarios.wording import CHINA


def test_an_application_goes_from_its_first_autosave_to_the_published_list(
    venue: Venue, ready: Ready
) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    receipt = submitting.submit(applicant, application_id, ready.revision_number)
    verdict = submitting.wait_for_verdict(applicant, application_id)
    submitting.wait_for_freeze(applicant, application_id)
    hand_in = recommend(venue, EXAMPLE_FIRM, application_id)
    list_id = carry_to_publicity(venue, application_id, str(hand_in["hand_in_id"]))
    move_clock(venue.front_end(OPERATOR), datetime(2025, 7, 26, tzinfo=CHINA))
    publishing.request_publication(venue.front_end(CITY_OFFICER), list_id)
    publishing.confirm_publication(venue.front_end(SECOND_CITY_OFFICER), list_id)
    public = publishing.read_public_list(venue.front_end(PUBLIC), list_id)
    history = applicant.read(f"/v1/applications/{application_id}/history")

    assert [entry["credit_code"] for entry in public.details["entries"]] == [
        EXAMPLE_FIRM.credit_code
    ]
    assert public.workbook.startswith(b"PK")
    assert digests_of_content(public.details) == (public.details["sha256"], public.details["sm3"])
    assert digests_of_content(receipt) == (receipt["sha256"], receipt["sm3"])
    assert verdict["verdict"]["outcome"] == "met"
    assert history["chain_holds"]
    assert first_break(history["events"]) is None
    assert [steps_of(event) for event in history["events"] if steps_of(event)] == [
        ("draft", "finalised"),
        ("finalised", "submitted"),
        ("submitted", "district-passed"),
        ("district-passed", "recommended"),
        ("recommended", "handed-in"),
        ("handed-in", "received"),
        ("received", "in-review"),
        ("in-review", "proposed"),
        ("proposed", "in-publicity"),
        ("in-publicity", "recognised"),
    ]


def test_a_scan_comes_back_byte_for_byte_after_it_was_frozen(ready: Ready) -> None:
    applicant, application_id = ready.applicant, ready.application_id
    submitting.submit(applicant, application_id, ready.revision_number)
    submitting.wait_for_freeze(applicant, application_id)

    downloaded = submitting.download_attachment(applicant, application_id, STAMPED_SCAN)

    assert hashlib.sha256(downloaded.content).hexdigest() == ready.scan.sha256


def carry_to_publicity(venue: Venue, application_id: str, hand_in_id: str) -> str:
    """Let the city receive, review and propose, and show the list of 2025-07-18 for five working days."""
    officer = venue.front_end(CITY_OFFICER)
    deciding.receive(officer, hand_in_id)
    deciding.start_review(officer, application_id)
    deciding.propose(officer, application_id)
    move_clock(venue.front_end(OPERATOR), datetime(2025, 7, 18, 10, tzinfo=CHINA))
    list_id = publishing.draw_list(officer)
    publishing.open_publicity(officer, list_id)
    return list_id


def steps_of(event: dict[str, object]) -> tuple[str, str] | None:
    payload = event["payload"]
    assert isinstance(payload, dict)
    data = payload["data"]
    return (data["from_state"], data["to_state"]) if "to_state" in data else None
