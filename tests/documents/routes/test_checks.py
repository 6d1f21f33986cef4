"""What is looked for after an upload was answered, and what is told of it."""

from typing import Any

from tests.documents import hostile, samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.harness.waiting import eventually


def steps_of(check: dict[str, Any]) -> dict[str, str]:
    return {step["name"]: step["outcome"] for step in check["steps"]}


def test_a_sound_file_is_accepted_and_the_missing_scanner_is_not_hidden(checked_desk: Desk) -> None:
    version = checked_desk.uploaded()

    check = checked_desk.checked(version)

    assert version["check_state"] == "received"
    assert (check["state"], check["findings"], check["is_withheld"]) == ("accepted", [], False)
    assert steps_of(check) == {
        "malware": "not-configured",
        "secrecy": "done",
        "safety": "done",
        # Nobody has said what the file should show.
        "scan": "not-applicable",
    }
    engines = {step["name"]: step["engine"] for step in check["steps"]}
    assert engines["malware"] is None
    assert "pikepdf" in engines["safety"]
    assert checked_desk.service.get(path_of(version)).ok(200)["check_state"] == "accepted"


def test_pictures_and_printed_forms_are_checked_too(checked_desk: Desk) -> None:
    picture = checked_desk.uploaded(
        samples.an_image(), kind="other-evidence", media_type="image/png"
    )
    form = checked_desk.service.put(
        f"/v1/printed-forms/{a_document_id()}", samples.a_print_job()
    ).ok(201)

    assert steps_of(checked_desk.checked(picture))["secrecy"] == "not-applicable"
    assert checked_desk.checked(form)["state"] == "accepted"


def test_what_readers_have_to_mend_is_told_and_asks_for_nothing(checked_desk: Desk) -> None:
    check = checked_desk.checked(checked_desk.uploaded(hostile.wrong_offsets()))

    assert check["state"] == "accepted"
    (finding,) = check["findings"]
    assert (finding["code"], finding["severity"]) == ("file-mended", "notice")
    assert set(finding["title"]) == {"zh", "en"}
    assert finding["has_crop"] is False


def test_the_end_of_the_checks_is_an_event_with_counts(checked_desk: Desk) -> None:
    version = checked_desk.uploaded(hostile.wrong_offsets())
    check = checked_desk.checked(version)

    def told() -> dict[str, Any] | None:
        feed = checked_desk.service.get("/v1/events", params={"limit": 500}).ok(200)["events"]
        found = [
            each
            for each in feed
            if each["aggregate_id"] == version["document_id"] and each["kind"] == "document.checked"
        ]
        return found[0] if found else None

    data = eventually(told)["payload"]["data"]
    assert data["version_id"] == version["version_id"]
    assert data["state"] == "accepted"
    assert data["findings"] == {"notice": 1, "doubt": 0, "serious": 0}
    assert data["result_sha256"] == check["result_sha256"]


def test_before_the_checks_nothing_is_told_and_a_submission_does_not_wait(desk: Desk) -> None:
    version = desk.uploaded()

    check = desk.check(version)
    desk.freeze(version).ok(200)

    assert check["state"] == "received"
    assert (check["findings"], check["steps"], check["checked_at"]) == ([], [], None)
    assert check["result_sha256"] is None


def test_auditors_and_secrecy_officers_read_checks_too(desk: Desk) -> None:
    version = desk.uploaded()

    for role in ("auditor", "secrecy-officer"):
        check = desk.anybody.as_role(role).get(f"{path_of(version)}/check").ok(200)
        assert check["version_id"] == version["version_id"]


def test_there_is_no_check_of_nothing(desk: Desk) -> None:
    nobodys = {"document_id": a_document_id(), "version_id": a_document_id()}

    desk.service.get(f"{path_of(nobodys)}/check").refused(404, "document-not-found")
