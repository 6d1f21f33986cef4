"""What all workers of one test run share: one PostgreSQL and one object store, started when first asked.

The controller owns them. A worker asks over a local socket, so that a run of pure tests starts nothing,
and so that a server lives as long as the run, not as long as the worker that happened to ask first.
"""

import contextlib
import os
import re
import secrets
import shutil
import tempfile
import threading
from dataclasses import dataclass
from multiprocessing.connection import Client, Listener
from pathlib import Path

from services.object_store import EmbeddedObjectStore
from tests.harness.postgres import EXTERNAL_URL_VARIABLE, EmbeddedPostgres, drop_databases

#: The controller's own wish to the thread that answers.
_STOP = "stop"

#: Folders of runs are named by the process that owns them, so that those of the dead can be told.
_FOLDER = re.compile(r"tidu-run-(\d+)-.*")


@dataclass(frozen=True, kw_only=True)
class StoreAddress:
    """Where the run's object store answers, and to whom."""

    endpoint: str
    #: As the services have it: it lifts no lock and makes no bucket.
    access_key: str
    secret_key: str
    #: As the operator has it.
    operator_access_key: str
    operator_secret_key: str


@dataclass(frozen=True, kw_only=True)
class RunAddress:
    """How a worker reaches its controller; plain values, they travel as JSON."""

    run_id: str
    folder: str
    socket: str
    key: str

    def as_json(self) -> dict[str, str]:
        return {
            "run_id": self.run_id,
            "folder": self.folder,
            "socket": self.socket,
            "key": self.key,
        }


class RunOwner:
    """Lives in the controller: answers the workers and stops everything at the end."""

    def __init__(self) -> None:
        sweep_dead_runs()
        self._folder = Path(tempfile.mkdtemp(prefix=f"tidu-run-{os.getpid()}-"))
        # PostgreSQL runs as another user below it.
        self._folder.chmod(0o711)
        self._key = secrets.token_hex(16)
        self._socket = str(self._folder / "owner")
        self._listener = Listener(self._socket, "AF_UNIX", authkey=self._key.encode())
        self._postgres: EmbeddedPostgres | None = None
        self._store: EmbeddedObjectStore | None = None
        # Children die with the thread that started them: all are started by this one.
        self._thread = threading.Thread(target=self._answer_workers, name="run-owner", daemon=True)
        self._thread.start()

    @property
    def address(self) -> RunAddress:
        return RunAddress(
            run_id=self._folder.name.rsplit("-", 1)[-1].lower(),
            folder=str(self._folder),
            socket=self._socket,
            key=self._key,
        )

    def stop(self) -> None:
        """Answer nobody any more, and stop what was started."""
        with Client(self._socket, "AF_UNIX", authkey=self._key.encode()) as connection:
            connection.send(_STOP)
        self._thread.join()
        external = os.environ.get(EXTERNAL_URL_VARIABLE)
        if external:
            drop_databases(external, f"tidu_{self.address.run_id}_")
        if self._postgres is not None:
            self._postgres.stop()
        if self._store is not None:
            # Its folder goes, so it need not put it in order, which takes two seconds.
            self._store.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answer_workers(self) -> None:
        wish = ""
        while wish != _STOP:
            # A worker that went away while asking is xdist's to report.
            with contextlib.suppress(EOFError, OSError), self._listener.accept() as connection:
                wish = str(connection.recv())
                connection.send(self._answer(wish))
        self._listener.close()

    def _answer(self, wish: str) -> object:
        starts = {"postgres": self._start_postgres, "object-store": self._start_store}
        try:
            return starts[wish]() if wish != _STOP else None
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            return error

    def _start_postgres(self) -> str:
        if self._postgres is None:
            postgres = EmbeddedPostgres(self._folder / "postgres")
            postgres.start()
            self._postgres = postgres
        return self._postgres.url

    def _start_store(self) -> StoreAddress:
        if self._store is None:
            store = EmbeddedObjectStore(
                self._folder / "object-store", access_key="tidu", secret_key=secrets.token_hex(16)
            )
            store.start()
            self._store = store
        return StoreAddress(
            endpoint=self._store.endpoint,
            access_key=self._store.access_key,
            secret_key=self._store.secret_key,
            operator_access_key=self._store.operator_access_key,
            operator_secret_key=self._store.operator_secret_key,
        )


class Run:
    """A worker's view of the run."""

    def __init__(self, address: RunAddress, worker: str) -> None:
        self.run_id = address.run_id
        #: ``gw0``, ``gw1``, … or ``main`` without xdist.
        self.worker = worker
        #: Files of this worker alone; gone at the end of the run.
        self.folder = Path(address.folder) / worker
        self.folder.mkdir(exist_ok=True)
        self._address = address

    def postgres_url(self) -> str:
        """Name the server's maintenance database, starting the server when it is the first time."""
        external = os.environ.get(EXTERNAL_URL_VARIABLE)
        return external or str(self._ask("postgres"))

    def object_store(self) -> StoreAddress:
        """Name the object store, starting it when it is the first time."""
        answer = self._ask("object-store")
        assert isinstance(answer, StoreAddress)
        return answer

    def _ask(self, wish: str) -> object:
        with Client(
            self._address.socket, "AF_UNIX", authkey=self._address.key.encode()
        ) as connection:
            connection.send(wish)
            answer: object = connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


def sweep_dead_runs() -> None:
    """Remove the folders of runs that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob("tidu-run-*"):
        match = _FOLDER.fullmatch(folder.name)
        if match and folder.stat().st_uid == os.getuid() and not _is_alive(int(match.group(1))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
