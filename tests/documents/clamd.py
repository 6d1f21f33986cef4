"""A scanner that speaks clamd's protocol, knows one malware, and can fail in its ways."""

import socketserver
import struct
import threading
from types import TracebackType
from typing import Self

#: What it takes for malware; no scanner of the world does.
MALWARE = b"TIDU-EXAMPLE-OF-MALWARE"
NAME = "Tidu.Example.UNOFFICIAL"
VERSION = "ClamAV 1.4.9/27500/Thu Jul 10 08:00:00 2025"


class FakeClamd:
    """Listens on loopback; ``answer`` overrides its verdict, ``is_silent`` makes it hang up."""

    def __init__(self) -> None:
        self.answer: str | None = None
        self.is_silent = False
        self.waits_for: threading.Event | None = None
        self.scanned: list[int] = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def recover(self) -> None:
        """Forget what tests of before asked for."""
        self.answer, self.is_silent, self.waits_for = None, False, None
        self.scanned.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler: socketserver.StreamRequestHandler) -> None:
        command = b""
        while not command.endswith(b"\0"):
            byte = handler.rfile.read(1)
            if not byte:
                return
            command += byte
        if self.is_silent:
            return
        if command == b"zVERSION\0":
            handler.wfile.write(VERSION.encode() + b"\0")
        elif command == b"zINSTREAM\0":
            data = b""
            while (size := struct.unpack(">I", handler.rfile.read(4))[0]) > 0:
                data += handler.rfile.read(size)
            if self.waits_for is not None:
                self.waits_for.wait(20)
            self.scanned.append(len(data))
            verdict = f"stream: {NAME} FOUND" if MALWARE in data else "stream: OK"
            handler.wfile.write((self.answer or verdict).encode() + b"\0")
        else:
            handler.wfile.write(b"UNKNOWN COMMAND\0")
