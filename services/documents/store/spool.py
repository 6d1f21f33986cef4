"""Uploads on their way: each becomes a temporary file on disk, so that memory stays bounded.

Whoever sends the bytes on while they come in reads them from that file, at their own pace.

Every process has a folder of its own under the spool folder and holds a lock on it for as long as
it lives. A folder whose lock is free belonged to a process that was killed, and is removed.
"""

import asyncio
import contextlib
import fcntl
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import structlog

from shared.digests import Digests, StreamingDigests

log = structlog.get_logger()

#: Bytes are gathered to this size before a thread hashes and writes them.
_BUFFER_BYTES = 2**20
_LOCK_NAME = "lock"

#: Is told the file and how many bytes lie in it by now.
OnGrowth = Callable[[Path, int], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Spooled:
    """A file that has come in whole."""

    path: Path
    size_bytes: int
    digests: Digests


class Spool:
    """This process's part of the spool folder, from ``open`` to ``close``."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._folder = self._root / uuid.uuid4().hex
        self._lock: BinaryIO | None = None

    def open(self) -> Self:
        """Take a folder and remove what killed processes left behind."""
        self._folder.mkdir(parents=True, mode=0o700)
        # Locked before it has its name: a process that sweeps at this moment must not find it free.
        unnamed = self._folder / "unnamed"
        self._lock = unnamed.open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        unnamed.rename(self._folder / _LOCK_NAME)
        for folder in self._root.iterdir():
            if folder != self._folder and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
                log.info("spool.swept", folder=folder.name)
        return self

    def close(self) -> None:
        """Remove this process's folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @asynccontextmanager
    async def receive(
        self,
        chunks: AsyncIterator[bytes],
        check_size: Callable[[int], None],
        on_growth: OnGrowth | None = None,
    ) -> AsyncIterator[Spooled]:
        """Write chunks to a file while digesting them; the file is gone after the block.

        ``check_size`` is called with the bytes so far and raises when they are too many; ``on_growth`` once more of
        them lie in the file.
        """
        path = self._folder / uuid.uuid4().hex
        try:
            digests = await _write(path, chunks, check_size, on_growth)
            yield Spooled(path=path, size_bytes=digests.size_bytes, digests=digests.result())
        finally:
            with contextlib.suppress(FileNotFoundError):
                await asyncio.to_thread(path.unlink)


async def _write(
    path: Path,
    chunks: AsyncIterator[bytes],
    check_size: Callable[[int], None],
    on_growth: OnGrowth | None,
) -> StreamingDigests:
    digests = StreamingDigests()
    buffer = bytearray()
    file = await asyncio.to_thread(path.open, "xb")
    try:
        received = 0
        async for chunk in chunks:
            received += len(chunk)
            check_size(received)
            buffer += chunk
            if len(buffer) >= _BUFFER_BYTES:
                await asyncio.to_thread(_take, bytes(buffer), file, digests)
                buffer.clear()
                if on_growth is not None:
                    await on_growth(path, digests.size_bytes)
        await asyncio.to_thread(_take, bytes(buffer), file, digests)
    finally:
        await asyncio.to_thread(file.close)
    return digests


def _take(data: bytes, file: BinaryIO, digests: StreamingDigests) -> None:
    digests.update(data)
    file.write(data)
    file.flush()


def _is_abandoned(folder: Path) -> bool:
    try:
        with (folder / _LOCK_NAME).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Not one of ours, or just being made by a process that has no lock in it yet.
        return False
    return True
