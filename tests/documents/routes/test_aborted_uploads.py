"""Uploads that break off, over a bare socket: nothing of them is left."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from minio import Minio

from services.documents.domain.errors import UploadAborted
from tests.documents import samples
from tests.documents.desk import Desk, a_document_id
from tests.harness.reached import LEDGER
from tests.harness.run import Run
from tests.harness.waiting import eventually


def spooled_files(run: Run) -> list[Path]:
    return [path for path in (run.folder / "narrow-spool").glob("*/*") if path.name != "lock"]


@contextlib.contextmanager
def half_an_upload(desk: Desk, document_id: str, run: Run) -> Iterator[socket.socket]:
    """Send the head and half of the body, and wait until it lies in the spool folder."""
    data = samples.a_pdf(padding=40_000)
    address = urlsplit(desk.anybody.base_url)
    head = (
        f"PUT /v1/documents/{document_id} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Ticket: {desk.ticket(document_id)}\r\nContent-Type: application/pdf\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(head.encode() + data[: len(data) // 2])
        eventually(lambda: spooled_files(run))
        yield connection


def test_an_upload_cut_off_half_way_leaves_nothing(
    narrow_desk: Desk, run: Run, bucket: str, sdk: Minio
) -> None:
    document_id = a_document_id()

    with half_an_upload(narrow_desk, document_id, run):
        pass

    eventually(lambda: not spooled_files(run))
    assert not list(sdk.list_objects(bucket, prefix=f"documents/{document_id}"))
    # No row either: the place is free for a document of another kind.
    narrow_desk.upload(samples.a_pdf(), document_id=document_id, kind="maturity-report").ok(201)


def parts_under_way(sdk: Minio, bucket: str, document_id: str) -> list[str]:
    listed = sdk._list_multipart_uploads(bucket, prefix=f"documents/{document_id}")
    return [each.upload_id or "" for each in listed.uploads]


def test_a_large_upload_cut_off_half_way_leaves_no_parts(
    desk: Desk, bucket: str, sdk: Minio
) -> None:
    document_id = a_document_id()
    data = samples.a_pdf(padding=20_000_000)
    address = urlsplit(desk.anybody.base_url)
    head = (
        f"PUT /v1/documents/{document_id} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Ticket: {desk.ticket(document_id)}\r\nContent-Type: application/pdf\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )

    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(head.encode() + data[:12_000_000])
        # Parts go to the store while the rest has not been sent.
        eventually(lambda: parts_under_way(sdk, bucket, document_id))

    eventually(lambda: not parts_under_way(sdk, bucket, document_id))
    assert not list(sdk.list_objects(bucket, prefix=f"documents/{document_id}"))


def test_a_large_upload_with_another_digest_leaves_no_parts(
    desk: Desk, bucket: str, sdk: Minio
) -> None:
    document_id = a_document_id()
    data = samples.a_pdf(padding=20_000_000)

    answer = desk.upload(
        data,
        document_id=document_id,
        headers={"Content-Digest": samples.content_digest(data[:-1])},
    )

    answer.refused(422, "digest-mismatch")
    assert not parts_under_way(sdk, bucket, document_id)
    assert not list(sdk.list_objects(bucket, prefix=f"documents/{document_id}"))
    again = desk.upload(data, document_id=document_id).ok(201)
    assert desk.content(again).content == data


def test_an_upload_that_falls_silent_is_given_up_and_told_so(narrow_desk: Desk, run: Run) -> None:
    with half_an_upload(narrow_desk, a_document_id(), run) as connection:
        started = time.monotonic()
        answer = HTTPResponse(connection)
        answer.begin()
        problem = json.loads(answer.read())

    assert (answer.status, problem["code"]) == (400, UploadAborted.code)
    assert time.monotonic() - started < 5
    assert not spooled_files(run)
    LEDGER.reach("error code", UploadAborted.code)
