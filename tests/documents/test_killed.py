"""The service as a process of its own, killed between two effects and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
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

COMMAND = [sys.executable, "-m", "services.documents"]


@contextmanager
def serving(environment: dict[str, str], **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [*COMMAND, "serve"], env=environment | more, stderr=subprocess.DEVNULL
    )
    url = environment["DOCUMENTS_PUBLIC_URL"]
    try:
        eventually(lambda: is_alive(url), what="the start of the service")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def is_alive(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False


def upload(url: str, document_id: str) -> httpx.Response:
    claims = TicketClaims(
        action=Action.UPLOAD,
        document_id=document_id,
        holder="wang",
        kind="stamped-scan",
        file_name="scan.pdf",
    )
    signer = TicketSigner(SecretStr(DEVELOPMENT_SECRET), lambda: datetime.now(UTC))
    ticket, _ = signer.sign(claims, valid_for_s=60)
    return httpx.put(
        f"{url}/v1/documents/{document_id}",
        content=samples.a_pdf(),
        headers={"Ticket": ticket, "Content-Type": "application/pdf"},
        timeout=20,
        trust_env=False,
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
    subprocess.run([*COMMAND, "migrate"], env=environment, check=True)

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
