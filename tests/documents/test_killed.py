"""The service as a process of its own, killed between two effects and started again."""

import functools
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from minio import Minio
from pydantic import SecretStr

from services.documents.domain.tickets import Action, TicketClaims
from services.documents.settings import DEVELOPMENT_SECRET
from services.documents.ticket_signer import TicketSigner
from tests.documents import samples
from tests.documents.desk import a_document_id
from tests.harness.postgres import free_port
from tests.harness.run import Run
from tests.harness.services import make_bucket
from tests.harness.waiting import eventually
from tests.kill.process import Process, forked

#: No PDF, whatever it is declared as.
A_PAGE = b"<!DOCTYPE html><html><body>hi</body></html>"


@contextmanager
def serving(environment: dict[str, str], **more: str) -> Iterator[Process]:
    process = forked(["documents", "serve"], environment | more, folder_of(environment))
    url = environment["DOCUMENTS_PUBLIC_URL"]
    try:
        eventually(lambda: is_alive(url), what="the start of the service")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def migrate(environment: dict[str, str]) -> None:
    process = forked(["documents", "migrate"], environment, folder_of(environment))
    assert process.wait(60) == 0


def folder_of(environment: dict[str, str]) -> Path:
    return Path(environment["DOCUMENTS_SPOOL_FOLDER"]).parent


def is_alive(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False


def ticket_for(document_id: str) -> str:
    claims = TicketClaims(
        action=Action.UPLOAD,
        document_id=document_id,
        holder="wang",
        kind="stamped-scan",
        file_name="scan.pdf",
    )
    signer = TicketSigner(SecretStr(DEVELOPMENT_SECRET), lambda: datetime.now(UTC))
    ticket, _ = signer.sign(claims, valid_for_s=60)
    return ticket


def upload(url: str, document_id: str) -> httpx.Response:
    return httpx.put(
        f"{url}/v1/documents/{document_id}",
        content=samples.a_pdf(),
        headers={"Ticket": ticket_for(document_id), "Content-Type": "application/pdf"},
        timeout=20,
        trust_env=False,
    )


def ask(url: str, document_id: str, body: dict[str, object] | None = None) -> httpx.Response:
    """PUT something of an upload straight to the store; its id is the document's."""
    return httpx.put(
        url, json=body, headers={"Ticket": ticket_for(document_id)}, timeout=20, trust_env=False
    )


def environment_of(run: Run, folder: Path) -> dict[str, str]:
    store, port = run.object_store(), free_port()
    return {
        "PATH": os.defpath,
        "DOCUMENTS_DATABASE_URL": f"sqlite:///{folder / 'documents.db'}",
        "DOCUMENTS_PORT": str(port),
        "DOCUMENTS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DOCUMENTS_STORE_ENDPOINT": store.endpoint,
        "DOCUMENTS_STORE_ACCESS_KEY": store.access_key,
        "DOCUMENTS_STORE_SECRET_KEY": store.secret_key,
        "DOCUMENTS_STORE_BUCKET": make_bucket(run),
        "DOCUMENTS_CHECK_WORKERS": "0",
        "DOCUMENTS_SPOOL_FOLDER": str(folder / "spool"),
    }


def test_a_service_killed_between_object_and_row_loses_and_doubles_nothing(
    run: Run, tmp_path: Path
) -> None:
    environment = environment_of(run, tmp_path)
    url, document_id = environment["DOCUMENTS_PUBLIC_URL"], a_document_id()
    migrate(environment)

    with serving(environment, DOCUMENTS_FAIL_AT="upload-document.after-put") as killed:
        try:
            upload(url, document_id)
        except httpx.TransportError:
            pass
        else:
            raise AssertionError("the service answered although it was to be killed")
        assert killed.wait(20) == -signal.SIGKILL
    with serving(environment):
        again = upload(url, document_id)
        once_more = upload(url, document_id)

    assert (again.status_code, once_more.status_code) == (201, 200)
    assert again.json() == once_more.json()
    assert not list((tmp_path / "spool").iterdir())


def is_killed(do: Callable[[], httpx.Response], process: Process) -> None:
    try:
        do()
    except httpx.TransportError:
        assert process.wait(20) == -signal.SIGKILL
    else:
        raise AssertionError("the service answered although it was to be killed")


#: Where the service dies, whether the file is sound, and what two repeats of the completion answer afterwards.
DEATHS = (
    ("start-upload.after-begin", True, [201, 200]),
    ("complete-upload.after-join", True, [201, 200]),
    ("complete-upload.after-reading", True, [201, 200]),
    ("complete-upload.after-refusal", False, [415, 415]),
    ("abort-upload.after-row", False, [409, 409]),
)


def test_an_upload_straight_to_the_store_outlives_any_death_of_the_service(
    run: Run, tmp_path: Path, sdk: Minio
) -> None:
    environment = environment_of(run, tmp_path) | {"DOCUMENTS_UPLOAD_SWEEP_REST_S": "0.1"}
    migrate(environment)
    base, bucket = environment["DOCUMENTS_PUBLIC_URL"], environment["DOCUMENTS_STORE_BUCKET"]
    ids = [a_document_id() for _ in DEATHS]
    urls = [f"{base}/v1/documents/{each}/uploads/{each}" for each in ids]

    for document_id, url, (point, sound, _) in zip(ids, urls, DEATHS, strict=True):
        with serving(environment, DOCUMENTS_FAIL_AT=point) as killed:
            if point.startswith("start"):
                is_killed(functools.partial(begin, url, document_id, sound=sound), killed)
            else:
                send(begin(url, document_id, sound=sound), sound=sound)
                is_killed(functools.partial(end, point, url, document_id), killed)
    with serving(environment):
        send(begin(urls[0], ids[0], sound=True), sound=True)
        for document_id, url, (_, sound, answers) in zip(ids, urls, DEATHS, strict=True):
            twice = [ask(f"{url}/completion", document_id) for _ in range(2)]
            assert [each.status_code for each in twice] == answers
            assert not sound or twice[0].json() == twice[1].json()
            wait_for_objects(sdk, bucket, document_id, 1 if sound else 0)


def end(point: str, url: str, document_id: str) -> httpx.Response:
    if point.startswith("abort"):
        headers = {"Ticket": ticket_for(document_id)}
        return httpx.delete(url, headers=headers, trust_env=False, timeout=30)
    return ask(f"{url}/completion", document_id)


def begin(url: str, document_id: str, *, sound: bool) -> httpx.Response:
    size = len(samples.a_pdf() if sound else A_PAGE)
    return ask(url, document_id, {"size_bytes": size, "media_type": "application/pdf"})


def send(begun: httpx.Response, *, sound: bool) -> None:
    address = begun.json()["part_urls"][0]["url"]
    data = samples.a_pdf() if sound else A_PAGE
    httpx.put(address, content=data, trust_env=False).raise_for_status()


def wait_for_objects(sdk: Minio, bucket: str, document_id: str, count: int) -> None:
    eventually(lambda: len(objects_of(sdk, bucket, document_id)) == count)


def objects_of(sdk: Minio, bucket: str, document_id: str) -> list[str]:
    prefix = f"uploads/{document_id}/"
    listed = sdk.list_objects(bucket, prefix=prefix, recursive=True, include_version=True)
    return [each.version_id or "" for each in listed]
