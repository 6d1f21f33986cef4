import asyncio
import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from services.documents.domain.acceptance import FileFacts
from services.documents.domain.errors import FileDamaged
from services.documents.inspection import containers
from services.documents.inspection.pool import InspectionPool
from tests.documents import samples

MAX_PIXELS = 10_000_000


@pytest.fixture(scope="module")
def pool() -> Iterator[InspectionPool]:
    made = InspectionPool(workers=1, timeout_s=20)
    yield made
    made.close()


def inspect(pool: InspectionPool, folder: Path, data: bytes) -> FileFacts:
    path = folder / "upload"
    path.write_bytes(data)
    return asyncio.run(pool.inspect(path, max_pixels=MAX_PIXELS, max_pages=100))


def test_a_sound_pdf_opens_with_its_pages(pool: InspectionPool, tmp_path: Path) -> None:
    facts = inspect(pool, tmp_path, samples.a_pdf(7))

    assert facts == FileFacts(
        detected_type="application/pdf",
        begins_as_pdf=True,
        is_encrypted=False,
        is_openable=True,
        page_count=7,
        pixel_count=0,
    )


@pytest.mark.parametrize(
    "data",
    [
        samples.a_cut_pdf(),
        samples.a_pdf(3, padding=4000)[:-40],
        b"%PDF-1.7\n%%EOF\n",
        b"%PDF-1.7\n" + b"\x00" * 4000,
    ],
    ids=["cut in the middle", "cut at the end", "hollow", "zeros"],
)
def test_a_pdf_that_is_not_whole_does_not_open(
    pool: InspectionPool, tmp_path: Path, data: bytes
) -> None:
    facts = inspect(pool, tmp_path, data)

    assert not facts.is_openable
    assert not facts.is_encrypted


def test_a_pdf_with_wrong_offsets_still_opens(pool: InspectionPool, tmp_path: Path) -> None:
    # As some scanners write them; every reader mends it.
    whole = samples.a_pdf(2)
    start = whole.rindex(b"startxref")
    facts = inspect(pool, tmp_path, whole[:start] + b"startxref\n7\n%%EOF\n")

    assert facts.is_openable
    assert facts.page_count == 2


@pytest.mark.parametrize("user", ["secret", ""], ids=["password", "restrictions only"])
def test_an_encrypted_pdf_is_told(pool: InspectionPool, tmp_path: Path, user: str) -> None:
    facts = inspect(pool, tmp_path, samples.an_encrypted_pdf(user=user))

    assert facts.is_encrypted


def test_a_web_page_is_no_pdf(pool: InspectionPool, tmp_path: Path) -> None:
    facts = inspect(pool, tmp_path, b"<!DOCTYPE html><html><body>hello</body></html>")

    assert facts.detected_type == "text/html"


def test_a_polyglot_does_not_begin_as_a_pdf(pool: InspectionPool, tmp_path: Path) -> None:
    facts = inspect(pool, tmp_path, samples.a_polyglot())

    assert not facts.begins_as_pdf
    assert not facts.is_openable


