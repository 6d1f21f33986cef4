"""Deleting a version: its bytes go for good while nothing has frozen it; what is known about it stays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from minio import Minio
from minio.commonconfig import GOVERNANCE
from minio.retention import Retention

from services.documents.domain.errors import DocumentDeleted
from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.harness.waiting import eventually


def stored(sdk: Minio, bucket: str, document_id: str) -> list[str]:
    """Name the store's versions of a document, delete markers too."""
    found = sdk.list_objects(bucket, prefix=f"documents/{document_id}", include_version=True)
    return [str(each.version_id) for each in found]


def test_the_bytes_of_a_version_are_gone_and_what_is_known_of_it_stays(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    version = desk.uploaded()
    ticket = desk.read_ticket(version)["ticket"]
    assert len(stored(sdk, bucket, version["document_id"])) == 1

    answer = desk.delete(version)

    assert answer.ok(204) is None
    assert stored(sdk, bucket, version["document_id"]) == []
    known = desk.service.get(path_of(version)).ok(200)
    assert known["deleted_at"] is not None
    assert known | {"deleted_at": None} == version
    # A ticket of before, and one of after.
    for headers in ({"Ticket": ticket}, {"Ticket": desk.read_ticket(version)["ticket"]}):
        content = desk.anybody.get(f"{path_of(version)}/content", headers=headers)
        content.refused(404, DocumentDeleted.code)


def test_deleting_again_is_the_same_and_leaves_one_event(desk: Desk, documents: Api) -> None:
    version = desk.uploaded()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: desk.delete(version).ok(204), range(2)))
    first = desk.service.get(path_of(version)).ok(200)
    desk.delete(version).ok(204)

    assert desk.service.get(path_of(version)).ok(200) == first
    kinds = eventually(lambda: _kinds(documents, version["document_id"], 2))
    assert kinds == ["document.stored", "document.deleted"]


def _kinds(documents: Api, document_id: str, count: int) -> list[str] | None:
    auditor = documents.as_role("auditor")
    feed = auditor.get("/v1/events", params={"limit": 500}).ok(200)["events"]
    found = [each["kind"] for each in feed if each["aggregate_id"] == document_id]
    return found if len(found) >= count else None


def test_a_frozen_version_is_not_deleted(desk: Desk, sdk: Minio, bucket: str) -> None:
    version = desk.uploaded()
    desk.freeze(version).ok(200)

    desk.delete(version).refused(409, "document-frozen")

    assert len(stored(sdk, bucket, version["document_id"])) == 1
    assert desk.content(version).content == samples.a_pdf()
    assert desk.service.get(path_of(version)).ok(200)["deleted_at"] is None


def test_what_only_the_store_has_locked_yet_stays_in_the_store(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    """The lock of a freeze is set before its row is written."""
    version = desk.uploaded()
    (name,) = stored(sdk, bucket, version["document_id"])
    key = f"documents/{version['document_id']}"
    until = datetime.now(UTC) + timedelta(days=1)
    sdk.set_object_retention(bucket, key, Retention(GOVERNANCE, until), version_id=name)

    desk.delete(version).refused(409, "document-frozen")

    assert stored(sdk, bucket, version["document_id"]) == [name]


def test_a_deleted_version_is_not_frozen(desk: Desk) -> None:
    version = desk.uploaded()
    desk.delete(version).ok(204)

    desk.freeze(version).refused(404, "document-deleted")


def test_other_versions_of_the_document_stay(desk: Desk) -> None:
    first = desk.uploaded(samples.a_pdf(1))
    second = desk.uploaded(samples.a_pdf(2), document_id=first["document_id"])

    desk.delete(first).ok(204)

    assert desk.content(second).content == samples.a_pdf(2)
    desk.freeze(second).ok(200)


def test_the_same_bytes_again_are_a_new_version(desk: Desk) -> None:
    first = desk.uploaded()
    desk.delete(first).ok(204)

    again = desk.uploaded(document_id=first["document_id"])

    assert again["version_id"] != first["version_id"]
    assert again["sha256"] == first["sha256"]
    assert desk.content(again).content == samples.a_pdf()
    desk.delete(again).ok(204)


def test_what_does_not_exist_and_what_was_printed_is_not_deleted(desk: Desk) -> None:
    nobodys = {"document_id": a_document_id(), "version_id": a_document_id()}
    desk.delete(nobodys).refused(404, "document-not-found")
    path = f"/v1/printed-forms/{a_document_id()}"
    printed = desk.service.put(path, samples.a_print_job()).ok(201)

    desk.delete(printed).refused(409, "printed-form-kept")

    assert desk.service.put(path, samples.a_print_job()).ok(200) == printed


@pytest.fixture
def _store_is_away(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    context = stack.app("documents").state.context

    def nobody_answers(*_arguments: object, **_options: object) -> None:
        raise OSError("nobody answers")

    monkeypatch.setattr(context.objects._client, "remove_object", nobody_answers)
    yield
    monkeypatch.undo()


@pytest.mark.usefixtures("_store_is_away")
def test_a_deletion_waits_for_the_store_but_nobody_is_given_the_bytes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, sdk: Minio, bucket: str
) -> None:
    version = desk.uploaded()

    desk.delete(version).refused(503, "object-store-unavailable")

    desk.content(version).refused(404, "document-deleted")
    assert len(stored(sdk, bucket, version["document_id"])) == 1
    monkeypatch.undo()
    desk.delete(version).ok(204)
    assert stored(sdk, bucket, version["document_id"]) == []
