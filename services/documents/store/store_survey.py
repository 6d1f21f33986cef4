"""The store as a survey of it sees it: everything that is listed, every byte read, and no wait without an end."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.datatypes import parse_list_objects
from minio.error import MinioException, S3Error

from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.domain.keeping import (
    ContentRead,
    Failure,
    Listed,
    ListedPage,
    ObjectName,
)
from shared.digests import StreamingDigests

Result = TypeVar("Result")

_CHUNK_BYTES = 256 * 1024
_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "MethodNotAllowed"})


class StoreSurvey:
    """Reads one bucket and changes nothing.

    ``timeout_s`` is how long the store may take for its next word, and for each stretch of 256 KiB in all: a store that
    sends a byte now and then is as good as one that is silent.
    """

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        region: str,
        is_secure: bool,
        timeout_s: float,
    ) -> None:
        self._bucket = bucket
        self._timeout_s = timeout_s
        self._http = urllib3.PoolManager(
            maxsize=16,
            timeout=urllib3.Timeout(connect=timeout_s, read=timeout_s),
            # What was silent once is reported, not asked again: a survey of a sick store must come to its end.
            retries=urllib3.Retry(
                total=2, read=0, backoff_factor=0.2, status_forcelist=[502, 503, 504]
            ),
        )
        self._client = Minio(
            endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=is_secure,
            region=region,
            http_client=self._http,
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._http.clear()

    async def require_sign_of_life(self) -> None:
        """Raise ObjectStoreUnavailable unless the store answers and has the bucket."""
        try:
            has_bucket = await asyncio.to_thread(self._client.bucket_exists, self._bucket)
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            raise ObjectStoreUnavailable from error
        if not has_bucket:
            raise ObjectStoreUnavailable

    async def read(self, name: ObjectName) -> ContentRead | Failure:
        """Read a version whole and digest it."""
        return await asyncio.to_thread(_or_failure, lambda: self._read(name))

    async def find(self, name: ObjectName) -> Failure | None:
        """Ask whether a version is there, without reading it."""
        return await asyncio.to_thread(_or_failure, lambda: self._find(name))

    async def listed(self, *, after: ObjectName | None, most: int) -> ListedPage:
        """List the next versions; raise ObjectStoreUnavailable."""
        try:
            return await asyncio.to_thread(self._listed, after, most)
        except (
            MinioException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,
            ParseError,
        ) as error:
            raise ObjectStoreUnavailable from error

    # What follows blocks, and runs in threads.

    def _read(self, name: ObjectName) -> ContentRead:
        response = self._client.get_object(self._bucket, name.key, version_id=name.version)
        digests = StreamingDigests()
        try:
            for piece in _pieces(response, self._timeout_s):
                digests.update(piece)
        finally:
            # Closed, not given back: of what broke off the rest is still in the pipe.
            response.close()
        result = digests.result()
        return ContentRead(sha256=result.sha256, sm3=result.sm3, size_bytes=digests.size_bytes)

    def _find(self, name: ObjectName) -> None:
        self._client.stat_object(self._bucket, name.key, version_id=name.version)

    def _listed(self, after: ObjectName | None, most: int) -> ListedPage:
        query = {"versions": "", "delimiter": "", "prefix": "", "max-keys": str(most)}
        if after is not None:
            query |= {"key-marker": after.key, "version-id-marker": after.version}
        # The SDK's own listing turns its pages by itself, and takes no place in the middle of a key's versions to begin
        # at. The markers of deletions stand at the end of each page.
        sdk: Any = self._client
        response = sdk._execute("GET", self._bucket, query_params=query)  # noqa: SLF001 - see above
        found, is_truncated, key, version = parse_list_objects(response)
        return ListedPage(
            listed=tuple(
                Listed(
                    name=ObjectName(key=str(each.object_name), version=str(each.version_id)),
                    changed_at=each.last_modified,
                    is_delete_marker=bool(each.is_delete_marker),
                )
                for each in found
            ),
            ends_at=ObjectName(key=key, version=version or "") if is_truncated and key else None,
        )


def _pieces(response: urllib3.BaseHTTPResponse, timeout_s: float) -> Iterator[bytes]:
    """Give what comes as it comes; raise TimeoutError when a stretch of it takes too long."""
    left, ends_at = _CHUNK_BYTES, time.monotonic() + timeout_s
    # ``read`` would wait for the whole stretch, each byte of it for the whole time-out.
    while piece := response.read1(_CHUNK_BYTES):
        yield piece
        left -= len(piece)
        if left <= 0:
            left, ends_at = _CHUNK_BYTES, time.monotonic() + timeout_s
        elif time.monotonic() > ends_at:
            raise TimeoutError


def _or_failure(call: Callable[[], Result]) -> Result | Failure:
    try:
        return call()
    except S3Error as error:
        return Failure.GONE if error.code in _GONE else Failure.UNREAD
    except (MinioException, urllib3.exceptions.HTTPError, OSError):
        return Failure.UNREAD
