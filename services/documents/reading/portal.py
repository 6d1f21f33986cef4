"""Lays a scan beside the national portal's PDF, page by page: pictures by likeness, text where there is any.

Both pages are brought to the same size, the scan is turned and moved until it lies on the other, and
likeness is counted place by place, so that a seal or a signature lowers it only where it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from services.documents.domain.findings import Box
from services.documents.domain.report_text import compact
from services.documents.domain.scan_expectation import Limits
from services.documents.domain.scan_reading import PagePair, PortalComparison
from services.documents.reading.paper import skew_of
from services.documents.reading.pictures import Picture, grey_of, picture_of, png_of, quarter_turned
from services.documents.reading.report import page_texts
from services.documents.reading.seals import box_of
from services.documents.reading.sheets import PDF, page_count, sheets_of

#: Pages are compared at this height: lines of print are three to four pixels high there.
_HEIGHT = 1000
_TURNS = (0, 180, 90, 270)
_CELLS = 18
_DPI = 100.0
#: A line that is shorter may be a page number or a stray character.
_LINE = 6
#: Below this many characters a scan's page has no text layer worth the name.
_LAYER = 20
#: A seal and a signature cover fewer places than this, in hundredths; what is left decides.
_SHARE = 20
#: Ink's spread in a cell below which there is only paper.
_EMPTY = 4.0
#: Cells less alike than this are framed.
_DIFFERS = 0.45
#: Of a turn that lies right at once, no other is tried.
_SURE = 0.75


@dataclass(frozen=True, kw_only=True)
class _Laid:
    similarity: float
    cells: NDArray[np.float64]
    scan: Picture


def compare_with_portal(
    path: Path, media_type: str, portal_pdf: Path, *, limits: Limits, folder: Path
) -> PortalComparison:
    """Compare as many pages as both have, in their order."""
    scan_texts = page_texts(path, limits) if media_type == PDF else []
    portal_texts = page_texts(portal_pdf, limits)
    pairs = []
    both = zip(
        sheets_of(path, media_type, limits, dpi=_DPI),
        sheets_of(portal_pdf, PDF, limits, dpi=_DPI),
        strict=False,
    )
    for scan, portal in both:
        pair = PagePair(page=scan.number, portal_page=portal.number, similarity=None)
        if scan.picture is not None and portal.picture is not None:
            pair = _compared(pair, scan.picture, portal.picture, folder)
        texts = [
            texts[scan.number - 1] if scan.number <= len(texts) else ""
            for texts in (scan_texts, portal_texts)
        ]
        pairs.append(replace(pair, missing_lines=_missing_lines(*texts)))
    return PortalComparison(portal_pages=page_count(portal_pdf, PDF), pairs=tuple(pairs))


def _compared(pair: PagePair, scan: Picture, portal: Picture, folder: Path) -> PagePair:
    expected = _sized(grey_of(portal))
    laid = max(_tried(scan, expected), key=lambda one: one.similarity)
    name = f"portal-{pair.page}.png"
    shown = _side_by_side(laid, expected)
    folder.joinpath(name).write_bytes(png_of(shown))
    return replace(pair, similarity=round(laid.similarity, 3), box=_worst(laid.cells), picture=name)


def _tried(scan: Picture, expected: Picture) -> Iterator[_Laid]:
    grey = grey_of(scan)
    is_upright = (grey.shape[0] >= grey.shape[1]) == (expected.shape[0] >= expected.shape[1])
    for turn in _TURNS:
        if (turn % 180 == 0) is is_upright:
            laid = _laid(quarter_turned(grey, turn), expected)
            yield laid
            if laid.similarity >= _SURE:
                return


def _laid(scan: Picture, expected: Picture) -> _Laid:
    """Turn and move the scan until it lies on the expected page, and measure how alike they are."""
    rows, columns = expected.shape
    straight = _turned_back(scan, skew_of(scan))
    sized = picture_of(cv2.resize(straight, (columns, rows), interpolation=cv2.INTER_AREA))
    one, other = _ink(sized), _ink(expected)
    (across, down), _ = cv2.phaseCorrelate(
        cv2.GaussianBlur(other, (0, 0), 2), cv2.GaussianBlur(one, (0, 0), 2)
    )
    start = np.array([[1, 0, across], [0, 1, down]], dtype=np.float32)
    try:
        _, found = cv2.findTransformECC(
            cv2.GaussianBlur(other, (0, 0), 3).astype(np.float32),
            cv2.GaussianBlur(one, (0, 0), 3).astype(np.float32),
            start,
            cv2.MOTION_AFFINE,
            (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4),
        )
        warp = np.asarray(found, dtype=np.float32)
    except cv2.error:
        # What cannot be laid on it is another page; it is compared as it lies.
        warp = np.eye(2, 3, dtype=np.float32)
    moved = picture_of(
        cv2.warpAffine(
            sized,
            warp,
            (columns, rows),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderValue=255,
        )
    )
    cells, similarity = _alike(_ink(moved), other)
    return _Laid(similarity=similarity, cells=cells, scan=moved)


def _alike(
    one: NDArray[np.float64], other: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Correlate the ink of each cell of a grid; cells that are empty on both sides do not count."""
    rows, columns = other.shape
    cells = np.full((_CELLS, _CELLS), np.nan)
    one, other = (
        np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.9), dtype=np.float64) for ink in (one, other)
    )
    for row in range(_CELLS):
        for column in range(_CELLS):
            place = (
                slice(row * rows // _CELLS, (row + 1) * rows // _CELLS),
                slice(column * columns // _CELLS, (column + 1) * columns // _CELLS),
            )
            a, b = one[place], other[place]
            # A scanner's edge darkens what lies outermost: only what is printed there counts.
            is_outermost = not (0 < row < _CELLS - 1 and 0 < column < _CELLS - 1)
            spreads = (b.std(),) if is_outermost else (a.std(), b.std())
            if max(spreads) > _EMPTY:
                a, b = a - a.mean(), b - b.mean()
                spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
                cells[row, column] = float((a * b).sum() / spread) if spread else 0.0
    known = cells[~np.isnan(cells)]
    return cells, float(np.clip(np.percentile(known, _SHARE), 0, 1)) if known.size else 1.0


def _worst(cells: NDArray[np.float64]) -> Box | None:
    if np.isnan(cells).all():
        return None
    row, column = np.unravel_index(np.nanargmin(cells), cells.shape)
    return box_of(
        float(column / _CELLS),
        float(row / _CELLS),
        float((column + 1) / _CELLS),
        float((row + 1) / _CELLS),
    )


def _side_by_side(laid: _Laid, expected: Picture) -> Picture:
    """Show the portal's page left and the scan right, with what differs framed in red on both."""
    pages = [cv2.cvtColor(page, cv2.COLOR_GRAY2BGR) for page in (expected, laid.scan)]
    rows, columns = expected.shape
    for row, column in zip(*np.nonzero(np.nan_to_num(laid.cells, nan=1.0) < _DIFFERS), strict=True):
        corner = (int(column) * columns // _CELLS, int(row) * rows // _CELLS)
        end = ((int(column) + 1) * columns // _CELLS, (int(row) + 1) * rows // _CELLS)
        for page in pages:
            cv2.rectangle(page, corner, end, (40, 40, 220), 2)
    gap = np.full((rows, 12, 3), 160, np.uint8)
    return picture_of(np.concatenate([pages[0], gap, pages[1]], axis=1))


def _sized(grey: Picture) -> Picture:
    rows, columns = grey.shape
    width = max(round(columns * _HEIGHT / rows), 50)
    return picture_of(cv2.resize(grey, (width, _HEIGHT), interpolation=cv2.INTER_AREA))


def _turned_back(grey: Picture, skew: float) -> Picture:
    rows, columns = grey.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), skew, 1.0)
    return picture_of(cv2.warpAffine(grey, turn, (columns, rows), borderValue=255))


def _ink(grey: Picture) -> NDArray[np.float64]:
    """Measure by how much each place is darker than the paper around it."""
    paper = cv2.blur(grey, (61, 61))
    return np.asarray(cv2.subtract(paper, grey), dtype=np.float64)


def _missing_lines(scan: str, portal: str) -> tuple[str, ...] | None:
    """List the portal's lines that the scan's own text lacks; none without a text layer."""
    have = compact(scan)
    if len(have) < _LAYER:
        return None
    lines = (compact(line) for line in portal.splitlines())
    return tuple(line for line in lines if len(line) >= _LINE and line not in have)
