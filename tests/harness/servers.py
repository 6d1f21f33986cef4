"""The services under test: each under uvicorn in a thread and loop of its own, started when first used.

One stack a worker. Requests, calls between services and the way to the issuer go over real sockets,
as in production; an engine is made and used in one loop only.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from fastapi import FastAPI

from shared.clock import Clocks
from shared.identity.development_issuer import DevelopmentIssuer, issuer_app
from shared.migrate import Schema
from shared.server import ThreadedServer
from tests.harness.api import TIMEOUT_S, Api
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.operations import Operations
from tests.harness.postgres import LOOPBACK, free_port

AUDIENCE = "tidu"


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """What a service under test is connected to."""

    database_url: str
    port: int
    issuer_url: str
    clocks: Clocks
    #: Base URLs of all services of the stack, by name, itself included.
    urls: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ServiceUnderTest:
    """How a service is made; everything in it is looked up when the service starts, not before."""

    name: str
    schema: Callable[[], Schema]
    make_app: Callable[[Wiring], FastAPI]
    #: Services that it calls: they are started with it.
    calls: tuple[str, ...] = ()
    #: Which service of the product it is, under other settings; by default the one it is named after.
    product: str = ""


class _Running:
    """One started service."""

    def __init__(self, make_app: Callable[[], FastAPI], port: int) -> None:
        self._make_app = make_app
        self._port = port
        self._app: FastAPI | None = None
        self._server = self._start()

    @property
    def app(self) -> FastAPI:
        assert self._app is not None
        return self._app

    def stop(self) -> None:
        self._server.stop()

    def start_again(self) -> None:
        self._server = self._start()

    def _start(self) -> ThreadedServer:
        server = ThreadedServer(self._make, host=LOOPBACK, port=self._port)
        server.start()
        return server

    def _make(self) -> FastAPI:
        self._app = self._make_app()
        return self._app


class Stack:
    """The services of one worker with their issuer, databases and clock."""

    def __init__(
        self,
        services: Mapping[str, ServiceUnderTest],
        *,
        databases: Databases,
        clock: TestClock,
        dialect: str = "postgresql",
    ) -> None:
        """On SQLite, for what differs there, each stack has files of its own and is never cleaned."""
        self._services = services
        self._dialect = dialect
        self._databases = databases
        self._clock = clock
        self._ports = {name: free_port() for name in services}
        self._running: dict[str, _Running] = {}
        self._clients: dict[str, Api] = {}
        self._used: set[str] = set()
        self._issuer_server: ThreadedServer | None = None
        port = free_port()
        self._issuer_port = port
        self.issuer = DevelopmentIssuer(issuer_url=f"http://{LOOPBACK}:{port}", audience=AUDIENCE)

    def api(self, name: str) -> Api:
        """Give a client of a service that nobody speaks for yet; start what it needs."""
        self._start(name)
        self._used.update({name, *self._services[name].calls})
        if name not in self._clients:
            self._clients[name] = Api(
                http=httpx.Client(base_url=self._url(name), timeout=TIMEOUT_S, trust_env=False),
                issuer=self.issuer,
                clock=self._clock,
                operations=Operations(
                    self._services[name].product or name, lambda: self._running[name].app
                ),
            )
        return self._clients[name]

    def app(self, name: str) -> FastAPI:
        """Give the application itself: to read its document, never to call it."""
        self._start(name)
        return self._running[name].app

    @contextmanager
    def down(self, name: str) -> Iterator[None]:
        """Take a service away for the length of the block; its database stays."""
        self._start(name)
        self._running[name].stop()
        try:
            yield
        finally:
            self._running[name].start_again()

    def clean(self) -> list[dict[str, object]]:
        """Empty the databases that were used since the last time; give the events found there."""
        events: list[dict[str, object]] = []
        for name in sorted(self._used) if self._dialect == "postgresql" else ():
            events.extend(self._databases.events(name))
            self._databases.clean(name, self._services[name].schema())
        for client in self._clients.values():
            client.etags.clear()
        self._used.clear()
        return events

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        for running in self._running.values():
            running.stop()
        if self._issuer_server is not None:
            self._issuer_server.stop()

    def _start(self, name: str) -> None:
        if name in self._running:
            return
        if self._issuer_server is None:
            self._issuer_server = ThreadedServer(
                lambda: issuer_app(self.issuer), host=LOOPBACK, port=self._issuer_port
            )
            self._issuer_server.start()
        service = self._services[name]
        for callee in service.calls:
            self._start(callee)
        wiring = Wiring(
            database_url=getattr(self._databases, self._dialect)(name, service.schema()),
            port=self._ports[name],
            issuer_url=self.issuer.issuer_url,
            clocks=self._clock.clocks,
            urls={other: self._url(other) for other in self._services},
        )
        self._running[name] = _Running(lambda: service.make_app(wiring), self._ports[name])

    def _url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self._ports[name]}"
