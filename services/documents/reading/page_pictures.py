"""Draws pages for people: plain, with findings framed and numbered, and the cut-outs of findings."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from services.documents.domain.findings import FULL_EXTENT, Box, Finding, Severity
from services.documents.domain.scan_expectation import Limits
from services.documents.domain.scan_reading import ScanReading
from services.documents.reading.pictures import Picture, picture_of, png_of, quarter_turned, scaled
from services.documents.reading.sheets import sheets_of

#: The longest side that anybody is given; larger wishes get this.
LARGEST_PX = 3000
_CROP_PX = 900
#: Around a finding, as a share of the page.
_CROP_MARGIN = 0.02
_DRAWN_DPI = 200.0

#: Blue, green, red.
_COLOURS = {
    Severity.NOTICE: (150, 120, 30),
    Severity.DOUBT: (20, 130, 240),
    Severity.SERIOUS: (40, 40, 215),
}


class PageNotThere(Exception):
    """The file has no such page, or none that can be drawn."""


def page_png(
    path: Path,
    media_type: str,
    page: int,
    *,
    max_px: int,
    turn: int = 0,
    limits: Limits | None = None,
) -> bytes:
    """Draw one page upright, its longest side no larger than asked."""
    picture = _page(path, media_type, page, turn, limits or Limits())
    return png_of(_bounded(picture, min(max_px, LARGEST_PX)))


def findings_png(
    path: Path,
    media_type: str,
    page: int,
    findings: Sequence[Finding],
    *,
    max_px: int = 1600,
    turn: int = 0,
    limits: Limits | None = None,
) -> bytes:
    """Draw one page with the findings on it framed and numbered.

    The numbers are those of the whole list, so that the picture and the check sheet agree.
    """
    whole = _page(path, media_type, page, turn, limits or Limits())
    picture = _bounded(whole, min(max_px, LARGEST_PX))
    for number, finding in enumerate(findings, start=1):
        if finding.page == page and finding.box is not None:
            _frame(picture, finding.box, number, _COLOURS[finding.kind.severity])
    return png_of(picture)


def write_crops(
    path: Path,
    media_type: str,
    reading: ScanReading,
    findings: Sequence[Finding],
    folder: Path,
    limits: Limits | None = None,
) -> tuple[str | None, ...]:
    """Cut out what each finding shows; give the file of each, none where it has no page.

    A finding without a place shows its whole page, small.
    """
    wanted = {one.page for one in findings if one.page is not None}
    turns = {page.number: page.turn or 0 for page in reading.pages}
    names: list[str | None] = [None] * len(findings)
    for sheet in sheets_of(path, media_type, limits or Limits(), dpi=_DRAWN_DPI, pages=wanted):
        if sheet.picture is None:
            continue
        picture = quarter_turned(_in_colour(sheet.picture), turns.get(sheet.number, 0))
        for index, finding in enumerate(findings):
            if finding.page == sheet.number:
                names[index] = f"finding-{index + 1}.png"
                cut = _cut(picture, finding.box)
                folder.joinpath(f"finding-{index + 1}.png").write_bytes(png_of(cut))
    return tuple(names)


def _page(path: Path, media_type: str, page: int, turn: int, limits: Limits) -> Picture:
    sheets = sheets_of(path, media_type, limits, dpi=_DRAWN_DPI, pages={page})
    sheet = next(islice(sheets, 1), None)
    if sheet is None or sheet.picture is None:
        raise PageNotThere
    return quarter_turned(_in_colour(sheet.picture), turn)


def _in_colour(picture: Picture) -> Picture:
    if picture.ndim == 3:  # noqa: PLR2004 - rows, columns, colours
        return picture
    return picture_of(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))


def _bounded(picture: Picture, longest: int) -> Picture:
    factor = max(longest, 1) / max(picture.shape[:2])
    return scaled(picture, factor) if factor < 1 else picture.copy()


def _cut(picture: Picture, box: Box | None) -> Picture:
    if box is None:
        return _bounded(picture, _CROP_PX // 2)
    left, top, right, bottom = _pixels(picture, box)
    margin = round(_CROP_MARGIN * max(picture.shape[:2]))
    rows = slice(max(top - margin, 0), bottom + margin + 1)
    columns = slice(max(left - margin, 0), right + margin + 1)
    return _bounded(picture_of(picture[rows, columns]), _CROP_PX)


def _frame(picture: Picture, box: Box, number: int, colour: tuple[int, int, int]) -> None:
    left, top, right, bottom = _pixels(picture, box)
    width = max(round(max(picture.shape[:2]) / 500), 2)
    cv2.rectangle(picture, (left, top), (right, bottom), colour, width)
    size = max(picture.shape[:2]) / 1400
    text = str(number)
    (across, up), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, width)
    # The label stands on the frame's corner, but never beyond the page.
    x = int(np.clip(left, 0, max(picture.shape[1] - across - 8, 0)))
    y = int(np.clip(top, up + below + 4, picture.shape[0] - 1))
    cv2.rectangle(picture, (x, y - up - below - 4), (x + across + 8, y), colour, -1)
    cv2.putText(
        picture, text, (x + 4, y - below), cv2.FONT_HERSHEY_SIMPLEX, size, (255, 255, 255), width
    )


def _pixels(picture: Picture, box: Box) -> tuple[int, int, int, int]:
    rows, columns = picture.shape[:2]
    return (
        round(box.left * columns / FULL_EXTENT),
        round(box.top * rows / FULL_EXTENT),
        round((box.left + box.width) * columns / FULL_EXTENT),
        round((box.top + box.height) * rows / FULL_EXTENT),
    )
