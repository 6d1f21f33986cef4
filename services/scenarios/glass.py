"""Office scanners and copiers, played: what they make of a sheet of paper.

It knows nothing of how scans are read: what is played here is what offices are known for, sheets that lie
askew or upside down, a lamp that fades to one side, a grainy sensor, one bit a pixel where somebody saves.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

#: No page lies quite straight on the glass; in degrees, one page after the other.
_SLANTS = (0.35, -0.6, 0.15, -0.9, 0.5, -0.1)
#: Some are put in upside down, or lie across; in quarter turns, one page after the other.
_QUARTERS = (0, 0, 2, 0, 0, 1, 0)
#: How much brightness differs from one point of the glass to the next.
_GRAIN = 5.0
#: How much darker the far side of the lamp is.
_FADE = 0.05
#: White paper is never quite white, nor black print quite black.
_BLACK, _WHITE = 14.0, 250.0
#: A lamp is a little yellow: red, green, blue.
_LAMP = (1.0, 0.99, 0.965)
_BLUR = 0.45
#: What copiers that save take for black.
_THRESHOLD = 150

_Picture = NDArray[np.float32]


class Colours(StrEnum):
    """What a scanner is set to."""

    #: Colour where there is ink in colour, grey elsewhere, which is a third of the bytes.
    AUTOMATIC = "automatic"
    FULL = "full"
    BLACK_AND_WHITE = "black-and-white"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A printed sheet, and whether there is ink in colour on it."""

    picture: Image.Image
    has_ink: bool


def scanned(sheets: list[Sheet], colours: Colours) -> list[Image.Image]:
    """Lay sheet after sheet on the glass."""
    return [_scanned(sheet, colours, number) for number, sheet in enumerate(sheets)]


def _scanned(sheet: Sheet, colours: Colours, number: int) -> Image.Image:
    is_colour = colours is Colours.FULL or (colours is Colours.AUTOMATIC and sheet.has_ink)
    paper = sheet.picture.convert("RGB" if is_colour else "L")
    seen = _lit(_laid(np.asarray(paper, dtype=np.float32), number), number)
    scan = Image.fromarray(seen.clip(0, 255).astype(np.uint8))
    if colours is Colours.BLACK_AND_WHITE:
        # One bit a pixel; dithering is for photographs.
        scan = scan.point(lambda value: 255 * (value > _THRESHOLD)).convert("1")
    return scan


def _laid(paper: _Picture, number: int) -> _Picture:
    """Turn a sheet as it lies, and see it a little out of focus."""
    rows, columns = paper.shape[:2]
    slant = _SLANTS[number % len(_SLANTS)]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), slant, 1.0)
    askew = cv2.warpAffine(paper, turn, (columns, rows), borderValue=(255, 255, 255))
    blurred = cv2.GaussianBlur(askew, (0, 0), _BLUR)
    return np.rot90(blurred, _QUARTERS[number % len(_QUARTERS)]).astype(np.float32)


def _lit(paper: _Picture, number: int) -> _Picture:
    """See a sheet through this lamp and sensor; the same sheet at the same place gives the same picture."""
    rows, columns = paper.shape[:2]
    # One sensor has one grain; another part of it for each page is as good as another sensor, and quicker.
    grain = np.roll(_grain(rows, columns), number * 97, axis=0)
    lamp = np.linspace(1.0, 1.0 - _FADE, columns, dtype=np.float32)[None, :]
    toned = _BLACK + paper * ((_WHITE - _BLACK) / 255)
    if paper.ndim == grain.ndim:
        return np.asarray(toned * lamp + grain, dtype=np.float32)
    tint = np.array(_LAMP, dtype=np.float32)
    return np.asarray(toned * tint * lamp[:, :, None] + grain[:, :, None], dtype=np.float32)


@lru_cache(maxsize=4)
def _grain(rows: int, columns: int) -> _Picture:
    random = np.random.default_rng(rows)
    return np.asarray(
        random.standard_normal((rows, columns), dtype=np.float32) * _GRAIN, dtype=np.float32
    )
