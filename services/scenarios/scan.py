"""What a firm does between two clicks: prints the form, signs and stamps it, scans it page by page.

The scan is made from the true printed form, so every page shows what was finalised; only paper, ink and
scanner are played.
"""

import io
import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from services.scenarios.firm import Firm
from services.scenarios.fonts import drawing_font
from services.scenarios.stamp import DIAMETER_MM, draw_stamp
from services.scenarios.steps.filling_in import LocalFile

#: What office scanners are set to.
DPI = 150

_POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4

#: Labels of the signature page, as the form prints them.
_SIGNED = "法定代表人签字："
_STAMPED = "申报单位（盖章）："
_DATED = "日期："

#: No page lies quite straight on the glass; in degrees, one page after the other.
_SLANTS = (0.35, -0.2, 0.15, -0.4, 0.25, -0.1)
#: How much brightness differs from one point of the glass to the next.
_GRAIN = 6.0
_PEN = (28, 38, 96)
_JPEG_QUALITY = 60


@dataclass(frozen=True, kw_only=True)
class _Mark:
    """Where a printed label stands on its page, in pixels."""

    left: float
    right: float
    middle: float


class NothingToSign(Exception):
    """The printed form has no page to sign and stamp."""


def stamped_scan(printed_form: bytes, firm: Firm, *, signed_on: date, dpi: int = DPI) -> LocalFile:
    """Print, sign, stamp and scan a form."""
    with closing(pypdfium2.PdfDocument(printed_form)) as document:
        sheets = list(_signed_sheets(document, firm, signed_on, dpi))
    glass = Image.effect_noise(sheets[0].size, _GRAIN)
    pages = [
        _scanned(sheet, glass, slant)
        for sheet, slant in zip(sheets, itertools.cycle(_SLANTS), strict=False)
    ]
    return LocalFile(name="申报书（盖章扫描件）.pdf", content=_bound(pages, dpi))


def _signed_sheets(
    document: pypdfium2.PdfDocument, firm: Firm, signed_on: date, dpi: int
) -> Iterator[Image.Image]:
    scale = dpi / _POINTS_PER_INCH
    stamped = 0
    for page in document:
        marks = _marks_on(page, scale)
        sheet = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
        if _STAMPED in marks:
            _sign(sheet, firm, marks, signed_on, dpi)
            stamped += 1
        else:
            # A page without ink is scanned in grey, which is a third of the bytes.
            sheet = sheet.convert("L")
        yield sheet
    if not stamped:
        raise NothingToSign


def _sign(
    sheet: Image.Image, firm: Firm, marks: dict[str, _Mark], signed_on: date, dpi: int
) -> None:
    """Put signature, stamp and date where the printed labels ask for them."""
    millimetre = dpi / _MM_PER_INCH
    pen = ImageDraw.Draw(sheet)
    if _SIGNED in marks:
        place = marks[_SIGNED]
        font = drawing_font(round(7 * millimetre))
        pen.text(
            (place.right + 8 * millimetre, place.middle - 2 * millimetre),
            firm.legal_representative,
            font=font,
            fill=_PEN,
            anchor="lm",
        )
    for label, number in zip(
        "年月日", (signed_on.year, signed_on.month, signed_on.day), strict=True
    ):
        if label in marks:
            place = marks[label]
            font = drawing_font(round(3.6 * millimetre))
            pen.text(
                (place.left - millimetre, place.middle),
                str(number),
                font=font,
                fill=_PEN,
                anchor="rm",
            )
    place = marks[_STAMPED]
    side = round(DIAMETER_MM * millimetre)
    stamp = draw_stamp(firm.name, side)
    corner = (round(place.right + 14 * millimetre), round(place.middle - side / 2))
    box = (*corner, corner[0] + side, corner[1] + side)
    sheet.paste(ImageChops.multiply(sheet.crop(box), stamp), box)


def _marks_on(page: pypdfium2.PdfPage, scale: float) -> dict[str, _Mark]:
    """Find the labels of the signature page by their text."""
    height = page.get_height()
    text = page.get_textpage()
    words = text.get_text_range()
    marks: dict[str, _Mark] = {}
    start = words.find(_STAMPED)
    if start >= 0:
        dated = words.find(_DATED, start)
        for label in (_SIGNED, _STAMPED, "年", "月", "日"):
            # 日期 itself begins with 日: the date's own signs come after it.
            found = words.find(label, dated + len(_DATED)) if len(label) == 1 else words.find(label)
            if found >= 0:
                left, bottom, _, top = text.get_charbox(found)
                right = text.get_charbox(found + len(label) - 1)[2]
                marks[label] = _Mark(
                    left=left * scale,
                    right=right * scale,
                    middle=(height - (bottom + top) / 2) * scale,
                )
    text.close()
    return marks


def _scanned(sheet: Image.Image, glass: Image.Image, slant: float) -> Image.Image:
    """Lay a sheet on the glass a little askew, and add the grain of the scanner."""
    paper = "#fbfbf8" if sheet.mode == "RGB" else 250
    turned = sheet.rotate(slant, Image.Resampling.BICUBIC, fillcolor=paper)
    # White paper is never quite white, nor black print quite black.
    toned = turned.point(lambda value: 12 + value * 238 // 255)
    grain = glass if toned.mode == "L" else Image.merge("RGB", [glass] * 3)
    return ImageChops.add(toned, grain, offset=-128)


def _bound(pages: list[Image.Image], dpi: int) -> bytes:
    """Bind the pictures into one PDF, as a scanner does."""
    first, *others = pages
    buffer = io.BytesIO()
    first.save(
        buffer,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=dpi,
        quality=_JPEG_QUALITY,
        title="申报书盖章扫描件（示例）",
    )
    return buffer.getvalue()
