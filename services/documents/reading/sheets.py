"""Opens a scan and draws its pages one by one: never two of them in memory, never more pixels than bounded."""

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError
from pypdfium2 import raw

from services.documents.domain.scan_expectation import Limits
from services.documents.reading.pictures import MM_PER_INCH, Picture, picture_of, scaled

PDF = "application/pdf"
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}

#: What pages are drawn at to be read.
READING_DPI = 200
#: A drawn page has no more pixels than an A3 sheet at 400 dpi.
_DRAWN_PIXELS = 32_000_000
_POINTS_PER_INCH = 72
#: Sheets are never larger: beyond it the file's idea of its own size is nonsense.
_LARGEST_MM = 1500.0
_A4_LONG_MM = 297.0
#: Resolutions outside are a program's default, not a scanner's statement.
_TOLD_DPI = range(75, 1201)
#: Of the page, what a picture must cover to be the scan and not a figure in a text.
_COVERS = 0.6
_ERRORS = (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, MemoryError, EOFError)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page as it is drawn for reading."""

    number: int
    width_mm: float
    height_mm: float
    dpi: int | None
    is_size_known: bool
    #: None when the page is broken or beyond the limits.
    picture: Picture | None
    #: Pixels an inch of the picture.
    drawn_dpi: float
    is_too_large: bool = False
    #: Draws the page again at another resolution, as long as the file is open.
    redraw: Callable[[float], Picture | None] = lambda _dpi: None


def page_count(path: Path, media_type: str) -> int:
    """Count the pages; 0 for a file that does not open."""
    try:
        if media_type == PDF:
            with closing(pypdfium2.PdfDocument(path)) as document:
                return len(document)
        with Image.open(path, formats=[_FORMATS[media_type]]) as image:
            return int(getattr(image, "n_frames", 1))
    except (*_ERRORS, UnidentifiedImageError, Image.DecompressionBombError):
        return 0


def sheets_of(
    path: Path,
    media_type: str,
    limits: Limits,
    *,
    dpi: float = READING_DPI,
    pages: Collection[int] | None = None,
) -> Iterator[Sheet]:
    """Draw one page after the other, up to the limit of pages, or only those that are wanted."""
    if media_type == PDF:
        yield from _pdf_sheets(path, limits, dpi, pages)
    else:
        yield from _image_sheets(path, _FORMATS[media_type], limits, dpi, pages)


def _pdf_sheets(
    path: Path, limits: Limits, dpi: float, pages: Collection[int] | None
) -> Iterator[Sheet]:
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(1, min(len(document), limits.max_pages) + 1):
            if pages is not None and number not in pages:
                continue
            try:
                page = document[number - 1]
            except _ERRORS:
                yield _broken(number)
                continue
            with closing(page):
                yield _pdf_sheet(page, number, limits, dpi)


def _pdf_sheet(page: pypdfium2.PdfPage, number: int, limits: Limits, dpi: float) -> Sheet:
    width, height = page.get_size()
    scan_pixels, largest, scan_dpi = _scan_in(page, width, height)
    width_mm, height_mm = (side / _POINTS_PER_INCH * MM_PER_INCH for side in (width, height))
    is_known = 0 < max(width_mm, height_mm) <= _LARGEST_MM and min(width_mm, height_mm) > 0
    is_too_large = largest > limits.max_pixels
    told = None if scan_dpi is None else round(scan_dpi)
    if not is_known and min(width, height) > 0:
        shrink = _A4_LONG_MM / max(width_mm, height_mm)
        width_mm, height_mm = width_mm * shrink, height_mm * shrink
        told = None if scan_pixels is None else round(scan_pixels / (_A4_LONG_MM / MM_PER_INCH))

    def draw(wanted_dpi: float) -> Picture | None:
        sides = [max(side / MM_PER_INCH, 0.01) for side in (width_mm, height_mm)]
        bounded = min(wanted_dpi, (_DRAWN_PIXELS / (sides[0] * sides[1])) ** 0.5)
        try:
            bitmap = page.render(scale=bounded * sides[0] / max(width, 0.01), prefer_bgrx=False)
            return picture_of(
                bitmap.to_numpy()[:, :, :3] if bitmap.n_channels > 1 else bitmap.to_numpy()[:, :, 0]
            )
        except _ERRORS:
            return None

    picture = None if is_too_large else draw(dpi)
    return Sheet(
        number=number,
        width_mm=width_mm,
        height_mm=height_mm,
        dpi=told,
        is_size_known=is_known,
        picture=picture,
        drawn_dpi=_drawn_dpi(picture, width_mm, height_mm),
        is_too_large=is_too_large,
        redraw=draw,
    )


def _scan_in(
    page: pypdfium2.PdfPage, width: float, height: float
) -> tuple[int | None, int, float | None]:
    """Find the picture that makes up a page: its long side, the most pixels of any, and its dpi."""
    largest, scan_pixels, scan_dpi = 0, None, None
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        try:
            columns, rows = one.get_px_size()
            left, bottom, right, top = one.get_bounds()
        except _ERRORS:
            continue
        largest = max(largest, columns * rows)
        across, up = abs(right - left), abs(top - bottom)
        if across * up >= _COVERS * width * height and min(across, up) > 0:
            scan_pixels = max(columns, rows)
            scan_dpi = scan_pixels / max(across, up) * _POINTS_PER_INCH
    return scan_pixels, largest, scan_dpi


def _image_sheets(
    path: Path, image_format: str, limits: Limits, dpi: float, pages: Collection[int] | None
) -> Iterator[Sheet]:
    # Our own limit is looked at before anything is decoded; Pillow's would raise in the middle.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=[image_format]) as image:
        for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
            if number > limits.max_pages:
                return
            if pages is None or number in pages:
                yield _image_sheet(frame, number, limits, dpi)


def _image_sheet(frame: Image.Image, number: int, limits: Limits, dpi: float) -> Sheet:
    columns, rows = frame.size
    told, is_known = _told_dpi(frame)
    width_mm, height_mm = (side / told * MM_PER_INCH for side in (columns, rows))
    if columns * rows > limits.max_pixels:
        return Sheet(
            number=number,
            width_mm=width_mm,
            height_mm=height_mm,
            dpi=round(told),
            is_size_known=is_known,
            picture=None,
            drawn_dpi=told,
            is_too_large=True,
        )
    try:
        whole = _decoded(frame)
    except _ERRORS:
        return _broken(number)

    def draw(wanted_dpi: float) -> Picture:
        bounded = min(wanted_dpi / told, (_DRAWN_PIXELS / (columns * rows)) ** 0.5, 1.0)
        return whole if bounded >= 1 else scaled(whole, bounded)

    picture = draw(dpi)
    return Sheet(
        number=number,
        width_mm=width_mm,
        height_mm=height_mm,
        dpi=round(told),
        is_size_known=is_known,
        picture=picture,
        drawn_dpi=_drawn_dpi(picture, width_mm, height_mm),
        redraw=draw,
    )


def _told_dpi(frame: Image.Image) -> tuple[float, bool]:
    told = frame.info.get("dpi")
    if isinstance(told, tuple) and round(float(told[0])) in _TOLD_DPI:
        return float(told[0]), True
    return max(frame.size) / (_A4_LONG_MM / MM_PER_INCH), False


def _decoded(frame: Image.Image) -> Picture:
    if frame.mode in {"1", "L", "I;16", "I", "F"}:
        return picture_of(np.asarray(frame.convert("L")))
    if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
        # What shines through is paper.
        inked = frame.convert("RGBA")
        paper = Image.new("RGBA", inked.size, "white")
        return picture_of(
            np.asarray(Image.alpha_composite(paper, inked).convert("RGB"))[:, :, ::-1]
        )
    return picture_of(np.asarray(frame.convert("RGB"))[:, :, ::-1])


def _drawn_dpi(picture: Picture | None, width_mm: float, height_mm: float) -> float:
    if picture is None:
        return float(READING_DPI)
    long_side = float(max(picture.shape[:2]))
    return long_side / (max(width_mm, height_mm, 0.1) / MM_PER_INCH)


def _broken(number: int) -> Sheet:
    return Sheet(
        number=number,
        width_mm=0,
        height_mm=0,
        dpi=None,
        is_size_known=False,
        picture=None,
        drawn_dpi=READING_DPI,
    )
