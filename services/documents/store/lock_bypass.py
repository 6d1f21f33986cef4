"""Removes locked objects for good, with the operator's key; no part of the service makes one of these."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

import urllib3
from minio import Minio
from minio.deleteobjects import DeleteObject
from minio.error import MinioException

from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.store.object_store import StoredObject

Result = TypeVar("Result")


class LockHolds(Exception):
    """The store refused to remove an object: this key does not lift its lock."""


@dataclass(frozen=True, kw_only=True)
class _Listed:
    stored: StoredObject
    #: Two objects of the same key, size and tag hold the same bytes.
    etag: str | None
    size_bytes: int | None


class LockBypass:
    """The store as whoever may lift its governance locks sees it."""

    def __init__(
        self, *, endpoint: str, access_key: str, secret_key: str, bucket: str, is_secure: bool
    ) -> None:
        self._bucket = bucket
        self._client = Minio(
            endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=is_secure,
            http_client=urllib3.PoolManager(timeout=urllib3.Timeout(connect=10, read=60)),
        )

    async def copies_of(self, stored: StoredObject, *, kept: Collection[str]) -> list[StoredObject]:
        """Name the other objects with the same bytes under its key that no row keeps.

        An upload that broke off between its object and its row leaves one.
        """
        listed = await _called(lambda: list(self._listed(stored.key)))
        same = [each for each in listed if each.stored.key == stored.key]
        named = [each for each in same if each.stored == stored]
        return [
            each.stored
            for each in same
            if named
            and each.stored != stored
            and each.stored.version not in kept
            and (each.etag, each.size_bytes) == (named[0].etag, named[0].size_bytes)
        ]

    async def below(self, prefix: str) -> list[StoredObject]:
        """Name every version of every object below a prefix."""
        return [each.stored for each in await _called(lambda: list(self._listed(prefix)))]

    async def destroy(self, stored: StoredObject) -> None:
        """Remove this version whatever lock it has; one that is gone is fine. Raise LockHolds."""
        await _called(lambda: self._destroy(stored))

    def _listed(self, prefix: str) -> Iterator[_Listed]:
        found = self._client.list_objects(
            self._bucket, prefix=prefix, recursive=True, include_version=True
        )
        for each in found:
            stored = StoredObject(key=str(each.object_name), version=str(each.version_id))
            yield _Listed(stored=stored, etag=each.etag, size_bytes=each.size)

    def _destroy(self, stored: StoredObject) -> None:
        order = DeleteObject(stored.key, version_id=stored.version)
        faults = list(
            self._client.remove_objects(self._bucket, [order], bypass_governance_mode=True)
        )
        # The store says yes to what is gone already; what it still has was refused.
        still_there = any(each.stored == stored for each in self._listed(stored.key))
        if faults or still_there:
            raise LockHolds(stored.key)


async def _called(call: Callable[[], Result]) -> Result:
    try:
        return await asyncio.to_thread(call)
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise ObjectStoreUnavailable from error
