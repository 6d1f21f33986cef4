"""Deleting an attachment: void at once, its bytes gone soon, unless what stands for good has ever named them."""

from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Answer
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.bodies import ANY_VERSION, CLOSE
from tests.intake.filings import Filing, Filings

REPORT = "maturity-report"
SCAN = "stamped-scan"
PORTAL_FORM = "portal-form"


def delete(filing: Filing, kind: str) -> Answer:
    return filing.applicant.delete(f"{filing.path}/attachments/{kind}")


def attached(filing: Filing) -> dict[str, dict[str, Any]]:
    return {each["kind"]: each for each in filing.read()["attachments"]}


def stored(filing: Filing, version: dict[str, Any]) -> dict[str, Any]:
    """Read what the documents service knows about a version."""
    path = f"/v1/documents/{version['document_id']}/versions/{version['version_id']}"
    return dict(filing.desk.documents.as_role("service").get(path).ok(200))


def is_gone(filing: Filing, version: dict[str, Any]) -> bool:
    return stored(filing, version)["deleted_at"] is not None


def deletions(filing: Filing) -> list[bool]:
    """Tell of each deletion whether the bytes went with it."""
    return [
        event["payload"]["data"]["bytes_deleted"]
        for event in filing.history()["events"]
        if event["kind"] == "application.attachment-deleted"
    ]


def test_what_is_deleted_is_void_at_once_and_its_bytes_follow(filings: Filings) -> None:
    filing = filings.completed()
    version = attached(filing)[REPORT]
    before = filing.read()["version"]

    assert delete(filing, REPORT).ok(204) is None

    assert attached(filing) == {}
    assert filing.read()["version"] == before + 1
    filing.applicant.get(f"{filing.path}/attachments/{REPORT}/content").refused(
        404, "attachment-not-found"
    )
    eventually(lambda: is_gone(filing, version), what="the deletion of the bytes")
    assert filing.finalise().faults == {f"/attachments/{REPORT}": "required"}
    assert filing.history()["chain_holds"] is True


def test_deleting_again_changes_nothing_and_what_never_was_is_not_there(filings: Filings) -> None:
    filing = filings.completed()
    delete(filing, REPORT).ok(204)
    before = filing.read()

    delete(filing, REPORT).ok(204)

    assert filing.read() == before
    assert deletions(filing) == [True]
    delete(filing, "other-evidence").refused(404, "attachment-not-found")
    delete(filing, SCAN).refused(404, "attachment-not-found")
    assert set(delete(filing, "selfie").faults) == {"path:kind"}


def test_a_scan_is_deleted_without_opening_what_was_finalised(filings: Filings) -> None:
    filing = filings.stamped()
    version = attached(filing)[SCAN]

    delete(filing, SCAN).ok(204)

    assert (filing.read()["state"], set(attached(filing))) == ("finalised", {REPORT})
    filing.submit().refused(409, "stamped-scan-missing")
    filing.attach(SCAN).ok(200)
    filing.submit().ok(201)
    eventually(lambda: is_gone(filing, version), what="the deletion of the bytes")
    assert not is_gone(filing, attached(filing)[SCAN])


def test_any_other_file_is_part_of_what_was_finalised_which_is_opened_again_and_keeps_its_file(
    filings: Filings,
) -> None:
    filing = filings.stamped()
    before = attached(filing)

    delete(filing, REPORT).ok(204)

    assert (filing.read()["state"], attached(filing)) == ("draft", {})
    assert deletions(filing) == [False]
    kept = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)["content"]["attachments"]
    assert kept[REPORT]["version_id"] == before[REPORT]["version_id"]
    # What is attached and deleted later is in nothing that stands: by its order, all before has been delivered.
    filing.attach(REPORT).ok(200)
    version = attached(filing)[REPORT]
    delete(filing, REPORT).ok(204)
    eventually(lambda: is_gone(filing, version), what="the deletion of the bytes")
    assert not any(is_gone(filing, each) for each in before.values())


