import httpx
import pytest
from minio import Minio

from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of

DATA = samples.a_pdf(2, padding=600_000)


def test_a_whole_file_comes_back_byte_for_byte_with_its_digest(desk: Desk) -> None:
    version = desk.uploaded(DATA)

    answer = desk.content(version)

    assert answer.status == 200
    assert answer.content == DATA
    assert answer.headers["content-length"] == str(len(DATA))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-digest"] == samples.content_digest(DATA)
    assert answer.headers["repr-digest"] == samples.content_digest(DATA)
    assert answer.headers["etag"] == f'"{version["sha256"]}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=1000-", 1000, len(DATA) - 1),
        ("bytes=-10", len(DATA) - 10, len(DATA) - 1),
        (f"bytes=300000-{len(DATA) + 5}", 300_000, len(DATA) - 1),
    ],
)
def test_a_part_is_served_alone(desk: Desk, header: str, first: int, last: int) -> None:
    answer = desk.content(desk.uploaded(DATA), Range=header)

    assert answer.status == 206
    assert answer.content == DATA[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(DATA)}"
    assert answer.headers["repr-digest"] == samples.content_digest(DATA)
    assert "content-digest" not in answer.headers


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "items=0-5", "nonsense"])
def test_what_is_not_served_in_part_is_served_whole(desk: Desk, header: str) -> None:
    answer = desk.content(desk.uploaded(DATA), Range=header)

    assert (answer.status, answer.content) == (200, DATA)


def test_a_range_beyond_the_end_is_refused(desk: Desk) -> None:
    answer = desk.content(desk.uploaded(DATA), Range=f"bytes={len(DATA)}-")

    problem = answer.refused(416, "range-outside-file")
    assert str(len(DATA)) in problem["detail"]


def test_a_download_is_resumed_only_of_the_same_file(desk: Desk) -> None:
    version = desk.uploaded(DATA)

    resumed = desk.content(version, Range="bytes=10-", If_Range=f'"{version["sha256"]}"')
    begun_again = desk.content(version, Range="bytes=10-", If_Range='"another"')

    assert (resumed.status, resumed.content) == (206, DATA[10:])
    assert (begun_again.status, begun_again.content) == (200, DATA)


def test_a_version_that_does_not_exist_is_not_found(desk: Desk) -> None:
    version = {"document_id": a_document_id(), "version_id": a_document_id()}

    desk.content(version).refused(404, "document-not-found")
    desk.service.get(path_of(version)).refused(404, "document-not-found")


def test_a_version_is_found_under_its_own_document_only(desk: Desk) -> None:
    version = desk.uploaded() | {"document_id": a_document_id()}

    desk.service.get(path_of(version)).refused(404, "document-not-found")


def test_an_auditor_reads_about_a_version(desk: Desk) -> None:
    version = desk.uploaded()

    assert desk.anybody.as_role("auditor").get(path_of(version)).ok() == version


def test_a_reader_that_goes_away_does_no_harm(desk: Desk) -> None:
    version = desk.uploaded(samples.a_pdf(padding=5_000_000))
    url = desk.read_ticket(version)["url"]

    for _ in range(12):
        with httpx.stream("GET", url, trust_env=False) as response:
            next(response.iter_raw(1000))

    assert desk.content(version).status == 200


def test_bytes_that_are_lost_are_told_apart_from_a_file_that_never_was(
    desk: Desk, sdk: Minio, bucket: str
) -> None:
    version = desk.uploaded()
    lose_bytes(version["document_id"], sdk, bucket)

    desk.content(version).refused(503, "stored-bytes-differ")


def lose_bytes(document_id: str, sdk: Minio, bucket: str) -> None:
    """Delete what the store has of a document, as an intruder with the store's keys would."""
    key = f"documents/{document_id}"
    for stored in sdk.list_objects(bucket, prefix=key, include_version=True):
        sdk.remove_object(bucket, key, version_id=stored.version_id)
