"""Where the bytes are: an S3-compatible store behind the few verbs that this service needs.

The minio SDK blocks, so every call runs in a bounded set of threads. Errors of the SDK and of its
HTTP library are translated here and nowhere else.
"""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED, GOVERNANCE
from minio.error import MinioException, S3Error
from minio.retention import Retention
from minio.versioningconfig import VersioningConfig

from services.documents.domain.byte_ranges import ByteRange
from services.documents.domain.errors import ObjectStoreUnavailable, StoredBytesDiffer
from services.documents.store.multipart import PART_BYTES, MultipartUploads
from shared.digests import Digests, StreamingDigests

Result = TypeVar("Result")

_CHUNK_BYTES = 256 * 1024
_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "MethodNotAllowed"})

#: How a store refuses to delete what it has locked.
_DENIED = "AccessDenied"


class ObjectLocked(Exception):
    """The store holds a lock on the version and does not delete it."""


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """One version of one object: a key alone names whatever was written last."""

    key: str
    version: str


class ObjectStore(Protocol):
    """What the documents service needs of a store.

    Every method raises ObjectStoreUnavailable when the store does not answer, and StoredBytesDiffer
    when the version asked for is not there.
    """

    async def ping(self) -> None:
        """Ask for a sign of life, and make the bucket if it is missing."""
        ...

    async def put(self, key: str, file: Path, *, size_bytes: int, media_type: str) -> StoredObject:
        """Store a file as a new version under a key."""
        ...

    async def open(self, stored: StoredObject, part: ByteRange | None) -> AsyncIterator[bytes]:
        """Open a version, or a part of it; errors come before the first byte is asked for."""
        ...

    async def digests(self, stored: StoredObject) -> Digests:
        """Read all bytes of a version again and digest them."""
        ...

    async def lock(self, stored: StoredObject, *, until: datetime) -> None:
        """Have the store refuse to delete this version until then (governance mode)."""
        ...

    async def remove(self, stored: StoredObject) -> None:
        """Delete this version for good; one that is gone already is fine. Raise ObjectLocked."""
        ...

    async def newest(self, key: str) -> StoredObject | None:
        """Name what was written last under a key; None when nothing stands there."""
        ...


