"""Reads the codes of a page: quickly where print and scan are good, with honest retries where not.

Each retry looks at the same page in another way (finer, larger, without shades); none guesses
characters, and what was read says itself by its check whether it is one of ours.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import zxingcpp

from services.documents.domain.page_codes import normalised_code
from services.documents.reading.pictures import Picture, grey_of, picture_of, scaled

#: Corners are looked at closer, as shares of the page: a code stands in one of them, however it is turned.
_CORNER_ACROSS = 0.5
_CORNER_DOWN = 0.36
_FINE_DPI = 400.0
_ENLARGED = 2.0


@dataclass(frozen=True, kw_only=True)
class FoundCode:
    """A QR code with its corners as shares of the page's width and height."""

    text: str
    corners: tuple[tuple[float, float], ...]
    #: From the reader's upright to this page's, in degrees clockwise.
    lean: float


def codes_of(
    picture: Picture,
    drawn_dpi: float,
    redraw: Callable[[float], Picture | None],
    *,
    overview: Picture,
) -> tuple[FoundCode, ...]:
    """Read all QR codes of a page, at first in its small overview; those that are not ours are given only when none of ours is there."""
    strangers: tuple[FoundCode, ...] = ()
    for view in _views(picture, drawn_dpi, redraw, overview):
        found = tuple(_read(view))
        if any(normalised_code(code.text) for code in found):
            return found
        strangers = strangers or found
    return strangers


@dataclass(frozen=True, kw_only=True)
class _View:
    """A part of the page to look at: its picture and where it lies, as shares of the page."""

    picture: Picture
    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0
    is_thorough: bool = True


def _views(
    picture: Picture,
    drawn_dpi: float,
    redraw: Callable[[float], Picture | None],
    overview: Picture,
) -> Iterator[_View]:
    # A code of 30 mm has four pixels a module at 100 dpi: enough on a good scan, and a quarter of the work.
    yield _View(picture=grey_of(overview), is_thorough=False)
    grey = grey_of(picture)
    yield _View(picture=grey)
    smooth = picture_of(cv2.GaussianBlur(grey, (0, 0), 1.2))
    yield _View(picture=smooth)
    yield from _corners(picture_of(cv2.medianBlur(grey, 5)), _ENLARGED)
    fine = redraw(_FINE_DPI)
    if fine is not None and fine.shape[0] > 1.2 * grey.shape[0]:
        yield _View(picture=picture_of(cv2.GaussianBlur(grey_of(fine), (0, 0), 1.6)))
    yield from _corners(_without_shades(grey, drawn_dpi), 1.0)


def _corners(grey: Picture, enlarged: float) -> Iterator[_View]:
    rows, columns = grey.shape[:2]
    for top in (0.0, 1 - _CORNER_DOWN):
        for left in (0.0, 1 - _CORNER_ACROSS):
            part = grey[
                round(top * rows) : round((top + _CORNER_DOWN) * rows),
                round(left * columns) : round((left + _CORNER_ACROSS) * columns),
            ]
            yield _View(
                picture=scaled(picture_of(part), enlarged) if enlarged != 1 else picture_of(part),
                left=left,
                top=top,
                width=_CORNER_ACROSS,
                height=_CORNER_DOWN,
            )


def _without_shades(grey: Picture, drawn_dpi: float) -> Picture:
    """Make black and white against what surrounds each place: shadows and stains fall away."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
    block = round(drawn_dpi * 0.2) | 1
    return picture_of(
        cv2.adaptiveThreshold(
            smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, max(block, 11), 12
        )
    )


def _read(view: _View) -> Iterator[FoundCode]:
    rows, columns = view.picture.shape[:2]
    for one in zxingcpp.read_barcodes(
        view.picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=view.is_thorough,
        try_downscale=view.is_thorough,
        try_invert=False,
    ):
        place = one.position
        points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        across = math.degrees(math.atan2(points[1].y - points[0].y, points[1].x - points[0].x))
        yield FoundCode(
            text=one.text,
            corners=tuple(
                (
                    view.left + point.x / columns * view.width,
                    view.top + point.y / rows * view.height,
                )
                for point in points
            ),
            lean=across,
        )
