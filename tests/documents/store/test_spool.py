import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from services.documents.store.spool import Spool, Spooled
from shared.digests import digests_of


async def chunks_of(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def breaking_off(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
    raise ConnectionError


def anything(_size_bytes: int) -> None:
    """Take any size."""


def receive(
    spool: Spool,
    chunks: AsyncIterator[bytes],
    check_size: Callable[[int], None] = anything,
) -> tuple[Spooled, bytes]:
    async def run() -> tuple[Spooled, bytes]:
        async with spool.receive(chunks, check_size) as spooled:
            return spooled, spooled.path.read_bytes()

    return asyncio.run(run())


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path).open()
    yield spool
    spool.close()


def test_a_file_is_whole_and_digested_and_gone_afterwards(spool: Spool, tmp_path: Path) -> None:
    pieces = [b"a" * 700_000, b"b" * 700_000, b"c"]

    spooled, data = receive(spool, chunks_of(*pieces))

    assert data == b"".join(pieces)
    assert spooled.size_bytes == len(data)
    assert spooled.digests == digests_of(data)
    assert files_in(tmp_path) == ["lock"]


def test_an_upload_that_breaks_off_leaves_no_file(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        receive(spool, breaking_off(b"x" * 3_000_000))

    assert files_in(tmp_path) == ["lock"]


def test_a_file_that_grows_too_large_is_given_up_on_the_way(spool: Spool, tmp_path: Path) -> None:
    seen = 0

    def at_most_a_megabyte(size_bytes: int) -> None:
        nonlocal seen
        seen = size_bytes
        if size_bytes > 1_000_000:
            raise OverflowError

    with pytest.raises(OverflowError):
        receive(spool, chunks_of(*[b"x" * 400_000] * 100), at_most_a_megabyte)
    assert seen == 1_200_000
    assert files_in(tmp_path) == ["lock"]


def test_what_a_killed_process_left_is_swept_at_the_next_start(tmp_path: Path) -> None:
    killed = Spool(tmp_path).open()
    (killed._folder / "half-an-upload").write_bytes(b"x")
    assert killed._lock is not None
    # All that the kernel does for a process that was killed.
    killed._lock.close()

    following = Spool(tmp_path).open()

    assert files_in(tmp_path) == ["lock"]
    following.close()


def test_a_living_process_keeps_its_files_when_another_one_starts(
    spool: Spool, tmp_path: Path
) -> None:
    (spool._folder / "half-an-upload").write_bytes(b"x")

    other = Spool(tmp_path).open()

    assert (spool._folder / "half-an-upload").exists()
    other.close()
