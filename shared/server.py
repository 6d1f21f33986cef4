"""Runs an application under uvicorn: in this process, or in a thread with an event loop of its own.

The protocol class stamps each request's *arrival* when its first bytes are parsed, before the
application starts: that stamp, not the moment of processing, is what a deadline is compared with.
"""

import gc
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

ARRIVAL_KEY = "tidu.arrival"

#: Long enough for a first start on a slow disk.
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0


class ArrivalStampingProtocol(HttpToolsProtocol):
    """HTTP/1.1 that notes when a request's first bytes came."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[ARRIVAL_KEY] = time.time()  # type: ignore[literal-required]  # an extension of ours


def arrival_of(request: Request) -> datetime:
    """Tell when the request reached us, by the wall clock.

    Without our protocol class (an in-process transport) that is now, which is never earlier.
    """
    stamp: Any = request.scope.get(ARRIVAL_KEY)
    if isinstance(stamp, float):
        return datetime.fromtimestamp(stamp, UTC)
    wall: datetime = request.app.state.clocks.wall()
    return wall


def server_config(app: FastAPI, *, host: str, port: int) -> uvicorn.Config:
    """Configure uvicorn the way all our processes run."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=ArrivalStampingProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=20,
    )


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until a signal ends the process."""
    # What an application consists of stays for good. Looking through all of it for garbage, again and again,
    # took a fifth of an autosave's time.
    gc.collect()
    gc.freeze()
    uvicorn.Server(server_config(app, host=host, port=port)).run()


class _QuietServer(uvicorn.Server):
    """Leaves signals to the process that owns the thread."""

    def capture_signals(self) -> Any:  # noqa: ANN401 - a context manager of uvicorn's own
        return _Nothing()


class _Nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_args: object) -> None: ...


class ThreadedServer:
    """One application in one thread and event loop; the application is made inside that thread."""

    def __init__(self, make_app: Callable[[], FastAPI], *, host: str, port: int) -> None:
        self._make_app = make_app
        self._host = host
        self._port = port
        self._server: uvicorn.Server | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=f"server-{port}", daemon=True)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self._host}:{self._port}"

    def start(self) -> None:
        """Start and return when it answers; raise RuntimeError when it does not."""
        self._thread.start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self._failure is not None:
                raise RuntimeError(
                    f"no server at {self.url}: is the port taken?"
                ) from self._failure
            if self._server is not None and self._server.started:
                return
            time.sleep(0.01)
        raise RuntimeError(f"no server at {self.url} after {START_TIMEOUT_S:.0f} s")

    def stop(self) -> None:
        """Finish the requests at hand and stop."""
        if self._server is not None:
            self._server.should_exit = True
        self._thread.join(STOP_TIMEOUT_S)

    def _run(self) -> None:
        try:
            config = server_config(self._make_app(), host=self._host, port=self._port)
            self._server = _QuietServer(config)
            self._server.run()
        except BaseException as error:  # noqa: BLE001 - handed to the starting thread
            self._failure = error
