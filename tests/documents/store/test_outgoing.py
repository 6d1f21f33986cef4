"""Objects that go to a real S3 server while their bytes still come in."""

import asyncio
import hashlib
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest

from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.store.multipart import PART_BYTES, Multipart
from services.documents.store.object_store import S3ObjectStore, StoredObject
from services.documents.store.outgoing import outgoing_object
from services.documents.store.spool import Spool
from shared.digests import digests_of
from tests.harness.run import Run
from tests.harness.services import make_bucket

DATA = hashlib.shake_128(b"outgoing").digest(2 * PART_BYTES + 4_000_000)
TYPE = "application/pdf"


class BrokenOff(Exception):
    """What ends an upload in these tests."""


@pytest.fixture(scope="module")
def store(run: Run) -> Iterator[S3ObjectStore]:
    address = run.object_store()
    made = S3ObjectStore(
        endpoint=address.endpoint,
        access_key=address.access_key,
        secret_key=address.secret_key,
        bucket=make_bucket(run, f"outgoing-{run.worker}"),
        is_secure=False,
        threads=4,
        timeout_s=10,
    )
    yield made
    made.close()


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool(tmp_path).open()
    yield made
    made.close()


async def pieces_of(data: bytes, *, size: int = 300_000) -> AsyncIterator[bytes]:
    for first in range(0, len(data), size):
        yield data[first : first + size]


def anything(_size_bytes: int) -> None:
    """Take any size."""


async def send(
    store: S3ObjectStore, spool: Spool, data: bytes, *, key: str, ends_well: bool = True
) -> StoredObject:
    async with (
        outgoing_object(store, key, TYPE) as outgoing,
        spool.receive(pieces_of(data), anything, outgoing.grow) as spooled,
    ):
        if not ends_well:
            raise BrokenOff
        return await outgoing.finish(spooled)


async def under_way(store: S3ObjectStore, key: str) -> list[Multipart]:
    return [each.multipart for each in await store.multiparts.under_way(key)]


async def sizes_that_arrive(store: S3ObjectStore, key: str) -> list[int]:
    """Ask until a part has arrived: the store tells nobody by itself."""
    sizes: list[int] = []
    while not sizes:
        for upload in await under_way(store, key):
            sizes.extend(part.size_bytes for part in await store.multiparts.arrived(upload))
    return sizes


@pytest.mark.parametrize(
    "size",
    [1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES, len(DATA)],
)
def test_bytes_sent_while_they_come_in_are_stored_as_they_came(
    store: S3ObjectStore, spool: Spool, size: int
) -> None:
    key = f"outgoing/{uuid.uuid4()}"

    async def scenario() -> None:
        stored = await send(store, spool, DATA[:size], key=key)

        assert await store.digests(stored) == digests_of(DATA[:size])
        assert not await under_way(store, key)

    asyncio.run(scenario())


def test_what_is_not_finished_leaves_neither_object_nor_parts(
    store: S3ObjectStore, spool: Spool
) -> None:
    key = f"outgoing/{uuid.uuid4()}"

    async def scenario() -> None:
        with pytest.raises(BrokenOff):
            await send(store, spool, DATA, key=key, ends_well=False)

        assert not await under_way(store, key)
        assert await store.newest(key) is None

    asyncio.run(scenario())


def test_parts_are_on_their_way_before_the_last_byte_has_come(
    store: S3ObjectStore, spool: Spool
) -> None:
    key = f"outgoing/{uuid.uuid4()}"
    seen: list[int] = []

    async def held_back() -> AsyncIterator[bytes]:
        yield DATA[: PART_BYTES + 2_000_000]
        async with asyncio.timeout(20):
            seen.extend(await sizes_that_arrive(store, key))
        yield DATA[PART_BYTES + 2_000_000 :]

    async def scenario() -> StoredObject:
        async with (
            outgoing_object(store, key, TYPE) as outgoing,
            spool.receive(held_back(), anything, outgoing.grow) as spooled,
        ):
            return await outgoing.finish(spooled)

    stored = asyncio.run(scenario())

    assert seen == [PART_BYTES]
    assert asyncio.run(store.digests(stored)) == digests_of(DATA)


def test_a_part_that_the_store_does_not_take_ends_the_upload(
    store: S3ObjectStore, spool: Spool
) -> None:
    key = f"outgoing/{uuid.uuid4()}"

    async def aborted_by_somebody_else() -> AsyncIterator[bytes]:
        yield DATA[: PART_BYTES + 2_000_000]
        for upload in await under_way(store, key):
            await store.multiparts.abort(upload)
        yield DATA[PART_BYTES + 2_000_000 :]

    async def scenario() -> None:
        async with (
            outgoing_object(store, key, TYPE) as outgoing,
            spool.receive(aborted_by_somebody_else(), anything, outgoing.grow) as spooled,
        ):
            await outgoing.finish(spooled)

    with pytest.raises(ObjectStoreUnavailable):
        asyncio.run(scenario())
    assert not asyncio.run(under_way(store, key))


class _CountingParts:
    """A store's multiparts that count how many parts are being sent at once."""

    def __init__(self) -> None:
        self.at_once = 0
        self.most_at_once = 0
        self.taken: list[tuple[int, int, int]] = []
        self._first_two = asyncio.Barrier(2)

    async def begin(self, key: str, _media_type: str) -> Multipart:
        return Multipart(key=key, multipart_id="m")

    async def send(
        self, _upload: Multipart, number: int, _file: Path, first: int, size: int
    ) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if number <= 2:
            await self._first_two.wait()
        await asyncio.sleep(0)
        self.at_once -= 1
        self.taken.append((number, first, size))
        return f"e{number}"

    async def complete(self, _upload: Multipart, etags: Sequence[tuple[int, str]]) -> str:
        assert [number for number, _ in etags] == list(range(1, len(self.taken) + 1))
        return "v"


def test_two_parts_are_in_memory_at_the_most(spool: Spool) -> None:
    parts = _CountingParts()

    class CountingStore:
        multiparts = parts

    async def scenario() -> StoredObject:
        async with (
            asyncio.timeout(20),
            outgoing_object(CountingStore(), "k", TYPE) as outgoing,  # type: ignore[arg-type]  # stands in for the store
            spool.receive(pieces_of(DATA * 4), anything, outgoing.grow) as spooled,
        ):
            return await outgoing.finish(spooled)

    assert asyncio.run(scenario()) == StoredObject(key="k", version="v")
    assert parts.most_at_once == 2
    assert sum(size for _, _, size in parts.taken) == len(DATA * 4)
    assert [first for _, first, _ in sorted(parts.taken)] == [
        PART_BYTES * place for place in range(len(parts.taken))
    ]
