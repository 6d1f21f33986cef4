"""What a firm does between two clicks: prints the form, signs and stamps it, scans it page by page.

The scan is made from the true printed form, so every page shows what was finalised; only paper, ink and
scanner are played.
"""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from services.scenarios.firm import Firm
from services.scenarios.fonts import drawing_font
from services.scenarios.glass import Colours, Sheet, scanned
from services.scenarios.stamp import DIAMETER_MM, Ink, draw_stamp
from services.scenarios.steps.filling_in import LocalFile

#: What office scanners are set to.
DPI = 150

_POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4

#: Labels of the signature page, as the form prints them.
_SIGNED = "法定代表人签字："
_STAMPED = "申报单位（盖章）："
_DATED = "日期："

_PEN = (28, 38, 96)
_JPEG_QUALITY = 60


@dataclass(frozen=True, kw_only=True)
class _Mark:
    """Where a printed label stands on its page, in pixels."""

    left: float
    right: float
    middle: float


@dataclass(frozen=True, kw_only=True)
class Handling:
    """How a firm goes about it; what is not said is done as it should be."""

    is_stamped: bool = True
    ink: Ink = Ink.RED
    colours: Colours = Colours.AUTOMATIC


AS_IT_SHOULD_BE = Handling()


class NothingToSign(Exception):
    """The printed form has no page to sign and stamp."""


def stamped_scan(
    printed_form: bytes,
    firm: Firm,
    *,
    signed_on: date,
    dpi: int = DPI,
    handling: Handling = AS_IT_SHOULD_BE,
) -> LocalFile:
    """Print, sign, stamp and scan a form."""
    with closing(pypdfium2.PdfDocument(printed_form)) as document:
        sheets = list(_signed_sheets(document, firm, signed_on, dpi, handling))
    if not any(sheet.has_ink for sheet in sheets):
        raise NothingToSign
    pages = scanned(sheets, handling.colours)
    return LocalFile(name="申报书（盖章扫描件）.pdf", content=_bound(pages, dpi))


def _signed_sheets(
    document: pypdfium2.PdfDocument, firm: Firm, signed_on: date, dpi: int, handling: Handling
) -> Iterator[Sheet]:
    scale = dpi / _POINTS_PER_INCH
    for page in document:
        marks = _marks_on(page, scale)
        sheet = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
        has_ink = _STAMPED in marks
        if has_ink:
            _sign(sheet, firm, marks, signed_on, dpi)
            if handling.is_stamped:
                _stamp(sheet, firm, marks[_STAMPED], handling.ink, dpi)
        yield Sheet(picture=sheet, has_ink=has_ink)


def _sign(
    sheet: Image.Image, firm: Firm, marks: dict[str, _Mark], signed_on: date, dpi: int
) -> None:
    """Put signature and date where the printed labels ask for them."""
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


def _stamp(sheet: Image.Image, firm: Firm, place: _Mark, ink: Ink, dpi: int) -> None:
    """Press the stamp over the line that asks for it, clear of the page's code."""
    millimetre = dpi / _MM_PER_INCH
    side = round(DIAMETER_MM * millimetre)
    stamp = draw_stamp(firm.name, side, ink)
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


def _bound(pages: list[Image.Image], dpi: int) -> bytes:
    """Bind the pictures into one PDF, as a scanner does."""
    first, *others = pages
    # One bit a pixel is packed as fax machines do, which knows no quality.
    quality = {} if first.mode == "1" else {"quality": _JPEG_QUALITY}
    buffer = io.BytesIO()
    first.save(
        buffer,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=dpi,
        title="申报书盖章扫描件（示例）",
        **quality,
    )
    return buffer.getvalue()
