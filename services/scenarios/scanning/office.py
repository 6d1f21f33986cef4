"""A few copiers side by side, for plays with many firms; the others wait in line."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from services.scenarios.firm import Firm
from services.scenarios.scan import AS_IT_SHOULD_BE, DPI, Handling
from services.scenarios.steps.filling_in import LocalFile

#: Where the packages lie, for the copiers to import from.
_SOURCE_ROOT = Path(__file__).parents[3]


class CopierFailed(RuntimeError):
    """A copier ended without its scan."""


class ScanningOffice:
    """Makes scans in other processes; `scan` may be called from several threads."""

    def __init__(self, *, copiers: int = 2) -> None:
        # Last in, first out: the copiers that stand idle longest are the ones never started.
        self._idle: queue.LifoQueue[_Copier | None] = queue.LifoQueue()
        for _ in range(copiers):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        while not self._idle.empty():
            copier = self._idle.get_nowait()
            if copier is not None:
                copier.stop()

    def scan(
        self,
        printed_form: bytes,
        firm: Firm,
        *,
        signed_on: date,
        dpi: int = DPI,
        handling: Handling = AS_IT_SHOULD_BE,
    ) -> LocalFile:
        """Print, sign, stamp and scan a form, as `stamped_scan` does."""
        copier, kept = self._idle.get(), None
        try:
            copier = copier or _Copier()
            scan = copier.scan(printed_form, firm, signed_on=signed_on, dpi=dpi, handling=handling)
            kept = copier
        finally:
            # Whatever happens the place is given back, or the line would stand still for ever.
            self._idle.put(kept)
            if kept is None and copier is not None:
                copier.stop()
        return scan


class _Copier:
    """One process that makes one scan at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services.scenarios.scanning"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=_SOURCE_ROOT,
            env={"PYTHONPATH": str(_SOURCE_ROOT), "PATH": os.defpath, "LANG": "C.UTF-8"},
            # Ctrl-C in a terminal stops the play, which then stops its copiers in order.
            start_new_session=True,
        )
        self._input = _open(self._process.stdin)
        self._output = _open(self._process.stdout)

    def scan(
        self, printed_form: bytes, firm: Firm, *, signed_on: date, dpi: int, handling: Handling
    ) -> LocalFile:
        """Order one scan and wait for it."""
        with tempfile.TemporaryDirectory() as folder:
            printed, scanned = Path(folder, "printed.pdf"), Path(folder, "scan.pdf")
            printed.write_bytes(printed_form)
            order = {
                "printed_form": str(printed),
                "scan": str(scanned),
                "firm": asdict(firm),
                "signed_on": signed_on.isoformat(),
                "dpi": dpi,
                "handling": asdict(handling),
            }
            try:
                self._input.write(json.dumps(order) + "\n")
                self._input.flush()
                done = self._output.readline()
            except OSError:
                done = ""
            if not done:
                raise CopierFailed(f"no scan for {firm.name}")
            return LocalFile(name=json.loads(done)["name"], content=scanned.read_bytes())

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
        raise RuntimeError("the copier was started without a pipe")
    return stream
