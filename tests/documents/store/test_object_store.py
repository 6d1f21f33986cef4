"""The adapter against a real S3 server."""

import asyncio
import hashlib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from minio import Minio
from minio.deleteobjects import DeleteObject

from services.documents.domain.byte_ranges import ByteRange
from services.documents.domain.errors import ObjectStoreUnavailable, StoredBytesDiffer
from services.documents.store.object_store import S3ObjectStore, StoredObject
from shared.digests import digests_of
from tests.harness.postgres import free_port
from tests.harness.run import Run
from tests.harness.services import make_bucket

DATA = hashlib.shake_128(b"object").digest(9 * 2**20)


@pytest.fixture(scope="module")
def bucket(run: Run) -> str:
    return make_bucket(run, "adapter")


@pytest.fixture(scope="module")
def store(run: Run, bucket: str) -> Iterator[S3ObjectStore]:
    address = run.object_store()
    made = S3ObjectStore(
        endpoint=address.endpoint,
        access_key=address.access_key,
        secret_key=address.secret_key,
        bucket=bucket,
        is_secure=False,
        threads=2,
        timeout_s=10,
    )
    yield made
    made.close()


def put(store: S3ObjectStore, folder: Path, data: bytes, key: str | None = None) -> StoredObject:
    path = folder / "spooled"
    path.write_bytes(data)
    return asyncio.run(
        store.put(
            key or f"documents/{uuid.uuid4()}",
            path,
            size_bytes=len(data),
            media_type="application/pdf",
        )
    )


def read(store: S3ObjectStore, stored: StoredObject, part: ByteRange | None = None) -> bytes:
    async def collect() -> bytes:
        return b"".join([chunk async for chunk in await store.open(stored, part)])

    return asyncio.run(collect())


def test_a_file_of_several_parts_comes_back_as_it_went(
    store: S3ObjectStore, tmp_path: Path
) -> None:
    stored = put(store, tmp_path, DATA)

    assert read(store, stored) == DATA
    assert asyncio.run(store.digests(stored)) == digests_of(DATA)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (5_000_000, 9_000_000), (9 * 2**20 - 1,) * 2])
def test_a_part_is_read_alone(store: S3ObjectStore, tmp_path: Path, first: int, last: int) -> None:
    stored = put(store, tmp_path, DATA)

    assert read(store, stored, ByteRange(first=first, last=last)) == DATA[first : last + 1]


def test_a_later_write_under_the_same_key_does_not_touch_an_earlier_version(
    store: S3ObjectStore, tmp_path: Path
) -> None:
    first = put(store, tmp_path, b"first")
    second = put(store, tmp_path, b"second", first.key)

    assert first.version != second.version
    assert read(store, first) == b"first"
    assert read(store, second) == b"second"


def test_a_locked_version_survives_every_deletion(
    store: S3ObjectStore, sdk: Minio, bucket: str, tmp_path: Path
) -> None:
    stored = put(store, tmp_path, b"stamped")
    asyncio.run(store.lock(stored, until=datetime.now(UTC) + timedelta(days=2)))

    sdk.remove_object(bucket, stored.key)
    errors = list(sdk.remove_objects(bucket, [DeleteObject(stored.key, version_id=stored.version)]))

    assert errors
    assert read(store, stored) == b"stamped"


def test_a_shorter_lock_leaves_the_longer_one_standing(
    store: S3ObjectStore, sdk: Minio, bucket: str, tmp_path: Path
) -> None:
    stored = put(store, tmp_path, b"stamped")
    longer = datetime.now(UTC) + timedelta(days=2)

    asyncio.run(store.lock(stored, until=longer))
    asyncio.run(store.lock(stored, until=longer - timedelta(seconds=5)))

    retention = sdk.get_object_retention(bucket, stored.key, version_id=stored.version)
    assert retention is not None
    assert abs(retention.retain_until_date - longer) < timedelta(seconds=1)


def test_a_version_that_is_gone_is_told_apart_from_a_store_that_is_down(
    store: S3ObjectStore, sdk: Minio, bucket: str, tmp_path: Path
) -> None:
    stored = put(store, tmp_path, b"lost")
    sdk.remove_object(bucket, stored.key, version_id=stored.version)

    with pytest.raises(StoredBytesDiffer):
        read(store, stored)


def test_a_store_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    nobody = S3ObjectStore(
        endpoint=f"127.0.0.1:{free_port()}",
        access_key="tidu",
        secret_key="secret",
        bucket="none",
        is_secure=False,
        threads=1,
        timeout_s=0.5,
    )
    try:
        with pytest.raises(ObjectStoreUnavailable):
            asyncio.run(nobody.ping())
        with pytest.raises(ObjectStoreUnavailable):
            put(nobody, tmp_path, b"x")
    finally:
        nobody.close()


def test_a_wrong_secret_is_unavailable_and_says_nothing_of_the_store(run: Run) -> None:
    stranger = S3ObjectStore(
        endpoint=run.object_store().endpoint,
        access_key="tidu",
        secret_key="wrong",
        bucket="none",
        is_secure=False,
        threads=1,
        timeout_s=5,
    )
    try:
        with pytest.raises(ObjectStoreUnavailable) as refusal:
            asyncio.run(stranger.ping())
    finally:
        stranger.close()

    assert refusal.value.detail is None


def test_a_bucket_made_by_us_keeps_versions(store: S3ObjectStore, sdk: Minio, bucket: str) -> None:
    asyncio.run(store.ping())

    assert sdk.get_bucket_versioning(bucket).status == "Enabled"
