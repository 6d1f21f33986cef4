"""Finds red seals (公章) on an upright page: round and oval, whole, worn, pale or cut by the edge.

A ring alone is not taken for a seal: there must be something in it (star, name), it must have the size of one,
and the paper just outside must be free of ink, which red text is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from services.documents.domain.findings import FULL_EXTENT, Box
from services.documents.domain.scan_reading import SealReading, SealShape
from services.documents.reading.pictures import MM_PER_INCH, Picture
from services.documents.reading.red_ink import redness
from services.documents.reading.rings import Ring, RingFinder

#: Red is looked at in pictures of this resolution: a ring is four pixels thick there.
SEAL_DPI = 100.0

#: Ink within this distance belongs together.
_JOINED_MM = 2.6
_LEAST_EXTENT_MM = 12.0
_LEAST_CUT_MM = 4.0
_LEAST_PIXELS = 90
#: Ink has this many pixels of ink around it, itself included; a speck has fewer.
_NEIGHBOURS = 3
_MOST_SEALS = 6
#: Of the ring on the page, what must carry ink, and what of it must look like a drawn line.
_COVERAGE = 0.42
_CUT_COVERAGE = 0.6
_DRAWN = 0.48
_CUT_DRAWN = 0.6
#: Of what lies inside, what carries ink: a pen's circle is empty, a red disc is full.
_INSIDE = (0.025, 0.7)
#: An arc without any ink as long as this, towards the edge, lies beyond the paper.
_GAP = 0.22
_EDGE_MM = 9.0
#: A worn ring has gaps; ink on one side alone is an arc of something else.
_LONGEST_GAP = 0.4
_OUTER_MM = (31.0, 63.0)
_LEAST_HEIGHT_MM = 26.0
#: Levels of red below which ink is pale, measured where it is strong: strokes are thin.
_PALE = 48
_STRONGEST = 80


#: The rows and columns of ink that lies together.
Group = tuple[slice, slice]


@dataclass(frozen=True, kw_only=True)
class RedPage:
    """The red of a page without its whole seals, for whoever looks for slices of seals afterwards."""

    red: Picture
    px_per_mm: float
    seals: tuple[SealReading, ...]


def red_page(upright: Picture, drawn_dpi: float) -> RedPage:
    """Find the seals of an upright page in colour."""
    red, px_per_mm = redness(upright), drawn_dpi / MM_PER_INCH
    seals: list[SealReading] = []
    left, rest = red.copy(), red.copy()
    if np.count_nonzero(red) >= _LEAST_PIXELS:
        for group in ink_groups(red, px_per_mm):
            if _may_hold_a_seal(group, red.shape, px_per_mm) and len(seals) < _MOST_SEALS:
                for ring, seal in _seals_in(group, left, px_per_mm):
                    seals.append(seal)
                    if not seal.is_cut:
                        _erase(rest, ring, px_per_mm)
    return RedPage(red=rest, px_per_mm=px_per_mm, seals=tuple(seals))


def ink_groups(red: Picture, px_per_mm: float) -> Iterator[Group]:
    """Give where red ink lies together, the largest first."""
    reach = round(_JOINED_MM * px_per_mm) | 1
    ink = (red > 0).astype(np.uint8)
    # Single specks would join what is apart.
    around = cv2.filter2D(ink, cv2.CV_8U, np.ones((3, 3), np.uint8))
    kept = ((around >= _NEIGHBOURS) & (red > 0)).astype(np.uint8)
    joined = cv2.dilate(kept, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number in sorted(range(1, count), key=lambda one: -stats[one, cv2.CC_STAT_AREA]):
        x, y, width, height, _ = (int(value) for value in stats[number])
        yield slice(y, y + height), slice(x, x + width)


def _may_hold_a_seal(group: Group, shape: tuple[int, ...], px_per_mm: float) -> bool:
    """Leave out what is too small; lines of red text are too low, unless an edge may have cut a seal there."""
    rows, columns = group
    sides = sorted((rows.stop - rows.start, columns.stop - columns.start))
    from_edge = min(rows.start, columns.start, shape[0] - rows.stop, shape[1] - columns.stop)
    least = _LEAST_CUT_MM if from_edge < _EDGE_MM * px_per_mm else _LEAST_EXTENT_MM
    return bool(sides[1] >= _LEAST_EXTENT_MM * px_per_mm and sides[0] >= least * px_per_mm)


def _seals_in(group: Group, left: Picture, px_per_mm: float) -> Iterator[tuple[Ring, SealReading]]:
    """Give the seals of a group one after the other, each taken away before the next is looked for."""
    rows, columns = group
    for _ in range(_MOST_SEALS):
        ys, xs = np.nonzero(left[rows, columns])
        if len(xs) < _LEAST_PIXELS:
            return
        points = np.column_stack([xs + columns.start, ys + rows.start]).astype(np.float64)
        found = seal_in(RingFinder(left, px_per_mm), points, left, px_per_mm)
        if found is None:
            return
        yield found
        _erase(left, found[0], px_per_mm)


def seal_in(
    finder: RingFinder, points: NDArray[np.float64], red: Picture, px_per_mm: float
) -> tuple[Ring, SealReading] | None:
    """Find the one seal that these points of ink show best; none when they show no seal."""
    circle = finder.circle(points)
    round_one = None if circle is None else _judged(finder, circle, SealShape.ROUND, red, px_per_mm)
    if circle is not None and round_one is not None and round_one.coverage > 0.8:  # noqa: PLR2004 - no oval does better
        return circle, round_one
    ellipse = finder.ellipse(points)
    oval = None if ellipse is None else _judged(finder, ellipse, SealShape.OVAL, red, px_per_mm)
    # The rest of an oval that an edge cut fits every arc that something red may have.
    if ellipse is not None and oval is not None and not oval.is_cut:
        is_better = circle is None or round_one is None or ellipse.score > circle.score + 0.12
        if is_better:
            return ellipse, oval
    if circle is None or round_one is None:
        return None
    return circle, round_one


def _judged(
    finder: RingFinder, ring: Ring, shape: SealShape, red: Picture, px_per_mm: float
) -> SealReading | None:
    inked, seen = finder.bins(ring)
    seen = seen & ~_beyond_paper(ring, inked & seen, red, px_per_mm)
    visible = float(seen.mean())
    coverage = float((inked & seen).sum() / max(seen.sum(), 1))
    drawn = float((finder.flanks(ring) & seen).sum() / max(seen.sum(), 1))
    reach = finder.outer(ring)
    width, height = (2 * (side / px_per_mm + reach) for side in (ring.across, ring.down))
    is_cut = visible < 0.97  # noqa: PLR2004 - as the reading says it
    inside, strength = _inside(ring, red)
    fits = (
        coverage >= (_CUT_COVERAGE if is_cut else _COVERAGE)
        and drawn >= (_CUT_DRAWN if is_cut else _DRAWN)
        and _OUTER_MM[0] <= width <= _OUTER_MM[1]
        and height >= _LEAST_HEIGHT_MM
        and _INSIDE[0] <= inside <= _INSIDE[1]
        and _longest_gap(inked | ~seen) <= _LONGEST_GAP
    )
    if not fits:
        return None
    return SealReading(
        box=_box(ring, reach * px_per_mm, red.shape),
        shape=shape,
        width_mm=round(width, 1),
        height_mm=round(height, 1),
        coverage=round(coverage, 2),
        visible=round(visible, 2),
        is_pale=strength < _PALE,
    )


def _beyond_paper(
    ring: Ring, inked: NDArray[np.bool_], red: Picture, px_per_mm: float
) -> NDArray[np.bool_]:
    """Mark the arc that lies beyond the sheet, where a sheet askew leaves its edge inside the picture."""
    xs, ys = ring.points()
    rows, columns = red.shape
    edge = np.minimum.reduce([xs, columns - 1 - xs, ys, rows - 1 - ys])
    start, length = _gap(inked)
    gap = np.zeros(len(inked), dtype=bool)
    gap[(start + np.arange(length)) % len(inked)] = True
    is_cut = length >= _GAP * len(inked) and edge[gap].min() < _EDGE_MM * px_per_mm
    return gap if is_cut else np.zeros(len(inked), dtype=bool)


def _longest_gap(inked: NDArray[np.bool_]) -> float:
    return _gap(inked)[1] / len(inked)


def _gap(inked: NDArray[np.bool_]) -> tuple[int, int]:
    """Find the longest run without ink around a ring: where it starts and how long it is."""
    if not inked.any():
        return 0, len(inked)
    places = np.flatnonzero(inked)
    runs = np.diff(np.append(places, places[0] + len(inked))) - 1
    longest = int(np.argmax(runs))
    return int(places[longest]) + 1, int(runs[longest])


def _inside(ring: Ring, red: Picture) -> tuple[float, float]:
    """Measure how much of the inside carries ink, and how strong the ink of the seal is."""
    rows, columns = red.shape
    masks = []
    for share in (0.9, 1.08):
        mask = np.zeros((rows, columns), np.uint8)
        axes = (max(round(ring.across * share), 1), max(round(ring.down * share), 1))
        centre = (round(ring.x), round(ring.y))
        cv2.ellipse(mask, centre, axes, float(np.degrees(ring.tilt)), 0, 360, 1, -1)
        masks.append(mask.astype(bool))
    inner, whole = masks
    inked = red[whole & (red > 0)]
    share_inside = float((red[inner] > 0).mean()) if inner.any() else 0.0
    return share_inside, float(np.percentile(inked, _STRONGEST)) if inked.size else 0.0


def _erase(red: Picture, ring: Ring, px_per_mm: float) -> None:
    axes = (round(ring.across + 2 * px_per_mm), round(ring.down + 2 * px_per_mm))
    centre = (round(ring.x), round(ring.y))
    cv2.ellipse(red, centre, axes, float(np.degrees(ring.tilt)), 0, 360, 0, -1)


def _box(ring: Ring, beyond_px: float, shape: tuple[int, ...]) -> Box:
    xs, ys = ring.points(beyond_px)
    rows, columns = shape[:2]
    return box_of(xs.min() / columns, ys.min() / rows, xs.max() / columns, ys.max() / rows)


def box_of(left: float, top: float, right: float, bottom: float) -> Box:
    """Make a box of shares of the page, cut to what lies on it."""
    first = [min(max(round(share * FULL_EXTENT), 0), FULL_EXTENT) for share in (left, top)]
    last = [min(max(round(share * FULL_EXTENT), 0), FULL_EXTENT) for share in (right, bottom)]
    return Box(
        left=first[0],
        top=first[1],
        width=max(last[0] - first[0], 0),
        height=max(last[1] - first[1], 0),
    )
