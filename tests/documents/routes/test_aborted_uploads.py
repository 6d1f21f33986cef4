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
