"""The requests of the bench as bytes, and a client so plain that what is measured is the server."""

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.harness.postgres import LOOPBACK

AUTOSAVE, SUBMIT, EVALUATE = "autosave", "submit", "evaluate"

EVALUATIONS_PATH = "/v1/evaluations"

#: Connections that are kept open, each with one request under way.
CONCURRENCY = 4


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    etag: str
    body: bytes


def form_path(application_id: str) -> str:
    return f"/v1/applications/{application_id}/form"


def submit_path(application_id: str) -> str:
    return f"/v1/applications/{application_id}/submit"


def patch_of(number: int) -> bytes:
    """Write what a front end sends when a person leaves a field: that field."""
    text = f"智能装备与工业软件的研发、制造与服务（第{number}稿）"
    return json.dumps({"applicant": {"main_business": text}}, ensure_ascii=False).encode()


def autosave_request(application_id: str, token: str, etag: str, number: int) -> bytes:
    return _request(
        "PATCH",
        form_path(application_id),
        token,
        patch_of(number),
        f"If-Match: {etag}\r\nContent-Type: application/merge-patch+json",
    )


def submit_request(application_id: str, token: str) -> bytes:
    return _request(
        "POST",
        submit_path(application_id),
        token,
        b'{"revision_number":1}',
        f"Idempotency-Key: {uuid.uuid4()}\r\nContent-Type: application/json",
    )


def evaluate_request(token: str, question: bytes) -> bytes:
    return _request("POST", EVALUATIONS_PATH, token, question, "Content-Type: application/json")


def _request(method: str, path: str, token: str, body: bytes, headers: str) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n{headers}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection(LOOPBACK, port))

    async def ask(self, request: bytes) -> Answer:
        """Send a request and read its answer."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])
        }
        body = await self._reader.readexactly(int(headers["content-length"]))
        return Answer(status=int(lines[0].split()[1]), etag=headers.get("etag", ""), body=body)

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


async def submissions_a_second(port: int, requests: Sequence[bytes]) -> float:
    """Send each request once, over all connections."""
    waiting = iter(requests)

    async def work(connection: Connection) -> int:
        done = 0
        for request in waiting:
            answer = await connection.ask(request)
            assert answer.status == 201, answer.body
            done += 1
        return done

    return await _rate(port, [work] * CONCURRENCY)


async def autosaves_a_second(
    port: int, applications: Sequence[str], token: str, etags: dict[str, str], *, seconds: float
) -> float:
    """Save one field after the other, each connection in a draft of its own."""
    give_up_at = time.perf_counter() + seconds

    def writer_of(application_id: str) -> Callable[[Connection], Awaitable[int]]:
        async def work(connection: Connection) -> int:
            done = 0
            while time.perf_counter() < give_up_at:
                etag = etags[application_id]
                answer = await connection.ask(autosave_request(application_id, token, etag, done))
                assert answer.status == 200, answer.body
                etags[application_id] = answer.etag
                done += 1
            return done

        return work

    return await _rate(port, [writer_of(one) for one in applications[:CONCURRENCY]])


async def evaluations_a_second(port: int, request: bytes, *, seconds: float) -> float:
    """Ask the same over all connections: nothing is stored, so that no answer makes the next one slower."""
    give_up_at = time.perf_counter() + seconds

    async def work(connection: Connection) -> int:
        done = 0
        while time.perf_counter() < give_up_at:
            answer = await connection.ask(request)
            assert answer.status == 200, answer.body
            done += 1
        return done

    return await _rate(port, [work] * CONCURRENCY)


async def _rate(port: int, workers: Sequence[Callable[[Connection], Awaitable[int]]]) -> float:
    connections = [await Connection.open(port) for _ in workers]
    started = time.perf_counter()
    done = await asyncio.gather(
        *(work(connection) for work, connection in zip(workers, connections, strict=True))
    )
    seconds = time.perf_counter() - started
    for connection in connections:
        await connection.close()
    return sum(done) / seconds
