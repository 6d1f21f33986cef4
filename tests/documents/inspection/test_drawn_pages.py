"""Pages are drawn by the processes that may crash; what comes back is a file's name and nothing else."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Box, Finding
from services.documents.inspection.pool import InspectionPool, WorkerFailed
from services.documents.reading.wire import findings_from, findings_json
from shared.text import Text
from tests.documents import samples

SEAL = Finding(
    kind=kinds.SEAL_FOUND,
    page=1,
    box=Box(left=1000, top=1000, width=5000, height=5000),
    found=Text(zh="圆形", en="round"),
)
MISSING = Finding(kind=kinds.PAGE_MISSING, expected=Text(zh="第 2 页", en="page 2"))


@pytest.fixture(scope="module")
def pool() -> Iterator[InspectionPool]:
    made = InspectionPool(workers=1, timeout_s=20)
    yield made
    made.close()


def draw(pool: InspectionPool, folder: Path, data: bytes, **changes: Any) -> dict[str, Any]:
    path = folder / "file"
    path.write_bytes(data)
    wishes: dict[str, Any] = {
        "media_type": "application/pdf",
        "page": 1,
        "longest": 400,
        "turn": 0,
        "max_pages": 10,
        "max_pixels": 10_000_000,
        "folder": str(folder),
        "findings": None,
    }
    return asyncio.run(pool.ask("page", path, **(wishes | changes)))


def test_a_page_is_left_in_the_folder_that_was_named(pool: InspectionPool, tmp_path: Path) -> None:
    answer = draw(pool, tmp_path, samples.a_pdf(2), page=2)

    assert answer == {"name": "page.png"}
    with Image.open(tmp_path / "page.png", formats=["PNG"]) as drawn:
        assert max(drawn.size) == 400


def test_findings_arrive_as_they_were_sent(pool: InspectionPool, tmp_path: Path) -> None:
    sent = findings_json([MISSING, SEAL])
    draw(pool, tmp_path, samples.a_pdf(1), findings=sent)

    assert findings_from(sent) == (MISSING, SEAL)
    with Image.open(tmp_path / "page.png", formats=["PNG"]) as drawn:
        # A blank sheet is grey at most; a frame is not.
        assert np.ptp(np.asarray(drawn.convert("RGB"), dtype=int), axis=2).max() > 40


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        (samples.a_pdf(2), {"page": 3}),
        (samples.a_pdf(2), {"page": 2, "max_pages": 1}),
        (samples.an_image(), {"media_type": "image/png", "max_pixels": 1000}),
    ],
    ids=["beyond the last", "beyond the pages allowed", "beyond the pixels allowed"],
)
def test_what_is_not_there_or_too_large_is_not_drawn(
    pool: InspectionPool, tmp_path: Path, data: bytes, changes: dict[str, Any]
) -> None:
    assert draw(pool, tmp_path, data, **changes) == {"name": None}
    assert not (tmp_path / "page.png").exists()


def test_a_file_that_breaks_the_drawer_costs_one_process(
    pool: InspectionPool, tmp_path: Path
) -> None:
    with pytest.raises(WorkerFailed):
        draw(pool, tmp_path, b"%PDF-1.7\n" + bytes(4000))

    assert draw(pool, tmp_path, samples.a_pdf(1)) == {"name": "page.png"}
