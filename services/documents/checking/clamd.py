"""A client of clamd: streams a file to it (INSTREAM) and reads its verdict."""

import asyncio
import contextlib
import struct
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 128 * 1024
#: An answer is one short line.
_LONGEST_ANSWER = 4096


class ClamdFailed(Exception):
    """It did not answer, or did not examine the file."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What clamd says about a file."""

    #: Name of what it found; none for a clean file.
    signature: str | None
    engine: str


class Clamd:
    """One clamd, at ``host:port`` or at the path of its socket."""

    def __init__(self, address: str, *, timeout_s: float) -> None:
        self._address = address
        self._timeout_s = timeout_s

    async def scan(self, path: Path) -> Verdict:
        """Have a file examined; raise ClamdFailed."""
        try:
            async with asyncio.timeout(self._timeout_s):
                engine = await self._asked(b"zVERSION\0", None)
                answer = await self._asked(b"zINSTREAM\0", path)
        except (OSError, TimeoutError, EOFError) as error:
            raise ClamdFailed(f"clamd does not answer: {error!r}") from error
        if answer.endswith(" FOUND"):
            signature = answer.removesuffix(" FOUND").partition(": ")[2]
            return Verdict(signature=signature or "?", engine=engine)
        if not answer.endswith(": OK"):
            raise ClamdFailed(f"clamd did not examine the file: {answer}")
        return Verdict(signature=None, engine=engine)

    async def _asked(self, command: bytes, path: Path | None) -> str:
        reader, writer = await self._connected()
        try:
            writer.write(command)
            if path is not None:
                # It hangs up on a file that is too large for it, and says so before.
                with contextlib.suppress(ConnectionError):
                    await _stream(path, writer)
            answer = await reader.readuntil(b"\0")
            return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.startswith("/"):
            return await asyncio.open_unix_connection(self._address, limit=_LONGEST_ANSWER)
        host, _, port = self._address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port), limit=_LONGEST_ANSWER)


async def _stream(path: Path, writer: asyncio.StreamWriter) -> None:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
            writer.write(struct.pack(">I", len(chunk)) + chunk)
            await writer.drain()
        writer.write(struct.pack(">I", 0))
        await writer.drain()
    finally:
        await asyncio.to_thread(file.close)
