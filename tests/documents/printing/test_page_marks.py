"""The code on each page of a print is where it should be, and reads as what it says."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from services.documents.domain.page_codes import page_code, shown_code
from services.documents.printing.renderer import FormRenderer
from shared.contracts.printing import PrintLayout
from tests.documents import samples
from tests.documents.printing.layouts import PRINT_SHA256, pages_of, render, shipped_layouts

DPI = 150
MM = DPI / 25.4

#: A form of some thirty pages, more than are counted on at first.
LONG = {
    "sections": [
        {"heading": "一", "tables": [{"columns": ["指标"], "rows": [["值"]] * 900}]},
    ]
}


@pytest.fixture(scope="module")
def renderer() -> Iterator[FormRenderer]:
    made = FormRenderer(shipped_layouts(), threads=1)
    yield made
    made.close()


def pictures_of(pdf: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=DPI / 72).to_pil().convert("L")
            page.close()
    finally:
        document.close()


def codes_on(picture: Image.Image) -> list[Any]:
    return zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )


@pytest.mark.parametrize("job", [{}, LONG, samples.a_hand_in_paper("summary-table")])
def test_each_page_has_its_own_code_as_a_qr_and_in_print(
    renderer: FormRenderer, job: dict[str, Any]
) -> None:
    pdf = render(renderer, **job)
    texts = pages_of(pdf)

    for number, (picture, text) in enumerate(zip(pictures_of(pdf), texts, strict=True), start=1):
        code = page_code(PRINT_SHA256, number)
        assert [found.text for found in codes_on(picture)] == [code]
        assert shown_code(code) in text
        assert f"第 {number} 页 共 {len(texts)} 页" in text


@pytest.mark.parametrize("layout", list(PrintLayout))
def test_the_code_stands_in_the_corner_with_nothing_around_it(
    renderer: FormRenderer, layout: PrintLayout
) -> None:
    style = shipped_layouts()[layout].page_code
    pdf = render(renderer, **samples.a_paper(layout))

    for picture in pictures_of(pdf):
        (found,) = codes_on(picture)
        corners = [(corner.x, corner.y) for corner in _corners(found.position)]
        left, top = (min(axis) for axis in zip(*corners, strict=True))
        right, bottom = (max(axis) for axis in zip(*corners, strict=True))
        symbol_mm = style.side_mm * 25 / (25 + 2 * style.quiet_modules)
        assert (right - left) / MM == pytest.approx(symbol_mm, abs=0.6)
        # 12 mm and 8 mm from the paper's edges to the quiet zone.
        quiet = (style.side_mm - symbol_mm) / 2
        assert (picture.width - right) / MM == pytest.approx(12 + quiet, abs=0.6)
        assert (picture.height - bottom) / MM == pytest.approx(8 + quiet, abs=0.6)
        around = Image.new("L", picture.size, 255)
        box = tuple(round(side) for side in (left - 2, top - 2, right + 2, bottom + 2))
        outside = picture.copy()
        outside.paste(255, box)
        band = tuple(
            round(side)
            for side in (
                left - quiet * MM + 2,
                top - quiet * MM + 2,
                right + quiet * MM - 2,
                bottom + quiet * MM - 2,
            )
        )
        assert outside.crop(band).getextrema() == around.crop(band).getextrema()


def _corners(position: Any) -> tuple[Any, ...]:
    return (position.top_left, position.top_right, position.bottom_left, position.bottom_right)


def test_two_prints_share_no_code(renderer: FormRenderer) -> None:
    other = page_code("0" * 64, 1)

    (first, *_) = pictures_of(render(renderer))

    assert codes_on(first)[0].text != other


@pytest.mark.parametrize("layout", list(PrintLayout))
def test_each_page_of_an_unofficial_layout_says_so(
    renderer: FormRenderer, layout: PrintLayout
) -> None:
    pages = pages_of(render(renderer, **samples.a_paper(layout)))

    assert not shipped_layouts()[layout].is_official
    assert all("示例格式" in page for page in pages)