class S3ObjectStore:
    """The store over the minio SDK; works with any S3-compatible server that has object lock."""

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        is_secure: bool,
        threads: int,
        timeout_s: float,
    ) -> None:
        self._bucket = bucket
        self._has_bucket = False
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="object-store")
        self._http = urllib3.PoolManager(
            maxsize=threads,
            timeout=urllib3.Timeout(connect=timeout_s, read=timeout_s),
            # A put that is sent twice makes a second version that no row names: harmless.
            retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=[502, 503, 504]),
        )
        self._client = Minio(
            endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=is_secure,
            http_client=self._http,
        )
        #: Objects that arrive in parts.
        self.multiparts = MultipartUploads(
            self._client, bucket, run=self._run, prepare=self._ensure_bucket
        )

    def close(self) -> None:
        """Finish what is under way and let go of all connections."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._http.clear()

    async def ping(self) -> None:
        self._has_bucket = False
        await self._run(self._ensure_bucket)

    async def put(self, key: str, file: Path, *, size_bytes: int, media_type: str) -> StoredObject:
        return await self._run(self._put, key, file, size_bytes, media_type)

    async def open(self, stored: StoredObject, part: ByteRange | None) -> AsyncIterator[bytes]:
        response = await self._run(self._get, stored, part)
        return self._chunks(response)

    async def digests(self, stored: StoredObject) -> Digests:
        return await self._run(self._digests, stored)

    async def lock(self, stored: StoredObject, *, until: datetime) -> None:
        await self._run(self._lock, stored, until)

    async def remove(self, stored: StoredObject) -> None:
        await self._run(self._remove, stored)

    async def newest(self, key: str) -> StoredObject | None:
        return await self._run(self._newest, key)

    async def _run(self, call: Callable[..., Result], *arguments: object) -> Result:
        loop = asyncio.get_running_loop()
        translated = functools.partial(_translated, call, *arguments)
        return await loop.run_in_executor(self._threads, translated)

    async def _chunks(self, response: urllib3.BaseHTTPResponse) -> AsyncIterator[bytes]:
        try:
            while chunk := await self._run(response.read, _CHUNK_BYTES):
                yield chunk
        finally:
            # Closed, not given back: after a reader that went away the rest is still in the pipe.
            response.close()

    def _ensure_bucket(self) -> None:
        if self._has_bucket:
            return
        if not self._client.bucket_exists(self._bucket):
            try:
                self._client.make_bucket(self._bucket, object_lock=True)
            except S3Error as error:
                # Another process made it between the two calls.
                if error.code not in {"BucketAlreadyExists", "BucketAlreadyOwnedByYou"}:
                    raise
        if self._client.get_bucket_versioning(self._bucket).status != ENABLED:
            self._client.set_bucket_versioning(self._bucket, VersioningConfig(ENABLED))
        self._has_bucket = True

    def _put(self, key: str, file: Path, size_bytes: int, media_type: str) -> StoredObject:
        self._ensure_bucket()
        with file.open("rb") as data:
            result = self._client.put_object(
                self._bucket,
                key,
                data,
                size_bytes,
                content_type=media_type,
                part_size=PART_BYTES,
                num_parallel_uploads=1,
            )
        if result.version_id is None:
            # Without versions a later write would replace what a submission has frozen.
            raise ObjectStoreUnavailable
        return StoredObject(key=key, version=result.version_id)

    def _get(self, stored: StoredObject, part: ByteRange | None) -> urllib3.BaseHTTPResponse:
        return self._client.get_object(
            self._bucket,
            stored.key,
            offset=part.first if part else 0,
            length=part.length if part else 0,
            version_id=stored.version,
        )

    def _digests(self, stored: StoredObject) -> Digests:
        response = self._get(stored, None)
        try:
            digests = StreamingDigests()
            for chunk in response.stream(_CHUNK_BYTES):
                digests.update(chunk)
            return digests.result()
        finally:
            response.close()

    def _newest(self, key: str) -> StoredObject | None:
        self._ensure_bucket()
        try:
            found = self._client.stat_object(self._bucket, key)
        except S3Error as error:
            if error.code in _GONE:
                return None
            raise
        return StoredObject(key=key, version=found.version_id or "")

    def _remove(self, stored: StoredObject) -> None:
        try:
            self._client.remove_object(self._bucket, stored.key, version_id=stored.version)
        except S3Error as error:
            if error.code in _GONE:
                return
            if error.code == _DENIED and self._is_locked(stored):
                raise ObjectLocked from error
            raise

    def _is_locked(self, stored: StoredObject) -> bool:
        # A key without the right to delete is denied in the same words.
        return bool(
            self._client.get_object_retention(self._bucket, stored.key, version_id=stored.version)
        )

    def _lock(self, stored: StoredObject, until: datetime) -> None:
        retention = Retention(GOVERNANCE, until)
        try:
            self._client.set_object_retention(
                self._bucket, stored.key, retention, version_id=stored.version
            )
        except S3Error:
            # A lock may not be shortened: of two freezes at once the one that was a moment earlier
            # is refused, and has nothing left to do.
            standing = self._client.get_object_retention(
                self._bucket, stored.key, version_id=stored.version
            )
            if standing is None or standing.retain_until_date < until:
                raise


def _translated(call: Callable[..., Result], *arguments: object) -> Result:
    try:
        return call(*arguments)
    except S3Error as error:
        if error.code in _GONE:
            raise StoredBytesDiffer from error
        raise ObjectStoreUnavailable from error
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise ObjectStoreUnavailable from error
