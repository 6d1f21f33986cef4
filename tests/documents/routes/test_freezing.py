import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from minio import Minio
from minio.error import S3Error

from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.harness.api import Api
from tests.harness.waiting import eventually


def test_a_frozen_document_takes_no_more_uploads_and_old_tickets_are_dead(desk: Desk) -> None:
    version = desk.uploaded()
    document_id = version["document_id"]
    old_ticket = desk.ticket(document_id)

    frozen = desk.freeze(version).ok(200)

    assert frozen["frozen_at"] is not None
    for data in (samples.a_pdf(9), samples.a_pdf()):
        answer = desk.upload(data, document_id=document_id, ticket=old_ticket)
        answer.refused(409, "document-frozen")
    assert desk.content(version).content == samples.a_pdf()


def test_freezing_again_gives_the_same_answer(desk: Desk) -> None:
    version = desk.uploaded()

    first, second = desk.freeze(version).ok(200), desk.freeze(version).ok(200)

    assert first == second == desk.service.get(path_of(version)).ok()


def test_two_freezes_at_once_freeze_once(desk: Desk) -> None:
    version = desk.uploaded()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda _: desk.freeze(version).ok(200), range(2)))

    assert answers[0] == answers[1]


def test_another_version_of_a_frozen_document_cannot_be_frozen(desk: Desk) -> None:
    first = desk.uploaded(samples.a_pdf(1))
    second = desk.uploaded(samples.a_pdf(2), document_id=first["document_id"])
    desk.freeze(first).ok(200)

    desk.freeze(second).refused(409, "document-frozen")


def test_a_freeze_names_the_bytes_it_means(desk: Desk) -> None:
    version = desk.uploaded()

    desk.freeze(version, sha256="0" * 64).refused(409, "digest-differs")
    assert desk.service.get(path_of(version)).ok()["frozen_at"] is None


def test_what_does_not_exist_cannot_be_frozen(desk: Desk) -> None:
    version = {
        "document_id": a_document_id(),
        "version_id": a_document_id(),
        "sha256": "0" * 64,
    }

    desk.freeze(version).refused(404, "document-not-found")


def test_bytes_are_read_again_before_they_are_frozen(desk: Desk, sdk: Minio, bucket: str) -> None:
    version = desk.uploaded()
    key = f"documents/{version['document_id']}"
    for stored in sdk.list_objects(bucket, prefix=key, include_version=True):
        sdk.remove_object(bucket, key, version_id=stored.version_id)
    sdk.put_object(bucket, key, io.BytesIO(b"forged"), 6)

    desk.freeze(version).refused(503, "stored-bytes-differ")
    assert desk.service.get(path_of(version)).ok()["frozen_at"] is None


def test_whoever_has_the_keys_of_the_store_cannot_change_what_is_frozen(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    version = desk.uploaded()
    desk.freeze(version).ok(200)
    key = f"documents/{version['document_id']}"

    pinned = next(sdk.list_objects(bucket, prefix=key, include_version=True)).version_id

    sdk.put_object(bucket, key, io.BytesIO(b"forged"), 6)
    sdk.remove_object(bucket, key)
    with pytest.raises(S3Error):
        sdk.remove_object(bucket, key, version_id=pinned)

    assert desk.content(version).content == samples.a_pdf()


def test_storing_and_freezing_stand_in_the_feed(documents: Api, desk: Desk) -> None:
    after = documents.as_role("auditor").get("/v1/events").ok()["next_after"]
    version = desk.uploaded()
    reason = a_document_id()
    desk.freeze(version, reason=reason).ok(200)

    def events() -> list[dict[str, object]]:
        page = documents.as_role("service").get("/v1/events", params={"after": after}).ok()
        return [e for e in page["events"] if e["aggregate_id"] == version["document_id"]]

    eventually(lambda: len(events()) == 2)
    stored, frozen = events()
    assert (stored["kind"], frozen["kind"]) == ("document.stored", "document.frozen")
    assert stored["payload"]["actor"] == "wang"  # type: ignore[index]  # JSON
    assert frozen["payload"]["data"] == {  # type: ignore[index]  # JSON
        "version_id": version["version_id"],
        "sha256": version["sha256"],
        "reason": reason,
    }
