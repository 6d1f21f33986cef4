"""A bounded set of inspection processes, asked through a bounded set of threads.

PDF and image parsers are C and C++ over bytes that strangers send: a crash or a hang there must
cost one process, not the service. The processes are our own children over pipes and not a
``ProcessPoolExecutor``: that one breaks as a whole when a worker dies, cannot stop a worker that
hangs, and starts workers by importing the program's main module, which may be all three services.
"""

import asyncio
import contextlib
import json
import math
import os
import queue
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import structlog

from services.documents.domain.acceptance import FileFacts
from services.documents.domain.dangers import Danger
from services.documents.domain.errors import FileDamaged
from services.documents.domain.secrecy_marks import Mark
from shared.canonical import JsonValue
from shared.text import Text

log = structlog.get_logger()

#: Where the packages lie: the worker gets this path and nothing else of our environment.
_SOURCE_ROOT = Path(__file__).parents[3]
#: A worker that has grown over many files is replaced.
_FILES_PER_WORKER = 500


class WorkerFailed(Exception):
    """The process died over the file, or took too long."""


class InspectionPool:
    """Looks into files, a few at a time; the others wait in line."""

    def __init__(self, *, workers: int, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="inspection")
        # Last in, first out: the processes that stand idle longest are the ones never started.
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)

    async def inspect(self, path: Path, *, max_pixels: int, max_pages: int) -> FileFacts:
        """Tell what a file is; raise FileDamaged when looking into it crashes or takes too long."""
        try:
            return await self.look(path, max_pixels=max_pixels, max_pages=max_pages)
        except WorkerFailed as error:
            raise FileDamaged(
                Text(
                    zh="检查该文件时程序异常或超时",
                    en="Looking into the file failed or took too long",
                )
            ) from error

    async def look(self, path: Path, *, max_pixels: int, max_pages: int) -> FileFacts:
        """Tell what a file is; raise WorkerFailed."""
        answer = await self.ask("facts", path, max_pixels=max_pixels, max_pages=max_pages)
        return FileFacts(**answer | {"dangers": tuple(map(Danger, answer["dangers"]))})

    async def find_marks(self, path: Path) -> list[Mark]:
        """Find marks of classification in the text of a file; raise WorkerFailed."""
        answer = await self.ask("marks", path)
        return [Mark(**each) for each in answer["marks"]]

    async def ask(self, wish: str, path: Path, **more: JsonValue) -> dict[str, Any]:
        """Have a process answer one question about a file; raise WorkerFailed."""
        cpu_s = math.ceil(self._timeout_s)
        question = {"wish": wish, "path": str(path), "cpu_s": cpu_s, **more}
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._threads, self._ask, json.dumps(question))
        if answer is None:
            log.warning("inspection.failed", wish=wish, timeout_s=self._timeout_s)
            raise WorkerFailed(wish)
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """Stop all processes; nothing is inspected afterwards."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker is not None:
                worker.stop()

    def _ask(self, question: str) -> str | None:
        worker, kept = self._idle.get(), None
        try:
            worker = worker or _Worker()
            answer = worker.ask(question, timeout_s=self._timeout_s)
            if answer is not None and worker.files_seen < _FILES_PER_WORKER:
                kept = worker
            else:
                worker.stop()
        finally:
            # Whatever happens the place is given back, or the line would stand still for ever.
            self._idle.put(kept)
        return answer


class _Worker:
    """One process that answers one question at a time."""

    def __init__(self) -> None:
        self.files_seen = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services.documents.inspection"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=_SOURCE_ROOT,
            # Secrets of the service are not for a process that reads strangers' files.
            env={
                "PYTHONPATH": str(_SOURCE_ROOT),
                "PATH": os.defpath,
                "LANG": "C.UTF-8",
                # On a machine of many cores its threads alone would fill the memory that a worker may have.
                "OPENBLAS_NUM_THREADS": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            # Ctrl-C in a terminal stops the service, which then stops its workers in order.
            start_new_session=True,
        )
        self._input = _open(self._process.stdin)
        self._output = _open(self._process.stdout)

    def ask(self, question: str, *, timeout_s: float) -> str | None:
        """Send a question and wait for the answer; None when the process died or was too slow."""
        self.files_seen += 1
        # Killing the process ends its output, and with it the wait below.
        timer = threading.Timer(timeout_s, self._process.kill)
        timer.start()
        try:
            self._input.write(question + "\n")
            self._input.flush()
            return self._output.readline() or None
        except OSError:
            return None
        finally:
            timer.cancel()

    def stop(self) -> None:
        """End the process and leave no zombie."""
        self._process.kill()
        for stream in (self._input, self._output):
            # What could not be written to a dead process is written again on closing, in vain.
            with contextlib.suppress(OSError):
                stream.close()
        self._process.wait()


def _open(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the worker was started without a pipe")
    return stream
