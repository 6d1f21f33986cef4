"""The route class of every service: gate, strict body, one transaction, one answer per idempotency key.

In order: who calls and may they (before any byte of the body is read) → the body, bounded and strict →
the use case in one transaction → the answer kept under its key in that same transaction → commit →
the answer leaves. A failure at any point leaves nothing behind.
"""

import hashlib
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncConnection

from shared import idempotency
from shared.database import Database
from shared.failpoints import fail_point
from shared.strict_json import StrictRequest

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: A JSON body of ours fits well into this; files go another way.
MAX_JSON_BYTES = 2 * 1024 * 1024

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Transaction:
    """The request's transaction: begun by its first use, ended before a call to another service."""

    def __init__(self, database: Database, *, read_only: bool) -> None:
        self._database = database
        self._read_only = read_only
        self._open: AbstractAsyncContextManager[AsyncConnection] | None = None
        self._connection: AsyncConnection | None = None

    async def connection(self) -> AsyncConnection:
        """Give the connection, inside the transaction."""
        if self._connection is None:
            opening = self._database.transaction(read_only=self._read_only)
            self._connection = await opening.__aenter__()
            # Only what was entered may be left: a database that is down never got this far.
            self._open = opening
        return self._connection

    async def release(self) -> None:
        """End the transaction now; a transaction is never held across a call to another service."""
        opened, self._open, self._connection = self._open, None, None
        if opened is not None:
            await opened.__aexit__(None, None, None)

    async def roll_back(self, error: BaseException) -> None:
        """End the transaction and drop what it did."""
        opened, self._open, self._connection = self._open, None, None
        if opened is not None:
            await opened.__aexit__(type(error), error, error.__traceback__)


async def current_transaction(request: Request) -> Transaction:
    """Give the request's transaction."""
    transaction = request.state.transaction
    assert isinstance(transaction, Transaction)  # noqa: S101 - the route class put it there
    return transaction


Tx = Annotated[Transaction, Depends(current_transaction)]


def computes(endpoint: Endpoint) -> Endpoint:
    """Mark a POST that stores nothing: it needs no Idempotency-Key."""
    endpoint.computes = True  # type: ignore[attr-defined]  # a mark for is_keyed
    return endpoint


def takes_raw_body(endpoint: Endpoint) -> Endpoint:
    """Mark an operation whose body is no JSON: it reads the bounded bytes by itself and checks their type."""
    endpoint.takes_raw_body = True  # type: ignore[attr-defined]  # a mark for the route class
    return endpoint


def is_keyed(methods: set[str] | None, endpoint: Callable[..., Any]) -> bool:
    """Tell whether an operation creates or decides, and so needs an Idempotency-Key."""
    return methods == {"POST"} and not getattr(endpoint, "computes", False)


def operation_name(route: APIRoute) -> str:
    """Name an operation after its function: ``submit_application`` is ``submit-application``."""
    return route.name.replace("_", "-")


class TransactionalRoute(APIRoute):
    """See the module's first lines."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        operation = operation_name(self)
        keyed = is_keyed(self.methods, self.endpoint)
        reads_json = self.body_field is not None
        is_raw = getattr(self.endpoint, "takes_raw_body", False)

        async def transactional(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            await request.app.state.gate(strict, operation)
            strict.check_query()
            body = b""
            if reads_json or keyed:
                body = await strict.read_body(MAX_JSON_BYTES)
                if not is_raw:
                    strict.parse_json()
            transaction = Transaction(
                request.app.state.database, read_only=request.method in SAFE_METHODS
            )
            strict.state.transaction = transaction
            try:
                if keyed:
                    response = await _once(strict, transaction, body, handle)
                else:
                    response = await handle(strict)
                await fail_point(f"{operation}.before-commit")
                await transaction.release()
            except BaseException as error:
                await transaction.roll_back(error)
                raise
            await fail_point(f"{operation}.after-commit")
            return response

        return transactional


async def _once(
    request: StrictRequest,
    transaction: Transaction,
    body: bytes,
    handle: Callable[[Request], Coroutine[Any, Any, Response]],
) -> Response:
    """Run the use case unless the key has an answer already; keep the answer with the effect."""
    key = idempotency.key_of(request, fingerprint=_fingerprint(request, body))
    kept = await idempotency.claim(await transaction.connection(), key)
    if kept is not None:
        return kept
    response = await handle(request)
    await idempotency.keep(await transaction.connection(), key, response)
    return response


def _fingerprint(request: Request, body: bytes) -> str:
    head = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(head + body).hexdigest()
