"""Looks at a page as paper: blank or not, in colour or not, how it lies, and what it looks like."""

import hashlib

import cv2
import numpy as np

from services.documents.reading.pictures import Picture, grey_of, picture_of, scaled

#: Ink is this much darker than the paper around it.
_INK = 45
#: A page with less ink than this share of it is blank: dust and a scanner's edge.
_BLANK_SHARE = 0.0004
_MARGIN = 0.05
#: Levels between the colours of one pixel that rounding alone may leave, and the pixels that may exceed it.
_TINT = 2
_TINT_SHARE = 0.005
#: The same for plain colour: a small seal on a page that is otherwise without tint.
_COLOUR = 14
_COLOUR_SHARE = 0.00004
_SKEW_LIMIT = 12.0
_SKEW_ROWS = 560
_LOOK_SIDE = 128


def is_blank(overview: Picture) -> bool:
    """Tell whether a page carries nothing; its outermost edge does not count."""
    grey = grey_of(overview)
    rows, columns = grey.shape
    inner = grey[
        round(_MARGIN * rows) : round((1 - _MARGIN) * rows),
        round(_MARGIN * columns) : round((1 - _MARGIN) * columns),
    ]
    if inner.size == 0:
        return True
    paper = cv2.blur(inner, (max(columns // 12, 3), max(columns // 12, 3)))
    ink = cv2.subtract(paper, inner)
    return bool(np.count_nonzero(ink > _INK) < _BLANK_SHARE * inner.size)


def has_colour(overview: Picture) -> bool:
    """Tell whether a page was scanned in colour: where it was not, red ink cannot be told.

    A page in black and white that was scanned in colour is never quite without it: paper, lamp and
    sensor have a tint. A grey scan has none at all, also where its file could hold colours.
    """
    if overview.ndim == 2:  # noqa: PLR2004 - rows and columns alone
        return False
    blue, green, red = cv2.split(scaled(overview, 0.5))
    spread = cv2.max(cv2.absdiff(red, green), cv2.absdiff(blue, green))
    counts = np.bincount(spread.ravel(), minlength=256)
    tinted, coloured = counts[_TINT + 1 :].sum(), counts[_COLOUR + 1 :].sum()
    return bool(tinted > _TINT_SHARE * spread.size or coloured > _COLOUR_SHARE * spread.size)


def skew_of(overview: Picture) -> float:
    """Measure how far lines of print lean, in degrees clockwise; 0 where there are none."""
    grey = grey_of(overview)
    factor = _SKEW_ROWS / max(grey.shape)
    small = scaled(grey, factor) if factor < 1 else grey
    ink = picture_of(cv2.subtract(cv2.blur(small, (31, 31)), small))
    if int(ink.max(initial=0)) < _INK:
        return 0.0
    coarse = max(np.arange(-_SKEW_LIMIT, _SKEW_LIMIT + 0.1, 1.0), key=lambda a: _lines(ink, a))
    fine = max(np.arange(coarse - 0.8, coarse + 0.81, 0.2), key=lambda a: _lines(ink, a))
    return round(float(fine), 1)


def look_of(overview: Picture) -> str:
    """Describe a page's picture: the very same picture gives the same words, another scan of the sheet others."""
    small = cv2.resize(grey_of(overview), (_LOOK_SIDE, _LOOK_SIDE), interpolation=cv2.INTER_AREA)
    return hashlib.sha256(picture_of(small).tobytes()).hexdigest()[:16]


def _lines(ink: Picture, angle: float) -> float:
    """Measure how sharply lines of print stand out once the page is turned back by an angle."""
    rows, columns = ink.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(angle), 1.0)
    turned = cv2.warpAffine(ink, turn, (columns, rows), flags=cv2.INTER_LINEAR)
    sums = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())
