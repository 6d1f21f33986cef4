"""The client of clamd, against a server that speaks its protocol and fails in its ways."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.documents.checking.clamd import Clamd, ClamdFailed, Verdict
from tests.documents.clamd import MALWARE, NAME, VERSION, FakeClamd


@pytest.fixture
def server() -> Iterator[FakeClamd]:
    with FakeClamd() as running:
        yield running


def scan(server: FakeClamd, folder: Path, data: bytes, *, timeout_s: float = 10) -> Verdict:
    path = folder / "file"
    path.write_bytes(data)
    return asyncio.run(Clamd(server.address, timeout_s=timeout_s).scan(path))


@pytest.mark.parametrize("size", [0, 1, 128 * 1024, 400_000])
def test_a_clean_file_arrives_whole(server: FakeClamd, tmp_path: Path, size: int) -> None:
    verdict = scan(server, tmp_path, b"x" * size)

    assert verdict == Verdict(signature=None, engine=VERSION)
    assert server.scanned == [size]


def test_malware_across_two_pieces_is_found(server: FakeClamd, tmp_path: Path) -> None:
    verdict = scan(server, tmp_path, b"x" * (128 * 1024 - 5) + MALWARE)

    assert verdict.signature == NAME


@pytest.mark.parametrize(
    "answer",
    ["INSTREAM size limit exceeded. ERROR", "stream: Can't allocate memory ERROR", ""],
)
def test_what_it_did_not_examine_is_not_clean(
    server: FakeClamd, tmp_path: Path, answer: str
) -> None:
    server.answer = answer or " "

    with pytest.raises(ClamdFailed):
        scan(server, tmp_path, b"x")


def test_a_server_that_hangs_up_is_a_failure(server: FakeClamd, tmp_path: Path) -> None:
    server.is_silent = True

    with pytest.raises(ClamdFailed):
        scan(server, tmp_path, b"x")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_a_server_that_is_not_there_is_a_failure(tmp_path: Path, address: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")

    with pytest.raises(ClamdFailed):
        asyncio.run(Clamd(address, timeout_s=2).scan(path))
