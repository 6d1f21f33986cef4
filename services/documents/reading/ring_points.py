"""Chooses points of ink and lays circles through three of them at a time."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def outline(points: Floats) -> Floats:
    """Keep of all points the outermost ones, seen from the four sides."""
    kept = []
    for axis in (0, 1):
        order = np.lexsort((points[:, 1 - axis], points[:, axis]))
        ordered = points[order]
        _, first = np.unique(ordered[:, axis], return_index=True)
        last = np.append(first[1:], len(ordered)) - 1
        kept += [ordered[first], ordered[last]]
    return np.concatenate(kept)


def through_three(pool: Floats, random: np.random.Generator, reach: float, triples: int) -> Floats:
    """Lay circles through three points at a time, given as centre and radius."""
    first, second, third = (pool[random.integers(0, len(pool), triples)] for _ in range(3))
    is_close = (np.abs(second - first).max(axis=1) < reach) & (
        np.abs(third - first).max(axis=1) < reach
    )
    first, second, third = first[is_close], second[is_close], third[is_close]
    a, b = second - first, third - first
    area = 2 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    is_spread = np.abs(area) > 1
    a, b, area, first = a[is_spread], b[is_spread], area[is_spread], first[is_spread]
    a_length, b_length = (a**2).sum(axis=1), (b**2).sum(axis=1)
    x = (b[:, 1] * a_length - a[:, 1] * b_length) / area
    y = (a[:, 0] * b_length - b[:, 0] * a_length) / area
    return np.column_stack([first[:, 0] + x, first[:, 1] + y, np.hypot(x, y)])
