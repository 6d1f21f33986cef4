"""Idempotency keys: the first answer to a key is kept in the transaction of its effect and given again.

Only a success is kept: a refused request may be mended and sent again under the same key.
"""

import string
from dataclasses import dataclass

from fastapi import Request, Response
from sqlalchemy import (
    JSON,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.authorisation import current_access
from shared.clock import system_wall_clock
from shared.database import UtcDateTime
from shared.request_errors import (
    IdempotencyKeyMalformed,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    RequestInFlight,
)

MAX_KEY_LENGTH = 128
_VISIBLE = frozenset(string.ascii_letters + string.digits + string.punctuation)

#: Headers of an answer that are part of it.
_KEPT_HEADERS = ("location", "etag", "content-type")

_TABLE = "idempotency_key"


@dataclass(frozen=True, kw_only=True)
class Key:
    """One caller's key for one request."""

    subject: str
    key: str
    #: SHA-256 of method, path, query and body.
    fingerprint: str


def idempotency_table(metadata: MetaData) -> Table:
    """Add the table of kept answers to a service's metadata."""
    return Table(
        _TABLE,
        metadata,
        Column("subject", String(200), primary_key=True),
        Column("key", String(MAX_KEY_LENGTH), primary_key=True),
        Column("fingerprint", String(64), nullable=False),
        Column("status", Integer, nullable=False),
        Column("headers", JSON, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("kept_at", UtcDateTime, nullable=False),
    )


_keys = idempotency_table(MetaData())

# Written once: composing it anew for every request is a cost that the bench shows.
_TRY_LOCK = select(
    func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("name", type_=String()), 0))
)
_KEPT = select(_keys).where(
    _keys.c.subject == bindparam("subject"), _keys.c.key == bindparam("key")
)


def key_of(request: Request, *, fingerprint: str) -> Key:
    """Read a request's key; raise IdempotencyKeyMissing or IdempotencyKeyMalformed."""
    key = request.headers.get("idempotency-key")
    if key is None:
        raise IdempotencyKeyMissing
    if not 0 < len(key) <= MAX_KEY_LENGTH or not _VISIBLE.issuperset(key):
        raise IdempotencyKeyMalformed
    return Key(subject=current_access(request).principal.subject, key=key, fingerprint=fingerprint)


async def claim(connection: AsyncConnection, key: Key) -> Response | None:
    """Give the kept answer, or None and hold the key until the transaction ends.

    Raises RequestInFlight while another request holds it (SQLite's single writer waits instead),
    IdempotencyKeyReused when the key was used for something else.
    """
    if connection.dialect.name == "postgresql":
        named = {"name": f"idempotency:{key.subject}:{key.key}"}
        if not (await connection.execute(_TRY_LOCK, named)).scalar_one():
            raise RequestInFlight
    wanted = {"subject": key.subject, "key": key.key}
    row = (await connection.execute(_KEPT, wanted)).one_or_none()
    if row is None:
        return None
    if row.fingerprint != key.fingerprint:
        raise IdempotencyKeyReused
    return Response(
        row.body,
        status_code=row.status,
        headers={**row.headers, "Idempotency-Replayed": "true"},
    )


async def keep(connection: AsyncConnection, key: Key, response: Response) -> None:
    """Keep the answer of a success; the caller's transaction makes it one with the effect."""
    values = {
        "subject": key.subject,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "status": response.status_code,
        "headers": {
            name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers
        },
        "body": bytes(response.body),
        "kept_at": system_wall_clock(),
    }
    try:
        await connection.execute(insert(_keys), values)
    except IntegrityError as error:
        # A use case that called another service let go of the key meanwhile: the other request won.
        raise RequestInFlight from error
