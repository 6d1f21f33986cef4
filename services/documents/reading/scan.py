"""Reads one file: page after page, each drawn once, looked at from all sides and let go."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2

from services.documents.domain.scan_expectation import ScanExpectation
from services.documents.domain.scan_reading import CodeReading, PageReading, ScanReading
from services.documents.reading.codes import FoundCode, codes_of
from services.documents.reading.crossing_seals import Slice, crossing_seals, slices_of
from services.documents.reading.paper import has_colour, is_blank, look_of, skew_of
from services.documents.reading.pictures import MM_PER_INCH, Picture, quarter_turned, scaled
from services.documents.reading.portal import compare_with_portal
from services.documents.reading.report import read_report
from services.documents.reading.seals import SEAL_DPI, box_of, red_page
from services.documents.reading.sheets import PDF, Sheet, page_count, sheets_of
from services.documents.reading.signatures import read_signatures

_QUARTER = 90
#: Dimensions of a picture in colour: rows, columns, colours.
_IN_COLOUR = 3


@dataclass(frozen=True, kw_only=True)
class _Read:
    page: PageReading
    slices: tuple[Slice, ...] = field(default=())


def read_scan(
    path: Path, *, media_type: str, expectation: ScanExpectation, folder: Path
) -> ScanReading:
    """Read everything that the expectation asks for; pictures are written into the folder."""
    # One process, one core: several workers run side by side instead.
    cv2.setNumThreads(1)
    pages: list[PageReading] = []
    slices: list[Slice] = []
    for sheet in sheets_of(path, media_type, expectation.limits):
        read = _read_page(sheet)
        pages.append(read.page)
        slices.extend(read.slices)
    reading = ScanReading(
        pages=tuple(pages),
        pages_not_read=max(page_count(path, media_type) - len(pages), 0),
        crossing_seals=tuple(crossing_seals(slices, SEAL_DPI / MM_PER_INCH)),
    )
    return _with_the_rest(reading, path, media_type, expectation, folder)


def _with_the_rest(
    reading: ScanReading, path: Path, media_type: str, expectation: ScanExpectation, folder: Path
) -> ScanReading:
    """Add what only some files ask for: text, signatures, the portal's PDF beside it."""
    limits, roots = expectation.limits, expectation.trusted_roots
    if expectation.portal_pdf is not None:
        portal = Path(expectation.portal_pdf)
        reading = replace(
            reading,
            portal=compare_with_portal(path, media_type, portal, limits=limits, folder=folder),
        )
    if media_type == PDF:
        signatures = read_signatures(path, Path(roots) if roots is not None else None)
        reading = replace(reading, signatures=signatures)
        if expectation.typed is not None:
            reading = replace(reading, report=read_report(path, limits))
    return reading


def _read_page(sheet: Sheet) -> _Read:
    if sheet.picture is None:
        return _Read(
            page=PageReading(
                number=sheet.number,
                width_mm=sheet.width_mm,
                height_mm=sheet.height_mm,
                dpi=sheet.dpi,
                is_size_known=sheet.is_size_known,
                is_too_large=sheet.is_too_large,
                is_broken=not sheet.is_too_large,
            )
        )
    overview = scaled(sheet.picture, SEAL_DPI / sheet.drawn_dpi)
    codes = codes_of(sheet.picture, sheet.drawn_dpi, sheet.redraw, overview=overview)
    turn, skew = _lie(codes, overview)
    upright = quarter_turned(overview, turn or 0)
    # A page that is no scan shows a seal in red, or has none.
    has_red = has_colour(overview) or sheet.dpi is None
    red = red_page(upright, SEAL_DPI) if has_red and upright.ndim == _IN_COLOUR else None
    is_upright = (turn or 0) % 180 == 0
    page = PageReading(
        number=sheet.number,
        width_mm=round(sheet.width_mm if is_upright else sheet.height_mm, 1),
        height_mm=round(sheet.height_mm if is_upright else sheet.width_mm, 1),
        dpi=sheet.dpi,
        is_size_known=sheet.is_size_known,
        turn=turn,
        skew=skew,
        codes=tuple(_placed(code, turn or 0) for code in codes),
        seals=red.seals if red else (),
        is_blank=not codes and is_blank(overview),
        has_colour=has_red,
        look=look_of(overview),
    )
    slices = tuple(slices_of(sheet.number, red)) if red else ()
    return _Read(page=page, slices=slices)


def _lie(codes: tuple[FoundCode, ...], overview: Picture) -> tuple[int | None, float]:
    """Tell how a page lies: by its code where it has one, else only how its lines lean."""
    if not codes:
        return None, skew_of(overview)
    lean = codes[0].lean
    turn = round(-lean / _QUARTER) * _QUARTER
    return turn % 360, round(lean + turn, 1)


def _placed(code: FoundCode, turn: int) -> CodeReading:
    """Give a code with its place on the upright page."""
    corners = [_turned(x, y, turn) for x, y in code.corners]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return CodeReading(
        text=code.text[:200], box=box_of(min(across), min(down), max(across), max(down))
    )


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[turn]