@pytest.mark.parametrize("image_format", ["PNG", "JPEG"])
def test_an_image_opens_unless_it_is_cut(
    pool: InspectionPool, tmp_path: Path, image_format: str
) -> None:
    data = samples.an_image(image_format)

    whole = inspect(pool, tmp_path, data)
    cut = inspect(pool, tmp_path, data[: len(data) // 2])

    assert (whole.is_openable, whole.page_count, whole.pixel_count) == (True, 1, 64_000)
    assert not cut.is_openable


@pytest.mark.parametrize(
    ("data", "media_type", "pages"),
    [
        (samples.a_tiff(3), "image/tiff", 3),
        (samples.an_xlsx(), containers.XLSX, 1),
        (samples.a_docx(), containers.DOCX, 1),
        (samples.an_ofd(), "application/ofd", 1),
        (samples.an_mp4(), "video/mp4", 1),
        (samples.an_mp4(b"mp42"), "video/mp4", 1),
    ],
    ids=["tiff", "xlsx", "docx", "ofd", "mp4", "mp42"],
)
def test_a_container_is_known_by_its_bytes_and_opens_unless_it_is_cut(
    pool: InspectionPool, tmp_path: Path, data: bytes, media_type: str, pages: int
) -> None:
    whole = inspect(pool, tmp_path, data)
    cut = inspect(pool, tmp_path, data[: len(data) * 2 // 3])

    assert (whole.detected_type, whole.is_openable) == (media_type, True)
    assert (whole.page_count, whole.is_encrypted) == (pages, False)
    assert not cut.is_openable


@pytest.mark.parametrize(
    "data",
    [
        samples.a_package(("a.txt", b"text")),
        samples.a_docx("wordprocessingml.template.main+xml"),
        samples.a_package(("[Content_Types].xml", b"macroEnabled.main+xml"), ("xl/v.bin", b"x")),
        samples.an_mp4(b"qt  "),
        b"PK\x03\x04" + bytes(5000),
    ],
    ids=["zip", "template", "macros", "quicktime", "no package"],
)
def test_another_container_is_none_of_those_that_are_taken(
    pool: InspectionPool, tmp_path: Path, data: bytes
) -> None:
    facts = inspect(pool, tmp_path, data)

    assert facts.detected_type not in {containers.XLSX, containers.DOCX, "video/mp4"}


def test_a_package_whose_bytes_were_changed_does_not_open(
    pool: InspectionPool, tmp_path: Path
) -> None:
    data = bytearray(samples.an_ofd())
    data[data.index(b"OFD.xml") + 12] ^= 0xFF

    assert not inspect(pool, tmp_path, bytes(data)).is_openable


def test_a_frame_with_too_many_pixels_is_measured_and_not_unfolded(
    pool: InspectionPool, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    small, large = Image.new("1", (10, 10)), Image.new("1", (12_000, 12_000))
    small.save(buffer, "TIFF", save_all=True, append_images=[large], compression="group4")

    facts = inspect(pool, tmp_path, buffer.getvalue())

    assert facts.pixel_count == 144_000_000
    assert not facts.is_openable


def test_an_image_bomb_is_measured_and_not_unfolded(pool: InspectionPool, tmp_path: Path) -> None:
    facts = inspect(pool, tmp_path, samples.an_image_bomb())

    assert facts.pixel_count == 144_000_000
    assert not facts.is_openable


def test_a_file_that_takes_too_long_costs_its_worker_and_not_the_pool(tmp_path: Path) -> None:
    # Shorter than any start of a process: the first question is never answered in time.
    pool = InspectionPool(workers=1, timeout_s=0.01)
    try:
        with pytest.raises(FileDamaged):
            inspect(pool, tmp_path, samples.a_pdf())
    finally:
        pool.close()


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    pool = InspectionPool(workers=1, timeout_s=20)
    try:
        inspect(pool, tmp_path, samples.a_pdf())
        worker = pool._idle.get()
        assert worker is not None
        os.kill(worker._process.pid, signal.SIGKILL)
        pool._idle.put(worker)

        with pytest.raises(FileDamaged):
            inspect(pool, tmp_path, samples.a_pdf())
        assert inspect(pool, tmp_path, samples.a_pdf()).is_openable
    finally:
        pool.close()


def test_a_worker_knows_no_secret_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCUMENTS_TICKET_SECRET", "told-to-nobody")
    pool = InspectionPool(workers=1, timeout_s=20)
    try:
        inspect(pool, tmp_path, samples.a_pdf())
        worker = pool._idle.get()
        assert worker is not None
        environment = Path(f"/proc/{worker._process.pid}/environ")
        pool._idle.put(worker)
        if not environment.exists():
            pytest.skip("this system does not show the environment of processes")

        assert b"told-to-nobody" not in environment.read_bytes()
    finally:
        pool.close()


def test_a_worker_is_bounded_in_memory_processor_time_and_files(
    pool: InspectionPool, tmp_path: Path
) -> None:
    inspect(pool, tmp_path, samples.a_pdf())
    worker = pool._idle.get()
    assert worker is not None
    limits = Path(f"/proc/{worker._process.pid}/limits")
    pool._idle.put(worker)
    if not limits.exists():
        pytest.skip("this system does not show the limits of processes")

    soft = {line[:25].strip(): line[25:].split()[0] for line in limits.read_text().splitlines()[1:]}

    assert soft["Max address space"] == str(2 * 2**30)
    assert soft["Max core file size"] == "0"
    assert soft["Max open files"] == "64"
    assert 20 <= int(soft["Max cpu time"]) < 60
