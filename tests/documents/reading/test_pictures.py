import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Box, Finding, FindingKind
from services.documents.reading.check_sheet import CheckSheet, CheckSheetRenderer
from services.documents.reading.page_pictures import (
    LARGEST_PX,
    PageNotThere,
    findings_png,
    page_png,
    write_crops,
)
from shared.text import Text
from tests.documents.reading import desk
from tests.documents.reading.generated.paper import SheetPlan
from tests.documents.reading.generated.scanner import Scanner
from tests.documents.reading.generated.stamps import Press

PDF = "application/pdf"
#: Round a stamp pressed at 150, 215 mm.
BOX = Box(left=6100, top=6500, width=2100, height=1500)
SEAL = Finding(kind=kinds.SEAL_FOUND, page=1, box=BOX, found=Text(zh="圆形", en="round"))
MISSING = Finding(kind=kinds.PAGE_MISSING, expected=Text(zh="第 2 页", en="page 2"))


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    stamp = Press(x_mm=150, y_mm=215)
    path.write_bytes(desk.a_scan([SheetPlan(code=desk.CODES[0])], Scanner(dpi=120, turn=90), stamp))
    return path


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_page_is_drawn_upright_within_the_size_asked_for(scan: Path) -> None:
    picture = opened(page_png(scan, PDF, 1, max_px=700, turn=90))

    assert max(picture.size) == 700
    assert picture.height > picture.width


def test_no_wish_is_larger_than_the_limit(scan: Path) -> None:
    picture = opened(page_png(scan, PDF, 1, max_px=10**9))

    assert max(picture.size) <= LARGEST_PX


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_no_picture(scan: Path, page: int) -> None:
    with pytest.raises(PageNotThere):
        page_png(scan, PDF, page, max_px=500)


def test_findings_are_framed_where_they_are(scan: Path) -> None:
    plain = np.asarray(opened(page_png(scan, PDF, 1, max_px=1000, turn=90)), dtype=int)
    framed = np.asarray(
        opened(findings_png(scan, PDF, 1, [MISSING, SEAL], max_px=1000, turn=90)), dtype=int
    )

    rows, columns = np.nonzero(np.abs(plain - framed).max(axis=2) > 40)
    assert columns.min() / plain.shape[1] == pytest.approx(BOX.left / 10_000, abs=0.01)
    assert columns.max() / plain.shape[1] == pytest.approx(
        (BOX.left + BOX.width) / 10_000, abs=0.01
    )
    assert rows.max() / plain.shape[0] == pytest.approx((BOX.top + BOX.height) / 10_000, abs=0.01)


def test_a_finding_is_cut_out_of_its_page(scan: Path, tmp_path: Path) -> None:
    reading = desk.read_file(scan, tmp_path)
    names = write_crops(scan, PDF, reading, [MISSING, SEAL], tmp_path)

    assert names == (None, "finding-2.png")
    crop = cv2.imread(str(tmp_path / "finding-2.png"))
    assert crop is not None
    blue, green, red = (crop[:, :, channel].astype(int) for channel in range(3))
    # The ring runs along all four sides of the cut-out: it is red there.
    is_red = (red - green > 40) & (red - blue > 30)
    assert is_red.any(axis=0).mean() > 0.7
    assert is_red.any(axis=1).mean() > 0.7


@pytest.fixture(scope="module")
def renderer() -> CheckSheetRenderer:
    return CheckSheetRenderer(threads=1)


def a_sheet(*findings: Finding, pictures: tuple[bytes | None, ...] = ()) -> CheckSheet:
    return CheckSheet(
        file_name="申报书，盖章 <#扫描> 㐂.pdf",
        sha256="9f" * 32,
        state=Text(zh="有待核对", en="flagged"),
        checked_at=datetime(2025, 7, 10, 2, 0, tzinfo=UTC),
        pages=3,
        findings=findings,
        pictures=pictures or (None,) * len(findings),
    )


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "".join("".join(texts).replace("\u200b", "").split())


def test_the_check_sheet_names_the_file_and_every_finding_in_both_languages(
    renderer: CheckSheetRenderer,
) -> None:
    text = text_of(asyncio.run(renderer.render(a_sheet(MISSING, SEAL))))

    for words in (
        "申报书，盖章<#扫描>㐂.pdf",
        "9f" * 32,
        "有待核对flagged",
        "page-missing",
        "缺页",
        "Apageoftheprintismissing",
        "第2页/page2",
        "seal-found",
    ):
        assert words in text


@pytest.mark.parametrize("kind", kinds.FINDING_KINDS.values(), ids=kinds.FINDING_KINDS)
def test_every_kind_of_finding_can_be_printed(
    renderer: CheckSheetRenderer, kind: FindingKind
) -> None:
    text = text_of(asyncio.run(renderer.render(a_sheet(Finding(kind=kind, page=1)))))

    assert "".join(kind.title.zh.split()) in text
    assert kind.code in text
    assert "〓" not in text


def test_a_picture_is_on_the_check_sheet(renderer: CheckSheetRenderer, scan: Path) -> None:
    png = page_png(scan, PDF, 1, max_px=600)
    pdf = asyncio.run(renderer.render(a_sheet(SEAL, pictures=(png,))))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages[0].get_images()) == 1


def test_the_same_check_sheet_is_the_same_bytes(renderer: CheckSheetRenderer) -> None:
    first, second = (asyncio.run(renderer.render(a_sheet(MISSING, SEAL))) for _ in range(2))

    assert first == second
