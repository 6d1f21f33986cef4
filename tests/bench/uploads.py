"""Uploads through the documents service beside the minio SDK putting the same files directly into the same store.

One file of a GiB, and 32 of 20 MiB at once, in turns. The service is a process of its own; its memory is what the
kernel says was resident at the most, over what was resident before. The kinds are the service's own with a larger limit.
"""

import io
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import urllib3
import yaml
from minio import Minio
from pydantic import SecretStr

from services.documents.domain.tickets import Action, TicketClaims
from services.documents.settings import DEVELOPMENT_SECRET
from services.documents.ticket_signer import TicketSigner
from services.object_store import EmbeddedObjectStore
from tests.architecture.sources import ROOT
from tests.bench.figures import Figure
from tests.kill.process import Service

MIB = 2**20
LARGE_MIB = 1024
MANY, EACH_MIB = 32, 20
ROUNDS = 2

_BUCKET = "bench"
_ACCESS_KEY, _SECRET_KEY = "tidu-bench", "of-this-bench-alone"
_KINDS_FILE = ROOT / "services" / "documents" / "data" / "kinds.yaml"


def measure(folder: Path) -> list[Figure]:
    """Measure both; what the service keeps is stored under keys of its own."""
    rate = Figure(name="upload-1-gib", unit="MiB/s", goal="at least 0.8 of the SDK", least=0.8)
    growth = Figure(
        name="upload-1-gib-memory",
        unit="MiB",
        goal="at most 64 MiB, the limit that stands beside it",
        most_ours=64,
    )
    many = Figure(name="uploads-32-at-once", unit="MiB/s", goal="at least 0.7", least=0.7)
    store = EmbeddedObjectStore(folder / "objects", access_key=_ACCESS_KEY, secret_key=_SECRET_KEY)
    large, small = folder / "large.pdf", folder / "small.pdf"
    _write_pdf(large, LARGE_MIB * MIB)
    _write_pdf(small, EACH_MIB * MIB)
    with store, _serving(folder, store.endpoint) as (url, process):
        sdk = _sdk(store.endpoint)
        # Before the first upload: what the service then keeps for the next ones is growth too.
        before = _resident_mib(process, "VmRSS")
        _upload(url, small)
        _put(sdk, small)
        for _ in range(ROUNDS):
            _forget_the_peak(process)
            rate.ours.append(LARGE_MIB / _timed(lambda: _upload(url, large)))
            growth.ours.append(_resident_mib(process, "VmHWM") - before)
            # Beside it stands the limit: the SDK runs in the bench's own process, and is not measured.
            growth.peer.append(64.0)
            rate.peer.append(LARGE_MIB / _timed(lambda: _put(sdk, large)))
        for _ in range(ROUNDS):
            many.ours.append(
                MANY * EACH_MIB / _timed(lambda: _at_once(lambda: _upload(url, small)))
            )
            many.peer.append(MANY * EACH_MIB / _timed(lambda: _at_once(lambda: _put(sdk, small))))
    shutil.rmtree(folder / "objects", ignore_errors=True)
    return [rate, growth, many]


def _at_once(do: Callable[[], None]) -> None:
    with ThreadPoolExecutor(MANY) as threads:
        for done in [threads.submit(do) for _ in range(MANY)]:
            # One that fails fails the bench.
            done.result()


def _timed(do: Callable[[], None]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _upload(url: str, file: Path) -> None:
    document_id = str(uuid.uuid4())
    claims = TicketClaims(
        action=Action.UPLOAD,
        document_id=document_id,
        holder="bench",
        kind="other-evidence",
        file_name=file.name,
    )
    signer = TicketSigner(SecretStr(DEVELOPMENT_SECRET), lambda: datetime.now(UTC))
    ticket, _ = signer.sign(claims, valid_for_s=3600)
    connection = HTTPConnection(urlsplit(url).netloc, timeout=600, blocksize=MIB)
    with file.open("rb") as body:
        connection.request(
            "PUT",
            f"/v1/documents/{document_id}",
            body=body,
            headers={
                "Ticket": ticket,
                "Content-Type": "application/pdf",
                "Content-Length": str(file.stat().st_size),
            },
        )
        answer = connection.getresponse()
        said = answer.read()
    connection.close()
    assert answer.status == 201, said


def _put(sdk: Minio, file: Path) -> None:
    sdk.fput_object(_BUCKET, f"direct/{uuid.uuid4()}", str(file), content_type="application/pdf")


def _sdk(endpoint: str) -> Minio:
    sdk = Minio(
        endpoint,
        access_key=_ACCESS_KEY,
        secret_key=_SECRET_KEY,
        secure=False,
        http_client=urllib3.PoolManager(maxsize=3 * MANY),
    )
    if not sdk.bucket_exists(_BUCKET):
        sdk.make_bucket(_BUCKET, object_lock=True)
    return sdk


@contextmanager
def _serving(folder: Path, endpoint: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    kinds = yaml.safe_load(_KINDS_FILE.read_text(encoding="utf-8"))
    kinds["other-evidence"]["max_bytes"] = 2 * LARGE_MIB * MIB
    kinds_file = folder / "kinds.yaml"
    kinds_file.write_text(yaml.safe_dump(kinds), encoding="utf-8")
    service = Service.of(
        "documents",
        folder,
        database_url=f"sqlite:///{folder / 'documents.sqlite3'}",
        store_endpoint=endpoint,
        store_access_key=_ACCESS_KEY,
        store_secret_key=_SECRET_KEY,
        store_bucket=_BUCKET,
        spool_folder=str(folder / "spool"),
        kinds_file=str(kinds_file),
    )
    service.migrate()
    with service.running(afresh=True) as process:
        assert isinstance(process, subprocess.Popen)
        yield service.url, process


def _resident_mib(process: "subprocess.Popen[bytes]", line: str) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    found = next(each for each in status.splitlines() if each.startswith(f"{line}:"))
    return int(found.split()[1]) / 1024


def _forget_the_peak(process: "subprocess.Popen[bytes]") -> None:
    Path(f"/proc/{process.pid}/clear_refs").write_text("5", encoding="ascii")


def _write_pdf(file: Path, size: int) -> None:
    """Write a sound PDF of one page and about so many bytes that no store can make smaller."""
    noise = Random(size)  # noqa: S311 - bytes to fill a file with
    offsets = []
    with file.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        for number, body in enumerate(
            (
                b"<< /Type /Catalog /Pages 2 0 R /Padding 4 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            ),
            start=1,
        ):
            offsets.append(out.tell())
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        offsets.append(out.tell())
        out.write(b"4 0 obj\n<< /Length %d >>\nstream\n" % size)
        for _ in range(size // MIB):
            out.write(noise.randbytes(MIB))
        out.write(b"\nendstream\nendobj\n")
        start = out.tell()
        table = io.BytesIO(b"")
        table.write(b"xref\n0 5\n0000000000 65535 f \n")
        for offset in offsets:
            table.write(b"%010d 00000 n \n" % offset)
        table.write(b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
        out.write(table.getvalue())
