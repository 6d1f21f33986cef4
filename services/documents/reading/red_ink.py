"""Finds red ink on a page: what is redder than its paper, however pale, compressed or tinted it is."""

import cv2
import numpy as np

from services.documents.reading.pictures import Picture, picture_of

#: Levels by which red exceeds green where there is ink; more on a noisy page.
_LEAST = 18
_MOST = 42
_NOISE_FACTOR = 4.0
#: Red must exceed blue too, or it is yellow or orange; ink pads of seals lean to orange at times.
_AGAINST_BLUE = 0.45


def redness(overview: Picture) -> Picture:
    """Measure by how many levels each pixel is redder than the page's paper; 0 where it is no red ink."""
    blue, green, red = cv2.split(overview)
    over_green = cv2.subtract(red, green)
    over_blue = cv2.subtract(red, blue)
    tint_green, noise = _paper_of(picture_of(over_green))
    tint_blue, _ = _paper_of(picture_of(over_blue))
    least = min(max(_NOISE_FACTOR * noise, _LEAST), _MOST)
    over_green = cv2.subtract(over_green, np.full_like(over_green, tint_green))
    is_red = (over_green > least) & (over_blue > tint_blue + _AGAINST_BLUE * least)
    return picture_of(np.where(is_red, over_green, 0))


def _paper_of(difference: Picture) -> tuple[int, float]:
    """Measure the tint of paper and lamp, and the noise around it."""
    some = np.ascontiguousarray(difference[::3, ::3])
    counts = np.cumsum(np.bincount(some.ravel(), minlength=256))
    middle, upper = (int(np.searchsorted(counts, share * counts[-1])) for share in (0.5, 0.84))
    # More red than paper on a page is no paper's tint.
    return min(middle, 40), float(upper - middle)
