"""An object that goes to the store while its bytes still come in.

Parts are read from the spooled file when their turn comes, a few at a time, so that neither a fast sender nor a slow
store fills the memory. Nothing stands in the store before ``finish``; what is not finished is aborted.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.store.multipart import PART_BYTES, Multipart, MultipartGone
from services.documents.store.object_store import S3ObjectStore, StoredObject
from services.documents.store.spool import Spooled

log = structlog.get_logger()

#: Parts of one object that are on their way, and in memory, at the same time.
_IN_FLIGHT = 2


class OutgoingObject:
    """One object on its way; a file smaller than a part goes as one put, once it is whole."""

    def __init__(self, objects: S3ObjectStore, key: str, media_type: str) -> None:
        self._objects = objects
        self._key = key
        self._media_type = media_type
        self._upload: Multipart | None = None
        self._etags: dict[int, str] = {}
        self._senders: set[asyncio.Task[None]] = set()
        #: How much lies in the file, and how much of that is sent, parts on their way included.
        self._grown_bytes = 0
        self._taken_bytes = 0
        self._is_whole = False

    async def grow(self, file: Path, size_bytes: int) -> None:
        """Know that so much lies in the file by now, and see that whole parts are being sent."""
        self._grown_bytes = size_bytes
        self._reap()
        await self._keep_sending(file)

    async def finish(self, spooled: Spooled) -> StoredObject:
        """Send the rest and make the object of it all."""
        if self._upload is None and spooled.size_bytes < PART_BYTES:
            return await self._objects.put(
                self._key, spooled.path, size_bytes=spooled.size_bytes, media_type=self._media_type
            )
        self._grown_bytes, self._is_whole = spooled.size_bytes, True
        self._reap()
        await self._keep_sending(spooled.path)
        await asyncio.gather(*self._senders)
        return await self._complete()

    async def abort(self) -> None:
        """Leave no part behind. A store that does not answer now is swept later."""
        await asyncio.gather(*self._senders, return_exceptions=True)
        if self._upload is None:
            return
        try:
            await self._objects.multiparts.abort(self._upload)
        except ObjectStoreUnavailable:
            log.warning("upload.parts_left_behind", key=self._key)

    async def _keep_sending(self, file: Path) -> None:
        if not self._next_size():
            return
        if self._upload is None:
            self._upload = await self._objects.multiparts.begin(self._key, self._media_type)
        while len(self._senders) < _IN_FLIGHT:
            self._senders.add(asyncio.create_task(self._send(self._upload, file)))

    async def _send(self, upload: Multipart, file: Path) -> None:
        """Send one part after the other for as long as there is a whole one."""
        while size := self._next_size():
            first = self._taken_bytes
            self._taken_bytes += size
            number = first // PART_BYTES + 1
            try:
                etag = await self._objects.multiparts.send(upload, number, file, first, size)
            except MultipartGone as error:
                raise ObjectStoreUnavailable from error
            self._etags[number] = etag

    def _next_size(self) -> int:
        rest = self._grown_bytes - self._taken_bytes
        return rest if self._is_whole and rest < PART_BYTES else PART_BYTES * (rest >= PART_BYTES)

    def _reap(self) -> None:
        for task in [task for task in self._senders if task.done()]:
            self._senders.remove(task)
            # A part that the store did not take ends the upload now, not after the last byte.
            task.result()

    async def _complete(self) -> StoredObject:
        assert self._upload is not None  # noqa: S101 - a part was sent
        try:
            version = await self._objects.multiparts.complete(
                self._upload, sorted(self._etags.items())
            )
        except MultipartGone as error:
            raise ObjectStoreUnavailable from error
        # From here on the object stands and is no longer ours to abort.
        self._upload = None
        return StoredObject(key=self._key, version=version)


@asynccontextmanager
async def outgoing_object(
    objects: S3ObjectStore, key: str, media_type: str
) -> AsyncIterator[OutgoingObject]:
    """Send an object for the length of the block; without ``finish`` nothing of it is left."""
    outgoing = OutgoingObject(objects, key, media_type)
    try:
        yield outgoing
    finally:
        await outgoing.abort()
