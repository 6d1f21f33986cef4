"""The bytes of an upload as they come in."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from services.documents.domain.errors import UploadAborted


async def chunks_of(request: Request, *, idle_timeout_s: float) -> AsyncIterator[bytes]:
    """Give the body piece by piece; raise UploadAborted when the sender leaves or falls silent."""
    stream = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(idle_timeout_s):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except (ClientDisconnect, TimeoutError) as error:
            raise UploadAborted from error
        yield chunk


def declared_size_of(request: Request) -> int | None:
    """Read Content-Length, if the sender gave one."""
    declared = request.headers.get("content-length", "")
    return int(declared) if declared.isdecimal() else None
