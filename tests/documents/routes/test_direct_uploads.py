"""Uploads straight to the store: begun, interrupted, resumed, completed once, given up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from minio import Minio

from services.documents.store.multipart import Multipart
from services.documents.store.part_urls import PartUrlSigner
from shared.digests import digests_of
from tests.documents import samples
from tests.documents.desk import Desk, Direct, a_document_id, path_of
from tests.harness.clock import TestClock
from tests.harness.waiting import eventually

LARGE = samples.a_pdf(2, padding=17_000_000)
SMALL = samples.a_pdf(3, padding=5000)


def objects_of(sdk: Minio, bucket: str, direct: Direct) -> list[str]:
    prefix = f"uploads/{direct.document_id}/"
    listed = sdk.list_objects(bucket, prefix=prefix, recursive=True, include_version=True)
    parts = sdk._list_multipart_uploads(bucket, prefix=prefix).uploads
    return [*(each.object_name or "" for each in listed), *(each.upload_id or "" for each in parts)]


def test_a_file_sent_in_parts_becomes_a_version(desk: Desk) -> None:
    direct = desk.start(LARGE, document_id=a_document_id(), file_name="申报书（盖章）.pdf")

    assert direct.view["part_count"] == 3
    assert [part["size_bytes"] for part in direct.view["part_urls"]] == [
        8 * 2**20,
        8 * 2**20,
        len(LARGE) - 16 * 2**20,
    ]
    answer = direct.send_all().complete()

    version = answer.ok(201)
    assert answer.headers["location"] == path_of(version)
    assert (version["sha256"], version["sm3"]) == (
        digests_of(LARGE).sha256,
        digests_of(LARGE).sm3,
    )
    assert (version["size_bytes"], version["page_count"]) == (len(LARGE), 2)
    assert version["file_name"] == "申报书（盖章）.pdf"
    assert desk.content(version).content == LARGE
    assert direct.read().ok()["state"] == "completed"
    assert direct.read().ok()["version_id"] == version["version_id"]
    assert desk.freeze(version).ok(200)["frozen_at"]


def test_an_interrupted_upload_is_resumed_with_a_new_ticket_and_new_addresses(desk: Desk) -> None:
    direct = desk.start(LARGE, document_id=a_document_id())
    direct.send(2)
    another = desk.ticket(direct.document_id, holder="li")

    found = direct.read(another).ok()
    assert found["arrived"] == [{"number": 2, "size_bytes": 8 * 2**20}]
    assert [part["number"] for part in found["part_urls"]] == [1, 3]
    direct.view = found
    renewed = direct.renew(3, ticket=another).ok(200)
    assert [part["number"] for part in renewed["part_urls"]] == [3]
    assert direct.send(1) == 200
    assert direct.send(3, url=renewed["part_urls"][0]["url"]) == 200
    assert direct.complete(another).ok(201)["sha256"] == digests_of(LARGE).sha256


def test_beginning_again_finds_what_was_begun(desk: Desk) -> None:
    direct = desk.start(SMALL, document_id=a_document_id())
    direct.send(1)

    again = direct.started().ok(200)

    assert again["started_at"] == direct.view["started_at"]
    assert again["arrived"] == [{"number": 1, "size_bytes": len(SMALL)}]
    direct.started(size_bytes=7).refused(409, "upload-differs")


@pytest.mark.parametrize("part", [None, b"", b"short"], ids=["missing", "zero bytes", "short"])
def test_what_is_not_whole_is_named_and_can_be_mended(desk: Desk, part: bytes | None) -> None:
    direct = desk.start(LARGE, document_id=a_document_id())
    direct.send(1)
    direct.send(3)
    if part is not None:
        direct.send(2, part)

    answer = direct.complete()

    answer.refused(422, "upload-incomplete")
    assert answer.faults == {"/parts/2": "missing" if part is None else "size"}
    assert [direct.send(number) for number in (2, 2)] == [200, 200]
    assert [each["number"] for each in direct.read().ok()["arrived"]] == [1, 2, 3]
    assert direct.complete().ok(201)["sha256"] == digests_of(LARGE).sha256


def test_completing_again_and_twice_at_once_gives_one_version(desk: Desk) -> None:
    direct = desk.start(LARGE, document_id=a_document_id()).send_all()

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: direct.complete(), range(3)))
    again = direct.complete()

    assert sorted(answer.status for answer in answers) == [200, 200, 201]
    assert len({answer.body["version_id"] for answer in [*answers, again]}) == 1
    assert again.ok(200)["version_id"] == answers[0].body["version_id"]
    assert desk.content(again.body).content == LARGE


def test_two_uploads_of_the_same_bytes_race_for_one_version(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    document_id = a_document_id()
    both = [desk.start(SMALL, document_id=document_id).send_all() for _ in range(2)]

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda direct: direct.complete(), both))

    assert sorted(answer.status for answer in answers) == [200, 201]
    assert len({answer.body["version_id"] for answer in answers}) == 1
    # One object of the bytes is enough.
    eventually(lambda: len(objects_of(sdk, bucket, both[0])) == 1)
    assert desk.content(answers[0].body).content == SMALL


def test_bytes_that_came_through_the_service_are_recognised(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    version = desk.uploaded(SMALL)
    direct = desk.start(SMALL, document_id=version["document_id"]).send_all()

    assert direct.complete().ok(200) == version
    assert objects_of(sdk, bucket, direct) == []


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (samples.an_encrypted_pdf(), 422, "file-encrypted"),
        (samples.a_cut_pdf(), 422, "file-damaged"),
        (b"<!DOCTYPE html><html><body>hi</body></html>", 415, "type-mismatch"),
    ],
    ids=["encrypted", "cut", "html"],
)
def test_an_unsound_file_ends_the_upload_and_nothing_is_kept(
    desk: Desk, sdk: Minio, bucket: str, data: bytes, status: int, code: str
) -> None:
    direct = desk.start(data, document_id=a_document_id()).send_all()

    direct.complete().refused(status, code)
    direct.complete().refused(status, code)

    assert direct.read().ok()["state"] == "refused"
    assert objects_of(sdk, bucket, direct) == []
    direct.abort().ok(204)
    # No version either: the place is free for a document of another kind.
    desk.upload(SMALL, document_id=direct.document_id, kind="maturity-report").ok(201)


def test_a_declared_digest_is_held_against_what_was_read_back(desk: Desk) -> None:
    direct = desk.start(SMALL, document_id=a_document_id())
    other = Direct(desk, direct.document_id, a_document_id(), direct.ticket, SMALL)
    other.view = other.started(sha256="0" * 64).ok(201)
    other.send_all().complete().refused(422, "digest-mismatch")

    direct.abort().ok(204)
    right = Direct(desk, direct.document_id, a_document_id(), direct.ticket, SMALL)
    right.view = right.started(sha256=digests_of(SMALL).sha256).ok(201)
    right.send_all().complete().ok(201)


def test_giving_up_deletes_the_parts_and_is_safe_to_repeat(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    direct = desk.start(LARGE, document_id=a_document_id())
    direct.send(1)

    direct.abort().ok(204)
    direct.abort().ok(204)

    assert objects_of(sdk, bucket, direct) == []
    assert direct.send(2) == 404
    assert direct.read().ok()["state"] == "aborted"
    assert direct.read().ok()["part_urls"] == []
    direct.complete().refused(409, "upload-closed")
    direct.renew(1).refused(409, "upload-closed")


def test_a_version_is_no_upload_to_give_up(desk: Desk) -> None:
    direct = desk.start(SMALL, document_id=a_document_id()).send_all()
    direct.complete().ok(201)

    direct.abort().refused(409, "upload-closed")


def test_the_limits_of_the_kind_hold_before_anything_is_sent(narrow_desk: Desk) -> None:
    document_id = a_document_id()
    direct = narrow_desk.start(b"x", document_id=document_id)

    direct.upload_id = a_document_id()
    direct.started(size_bytes=100_001).refused(413, "file-too-large")
    direct.started(media_type="text/html").refused(415, "type-not-accepted")
    empty = direct.started(size_bytes=0)
    empty.refused(422, "invalid-request")


def test_a_document_has_a_few_open_uploads_at_the_most(narrow_desk: Desk) -> None:
    document_id = a_document_id()
    begun = [narrow_desk.start(b"x", document_id=document_id) for _ in range(8)]
    one_more = Direct(narrow_desk, document_id, a_document_id(), begun[0].ticket, b"x")

    one_more.started().refused(409, "too-many-open-uploads")
    begun[0].abort().ok(204)
    one_more.started().ok(201)


def test_strangers_to_an_upload_get_nothing(desk: Desk) -> None:
    direct = desk.start(SMALL, document_id=a_document_id())
    stranger = desk.ticket(a_document_id())

    direct.read(stranger).refused(403, "ticket-for-other-use")
    direct.renew(1, ticket=stranger).refused(403, "ticket-for-other-use")
    direct.complete(stranger).refused(403, "ticket-for-other-use")
    direct.renew(2).refused(422, "part-outside-upload")
    direct.upload_id = a_document_id()
    direct.read().refused(404, "upload-not-found")
    direct.complete().refused(404, "upload-not-found")


def test_a_frozen_document_takes_no_upload_and_completes_none(desk: Desk) -> None:
    version = desk.uploaded(samples.a_pdf(1))
    direct = desk.start(SMALL, document_id=version["document_id"]).send_all()
    desk.freeze(version).ok(200)

    direct.complete().refused(409, "document-frozen")
    direct.upload_id = a_document_id()
    direct.started().refused(409, "document-frozen")


def test_a_stale_upload_is_swept(
    narrow_desk: Desk, sdk: Minio, bucket: str, clock: TestClock
) -> None:
    direct = narrow_desk.start(samples.a_pdf(1), document_id=a_document_id())
    direct.send(1)
    nameless = sdk._create_multipart_upload(bucket, f"uploads/{direct.document_id}/x", {})

    clock.move_wall(by=timedelta(days=3, seconds=1))

    eventually(lambda: objects_of(sdk, bucket, direct) == [])
    assert nameless not in objects_of(sdk, bucket, direct)
    ticket = narrow_desk.ticket(direct.document_id)
    assert direct.read(ticket).ok()["state"] == "expired"
    direct.complete(ticket).refused(409, "upload-closed")


def test_what_is_not_stale_is_left_alone(
    narrow_desk: Desk, sdk: Minio, bucket: str, clock: TestClock
) -> None:
    stale = narrow_desk.start(samples.a_pdf(1), document_id=a_document_id())
    clock.move_wall(by=timedelta(days=2))
    fresh = narrow_desk.start(samples.a_pdf(2), document_id=a_document_id()).send_all()
    clock.move_wall(by=timedelta(days=1, seconds=1))

    eventually(lambda: objects_of(sdk, bucket, stale) == [])
    fresh.complete(narrow_desk.ticket(fresh.document_id)).ok(201)


def test_addresses_name_the_host_that_people_reach_the_store_by() -> None:
    signer = PartUrlSigner(
        public_url="https://files.example.cn/",
        access_key="key",
        secret_key="secret-of-a-test",
        bucket="tidu-documents",
        region="cn-north-1",
    )
    multipart = Multipart(key="uploads/d/u", multipart_id="m")

    url = urlsplit(signer.url(multipart, 7, valid_for=timedelta(hours=12)))

    assert (url.scheme, url.netloc) == ("https", "files.example.cn")
    assert "partNumber=7" in url.query
    assert "X-Amz-Expires=43200" in url.query
    assert "checksum" not in url.query.lower()
