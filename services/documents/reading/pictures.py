"""Kinds of arrays that hold pictures, and the little that everybody does with them."""

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

#: Rows × columns × (blue, green, red), or rows × columns of grey.
Picture = NDArray[np.uint8]

MM_PER_INCH = 25.4

#: What passes for half the size: a pixel or two of a page.
_HALF = 0.001

_QUARTERS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def picture_of(array: Any) -> Picture:  # noqa: ANN401 - OpenCV types its answers as any number
    """Take what a library gave as a picture."""
    return cast("Picture", np.ascontiguousarray(array, dtype=np.uint8))


def grey_of(picture: Picture) -> Picture:
    """Give the brightness of a picture."""
    if picture.ndim == 2:  # noqa: PLR2004 - rows and columns alone
        return picture
    return picture_of(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def scaled(picture: Picture, factor: float) -> Picture:
    """Make a picture smaller by averaging, or larger smoothly."""
    rule = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    if abs(factor - 0.5) < _HALF:
        # Averaging four pixels each is many times as fast as averaging four and a thousandth.
        even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
        size = (even.shape[1] // 2, even.shape[0] // 2)
        return picture_of(cv2.resize(even, size, interpolation=cv2.INTER_AREA))
    return picture_of(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=rule))


def quarter_turned(picture: Picture, turn: int) -> Picture:
    """Turn a picture clockwise by quarters, given in degrees."""
    if turn % 360 == 0:
        return picture
    return picture_of(cv2.rotate(picture, _QUARTERS[turn % 360]))


def png_of(picture: Picture) -> bytes:
    """Write a picture as PNG."""
    is_written, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 4])
    if not is_written:
        raise ValueError("the picture could not be written as PNG")
    return data.tobytes()
