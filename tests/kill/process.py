"""A service as a process of its own, to be killed and started again.

Sixteen starts of a service are half a minute of importing the same modules. So most lives are forked from a
server process that has imported them and done nothing else; they run the same command from its first line.
``afresh`` starts it as a person does, ``python -m services.intake serve``.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

import httpx

from services.child_process import last_words
from tests.architecture.sources import ROOT
from tests.harness.postgres import LOOPBACK, free_port
from tests.harness.waiting import eventually

#: Enough for a start on a machine that is busy with other things.
WAIT_S = 60.0

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [__name__, "services.intake.__main__", "services.documents.__main__", "pytest"]
)


class Process(Protocol):
    """A life of a service."""

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int: ...

    def terminate(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Service:
    """How a service is started; it keeps its port over all its lives."""

    name: str
    url: str
    folder: Path
    environment: Mapping[str, str]

    @classmethod
    def of(cls, name: str, folder: Path, **settings: str) -> "Service":
        """Name the settings without their prefix, in lower case."""
        port = free_port()
        url = f"http://{LOOPBACK}:{port}"
        chosen = {"port": str(port), "public_url": url, "sequencer_rest_s": "0.02", **settings}
        return cls(name=name, url=url, folder=folder, environment=_prefixed(name, chosen))

    def migrate(self) -> None:
        """Bring its database up to date."""
        _started([self.name, "migrate"], self._environment({}), self.folder).wait(WAIT_S)

    @contextmanager
    def running(self, *, afresh: bool = False, **settings: str) -> Iterator[Process]:
        """Run it for the length of the block, however it ends."""
        start = _started if afresh else forked
        process = start([self.name, "serve"], self._environment(settings), self.folder)
        try:
            eventually(
                lambda: self._answers(process), timeout_s=WAIT_S, what=f"the start of {self.name}"
            )
            yield process
        finally:
            process.terminate()
            process.wait(WAIT_S)

    def _answers(self, process: Process) -> bool:
        if process.poll() is not None:
            raise AssertionError(f"{self.name} ended: {last_words(_log(self.folder, self.name))}")
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).is_success
        except httpx.TransportError:
            return False

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        # Nothing of a developer's own environment, nor of a .env: the folder has none.
        base = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
        return {**base, **self.environment, **_prefixed(self.name, settings)}


def assert_killed(process: Process) -> None:
    """Wait for the death, and see that it was that of a fail point."""
    assert process.wait(WAIT_S) == -signal.SIGKILL


class _Forked:
    """A forked life, asked the way one asks subprocess.Popen."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self._process = _FORKS.Process(
            target=_live, args=(command, environment, folder), daemon=True
        )
        self._process.start()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        assert code is not None, "it does not end"
        return code

    def terminate(self) -> None:
        self._process.terminate()


def forked(command: list[str], environment: dict[str, str], folder: Path) -> Process:
    """Begin a life of a service, named first, without waiting for its imports: they are there before the fork."""
    return _Forked(command, environment, folder)


def _live(command: list[str], environment: dict[str, str], folder: Path) -> None:
    """Become the service: nothing of the forking process's surroundings is left."""
    service, *arguments = command
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with _log(folder, service).open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    import_module(f"services.{service}.__main__").cli(arguments)


def _started(command: list[str], environment: dict[str, str], folder: Path) -> Process:
    service, *arguments = command
    with _log(folder, service).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"services.{service}", *arguments],
            env=environment,
            cwd=folder,
            stdout=log,
            stderr=log,
        )


def _log(folder: Path, service: str) -> Path:
    return folder / f"{service}.log"


def _prefixed(name: str, settings: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{setting}".upper(): value for setting, value in settings.items()}
