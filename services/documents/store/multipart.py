"""Multipart uploads of the object store; with `store_survey.py` the only place that uses what the minio SDK keeps to itself.

The SDK sends parts only from a stream it reads by itself. Its private calls for single parts are the S3 operations of
the same names; the lock file pins the SDK, and the tests of this module notice when they change.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from minio import Minio
from minio.datatypes import Part
from minio.error import S3Error

from services.documents.domain.errors import ObjectStoreUnavailable

#: S3 takes parts of 5 MiB and more (the last one may be smaller).
PART_BYTES = 8 * 2**20

Result = TypeVar("Result")

_GONE = "NoSuchUpload"


class MultipartGone(Exception):
    """The store knows no such multipart upload: it was completed, aborted, or never begun."""


@dataclass(frozen=True, kw_only=True)
class Multipart:
    """A multipart upload under way, as the store names it."""

    key: str
    multipart_id: str


@dataclass(frozen=True, kw_only=True)
class ArrivedPart:
    """A part that lies in the store."""

    number: int
    size_bytes: int
    etag: str
    arrived_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A multipart upload that the store lists, and since when."""

    multipart: Multipart
    begun_at: datetime | None


class Runner(Protocol):
    """Runs a blocking call in the store's threads and translates its errors."""

    async def __call__(self, call: Callable[..., Result], *arguments: object) -> Result: ...


class MultipartUploads:
    """Parts into one bucket. Whatever asks for an unknown upload raises MultipartGone."""

    def __init__(
        self, client: Minio, bucket: str, *, run: Runner, prepare: Callable[[], None]
    ) -> None:
        # What is asked of it is private to the SDK, which ships no types for it.
        self._sdk: Any = client
        self._bucket = bucket
        self._run = run
        self._prepare = prepare

    async def begin(self, key: str, media_type: str) -> Multipart:
        """Begin an upload; nothing stands under the key before it is completed."""
        return await self._run(self._begin, key, media_type)

    async def send(self, upload: Multipart, number: int, file: Path, first: int, size: int) -> str:
        """Send a stretch of a file as one part and give its ETag; it is read only when its turn comes."""
        return await self._run(self._send, upload, number, file, first, size)

    async def arrived(self, upload: Multipart) -> list[ArrivedPart]:
        """List the parts that lie in the store; SeaweedFS lists one that was sent again as often as it was sent."""
        return await self._run(self._arrived, upload)

    async def complete(self, upload: Multipart, etags: Sequence[tuple[int, str]]) -> str:
        """Make the object of these parts and give its version; a store may answer a repeat the same.

        SeaweedFS leaves out a part whose ETag is not the one named, without an error: whoever completes parts that
        somebody else sent reads the object again.
        """
        return await self._run(self._complete, upload, etags)

    async def abort(self, upload: Multipart) -> None:
        """Drop an upload with its parts; one that is gone already is fine."""
        await self._run(self._abort, upload)

    async def under_way(self, prefix: str) -> list[Begun]:
        """List uploads under way whose keys begin so: the first thousand, which is enough for one sweep."""
        return await self._run(self._under_way, prefix)

    # What follows blocks, and runs in the store's threads.

    def _begin(self, key: str, media_type: str) -> Multipart:
        self._prepare()
        begun = self._sdk._create_multipart_upload(  # noqa: SLF001 - see the module
            self._bucket, key, {"Content-Type": media_type}
        )
        return Multipart(key=key, multipart_id=begun)

    def _send(self, upload: Multipart, number: int, file: Path, first: int, size: int) -> str:
        with file.open("rb") as data:
            data.seek(first)
            part = data.read(size)
        with _unless_gone():
            etag: str = self._sdk._upload_part(  # noqa: SLF001 - see the module
                self._bucket, upload.key, part, None, upload.multipart_id, number
            )
        return etag

    def _arrived(self, upload: Multipart) -> list[ArrivedPart]:
        with _unless_gone():
            return list(self._pages_of_parts(upload))

    def _pages_of_parts(self, upload: Multipart) -> Iterator[ArrivedPart]:
        marker: str | None = None
        while True:
            page = self._sdk._list_parts(  # noqa: SLF001 - see the module
                self._bucket, upload.key, upload.multipart_id, part_number_marker=marker
            )
            for part in page.parts:
                yield ArrivedPart(
                    number=part.part_number,
                    size_bytes=part.size or 0,
                    etag=part.etag,
                    arrived_at=part.last_modified,
                )
            if not page.is_truncated or not page.parts:
                return
            marker = str(page.parts[-1].part_number)

    def _complete(self, upload: Multipart, etags: Sequence[tuple[int, str]]) -> str:
        parts = [Part(number, etag) for number, etag in etags]
        with _unless_gone():
            made = self._sdk._complete_multipart_upload(  # noqa: SLF001 - see the module
                self._bucket, upload.key, upload.multipart_id, parts
            )
        if made.version_id is None:
            # Without versions a later write would replace what a submission has frozen.
            raise ObjectStoreUnavailable
        version: str = made.version_id
        return version

    def _abort(self, upload: Multipart) -> None:
        try:
            with _unless_gone():
                self._sdk._abort_multipart_upload(  # noqa: SLF001 - see the module
                    self._bucket, upload.key, upload.multipart_id
                )
        except MultipartGone:
            return

    def _under_way(self, prefix: str) -> list[Begun]:
        self._prepare()
        listed = self._sdk._list_multipart_uploads(  # noqa: SLF001 - see the module
            self._bucket, prefix=prefix
        )
        return [
            Begun(
                multipart=Multipart(key=each.object_name, multipart_id=each.upload_id or ""),
                begun_at=each.initiated_time,
            )
            for each in listed.uploads
        ]


@contextmanager
def _unless_gone() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code == _GONE:
            raise MultipartGone from error
        raise
