"""The server: arrivals are stamped at the first byte, threads start and stop, health tells the truth."""

import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI, Request

from shared.server import ThreadedServer, arrival_of
from tests.harness.api import Api
from tests.harness.postgres import LOOPBACK, free_port


def arrival_app() -> FastAPI:
    app = FastAPI()

    @app.post("/arrival")
    async def arrival(request: Request) -> str:
        await request.body()
        return arrival_of(request).isoformat()

    return app


def test_a_request_arrives_with_its_first_bytes_not_with_its_last() -> None:
    port = free_port()
    server = ThreadedServer(arrival_app, host=LOOPBACK, port=port)
    server.start()
    try:
        with socket.create_connection((LOOPBACK, port), timeout=5) as connection:
            begun = datetime.now(UTC)
            connection.sendall(b"POST /arrival HTTP/1.1\r\nHost: x\r\n")
            time.sleep(0.4)
            connection.sendall(b"Content-Length: 2\r\nConnection: close\r\n\r\n")
            time.sleep(0.4)
            connection.sendall(b"{}")
            answer = b""
            while chunk := connection.recv(4096):
                answer += chunk
    finally:
        server.stop()

    arrived = datetime.fromisoformat(answer.rsplit(b"\r\n", 1)[1].decode().strip('"'))
    assert timedelta(0) <= arrived - begun < timedelta(seconds=0.3)


def test_a_server_that_cannot_start_says_so() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        server = ThreadedServer(arrival_app, host=LOOPBACK, port=taken.getsockname()[1])

        with pytest.raises(RuntimeError, match="no server"):
            server.start()


def test_a_ready_service_says_what_it_looked_at(notes: Api) -> None:
    body = notes.get("/readyz").ok(200)

    assert body["ready"] is True
    assert {"database", "schema", "identity-provider"} <= set(body["passed"])
    assert notes.get("/healthz").ok(200) == {"alive": True}
