"""Puts seals over the edges of several pages (骑缝章) together again from the slice on each page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from services.documents.domain.scan_reading import CrossingSeal
from services.documents.reading.pictures import Picture, picture_of
from services.documents.reading.rings import RingFinder
from services.documents.reading.seals import RedPage, ink_groups, seal_in

#: A slice lies this close to the edge, and is as wide and as high as this.
_FROM_EDGE_MM = 6.0
_WIDTH_MM = (0.7, 45.0)
_HEIGHT_MM = (5.0, 66.0)
#: Sheets are fanned by hand and scanned one by one: their slices lie at about the same height.
_SAME_HEIGHT_MM = 16.0
_MARGIN_MM = 3.0
#: Put together, slices never fit as well as a seal in one piece.
_LEAST_COVERAGE = 0.5


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Red ink along the left or right edge of a page."""

    page: int
    is_right: bool
    middle_mm: float
    ink: Picture


def slices_of(page: int, red: RedPage) -> Iterator[Slice]:
    """Cut out what may be a slice of a seal: tall and narrow ink along an edge."""
    if not red.red.any():
        return
    columns_of_page, mm = red.red.shape[1], red.px_per_mm
    for rows, columns in ink_groups(red.red, mm):
        ink = red.red[rows, columns]
        ys, xs = np.nonzero(ink)
        if not len(xs):
            continue
        tight = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
        from_left = columns.start + xs.min()
        from_right = columns_of_page - (columns.start + xs.max() + 1)
        is_slice = (
            min(from_left, from_right) <= _FROM_EDGE_MM * mm
            and _WIDTH_MM[0] <= tight.shape[1] / mm <= _WIDTH_MM[1]
            and _HEIGHT_MM[0] <= tight.shape[0] / mm <= _HEIGHT_MM[1]
        )
        if is_slice:
            middle = rows.start + (ys.min() + ys.max()) / 2
            yield Slice(
                page=page,
                is_right=bool(from_right < from_left),
                middle_mm=float(middle / mm),
                ink=picture_of(tight),
            )


def crossing_seals(slices: Sequence[Slice], px_per_mm: float) -> Iterator[CrossingSeal]:
    """Put the slices of each edge together, in the order of the pages and the other way round."""
    for is_right in (True, False):
        side = [one for one in slices if one.is_right is is_right]
        while len({one.page for one in side}) > 1:
            middle = float(np.median([one.middle_mm for one in side]))
            near = [one for one in side if abs(one.middle_mm - middle) <= _SAME_HEIGHT_MM]
            if not near:
                return
            side = [one for one in side if one not in near]
            # Of several on one page the tallest: dust and letters are lower.
            tallest = {one.page: one for one in sorted(near, key=lambda one: one.ink.shape[0])}
            chosen = [tallest[page] for page in sorted(tallest)]
            found = max(
                (_together(order, px_per_mm) for order in (chosen, chosen[::-1])),
                key=lambda seal: seal.coverage if seal else 0,
            )
            if found is not None and len(chosen) > 1:
                yield found


def _together(order: Sequence[Slice], px_per_mm: float) -> CrossingSeal | None:
    margin = round(_MARGIN_MM * px_per_mm)
    height = max(one.ink.shape[0] for one in order) + 2 * margin
    columns = [np.zeros((height, margin), np.uint8)]
    for one in order:
        strip = np.zeros((height, one.ink.shape[1]), np.uint8)
        top = (height - one.ink.shape[0]) // 2
        strip[top : top + one.ink.shape[0]] = one.ink
        columns.append(strip)
    whole = picture_of(np.concatenate([*columns, columns[0]], axis=1))
    ys, xs = np.nonzero(whole)
    points = np.column_stack([xs, ys]).astype(np.float64)
    found = seal_in(RingFinder(whole, px_per_mm), points, whole, px_per_mm)
    if found is None or found[1].coverage < _LEAST_COVERAGE:
        return None
    return CrossingSeal(
        pages=tuple(sorted(one.page for one in order)),
        diameter_mm=found[1].width_mm,
        coverage=found[1].coverage,
    )