def test_what_only_a_saved_revision_names_is_deleted_and_the_revision_still_tells_of_it(
    filings: Filings,
) -> None:
    filing = filings.completed()
    version = attached(filing)[REPORT]
    headers = {"If-Match": ANY_VERSION}
    filing.applicant.post(f"{filing.path}/revisions", headers=headers).ok(201)

    delete(filing, REPORT).ok(204)

    eventually(lambda: is_gone(filing, version), what="the deletion of the bytes")
    saved = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)
    assert saved["content"]["attachments"][REPORT]["sha256"] == version["sha256"]


@pytest.mark.parametrize("undo", ["take-back", "return"])
def test_the_portals_form_is_deleted_unless_it_was_ever_recorded(
    filings: Filings, undo: str
) -> None:
    draft = filings.completed(tier="excellent")
    typed = attached(draft)[PORTAL_FORM]
    delete(draft, PORTAL_FORM).ok(204)
    eventually(lambda: is_gone(draft, typed), what="the deletion of the bytes")
    assert draft.record().faults == {f"/attachments/{PORTAL_FORM}": "required"}

    filing = filings.at(State.PORTAL_FILED, tier="leading").settled()
    recorded = attached(filing)[PORTAL_FORM]
    delete(filing, PORTAL_FORM).refused(409, "illegal-transition")
    if undo == "return":
        filing.step(filing.officer, "return").ok(200)
    else:
        filing.undo("take-back").ok(200)
    delete(filing, PORTAL_FORM).ok(204)

    assert (set(attached(filing)), deletions(filing)) == ({REPORT}, [False])
    known = stored(filing, recorded)
    assert (known["deleted_at"], known["frozen_at"] is None) == (None, False)
    filing.attach(PORTAL_FORM).ok(200)
    filing.record().ok(201)


@pytest.mark.parametrize("undo", ["take-back", "return"])
def test_bytes_that_were_ever_submitted_are_kept(filings: Filings, undo: str) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    pinned = attached(filing)
    if undo == "return":
        filing.step(filing.officer, "return").ok(200)
    else:
        filing.undo("take-back").ok(200)

    delete(filing, REPORT).ok(204)

    assert attached(filing) == {}
    assert deletions(filing) == [False]
    filing.complete()
    delete(filing, REPORT).ok(204)
    assert deletions(filing) == [False, True]
    for version in pinned.values():
        assert (is_gone(filing, version), stored(filing, version)["frozen_at"] is None) == (
            False,
            False,
        )


def test_bytes_that_are_to_be_deleted_are_not_attached_again(filings: Filings) -> None:
    """Also before the order is delivered, and when it is long done."""
    filing = filings.draft()
    ids = filing.upload(REPORT)
    path = f"{filing.path}/attachments/{REPORT}"
    filing.applicant.put(path, ids).ok(200)
    filing.attach(REPORT).ok(200)
    filing.applicant.put(path, ids).ok(200)

    delete(filing, REPORT).ok(204)
    filing.applicant.put(path, ids).refused(409, "document-not-uploaded")
    eventually(lambda: is_gone(filing, ids), what="the deletion of the bytes")
    filing.applicant.put(path, ids).refused(409, "document-not-uploaded")

    assert attached(filing) == {}
    filing.attach(REPORT).ok(200)
    assert set(attached(filing)) == {REPORT}


def test_a_deletion_does_not_wait_for_the_documents_service(filings: Filings, stack: Stack) -> None:
    filing = filings.completed()
    version = attached(filing)[REPORT]

    with stack.down("documents"):
        delete(filing, REPORT).ok(204)
        assert attached(filing) == {}

    eventually(lambda: is_gone(filing, version), what="the deletion of the bytes", timeout_s=30)


def test_nothing_is_deleted_after_a_submission_after_the_close_or_by_others(
    filings: Filings,
) -> None:
    submitted, draft = filings.at(State.SUBMITTED), filings.completed()
    before = attached(submitted)

    delete(submitted, SCAN).refused(409, "illegal-transition")
    for relation in ("same-unit", "stranger"):
        other = filings.applicant(filings.firm().credit_code, relation=relation)
        path = f"{draft.path}/attachments/{REPORT}"
        other.delete(path).refused(404, "application-not-found")
    filings.clock.move_business_to(CLOSE)
    delete(draft, REPORT).refused(409, "window-closed")

    assert set(attached(submitted)) == set(before)
    assert set(attached(draft)) == {REPORT}
