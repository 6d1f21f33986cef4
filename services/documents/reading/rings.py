"""Fits circles and ellipses to ink by drawing points at random and counting who agrees.

A seal's ring is worn, crossed by print, cut by the edge and surrounded by other red; a circle
through three of its points still finds the rest of it, where a contour would break.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from services.documents.reading.pictures import Picture, picture_of
from services.documents.reading.ring_points import outline, through_three

_Floats = NDArray[np.float64]

#: Half the outer size of a seal, in millimetres: those of firms are 38 to 42 across, of state organs up to 60.
_LEAST_RADIUS_MM = 14.5
_MOST_RADIUS_MM = 31.0
_ASPECTS = (1.18, 1.8)
_ANGLES = np.linspace(0, 2 * np.pi, 96, endpoint=False)
_COS, _SIN = np.cos(_ANGLES), np.sin(_ANGLES)
_TRIPLES = 5000
#: Ovals are 1.33 to 1.5 times as wide as high; they stand upright but for a hand's and a scanner's slant.
_PRESSED = (1.33, 1.5)
_TILTS = tuple(float(np.radians(degrees)) for degrees in range(-24, 25, 6))
_PRESSED_TRIPLES = 800
_PRESSED_KEPT = 3
_LEAST_DOWN_MM = 12.0
_KEPT = 10
#: So many circles are looked at closely.
_CLOSELY = 250
_LEAST_VISIBLE = 0.24
#: Where the two sides of a drawn line are looked for, from its middle.
_FLANKS_MM = (0.25, 0.5, 0.8)
#: The cosine of the angle by which ink may fall off askew of the ring.
_STRAIGHT = 0.87
#: Levels of red over three pixels below which nothing slopes.
_LEAST_SLOPE = 24.0


@dataclass(frozen=True, kw_only=True)
class Ring:
    """An ellipse in pixels, with what speaks for it; a circle has two equal axes."""

    x: float
    y: float
    #: Half axes.
    across: float
    down: float
    #: Radians.
    tilt: float = 0.0
    score: float = 0.0

    def points(self, beyond: float = 0.0) -> tuple[_Floats, _Floats]:
        """Give points around the ring, or around one that is larger by some pixels."""
        across, down = self.across + beyond, self.down + beyond
        turn_cos, turn_sin = np.cos(self.tilt), np.sin(self.tilt)
        xs = self.x + across * _COS * turn_cos - down * _SIN * turn_sin
        ys = self.y + across * _COS * turn_sin + down * _SIN * turn_cos
        return xs, ys


class RingFinder:
    """Finds the best ring in a mask of ink; the same mask always gives the same ring."""

    def __init__(self, red: Picture, px_per_mm: float) -> None:
        ink = picture_of((red > 0) * 255)
        self._ink = ink
        self._px = px_per_mm
        self._slope_x, self._slope_y = _slopes(red)
        reach = 2 * round(0.45 * px_per_mm) + 1
        self._near = picture_of(cv2.dilate(ink, np.ones((reach, reach), np.uint8)))
        self._random = np.random.default_rng(39_116)

    def circle(self, points: _Floats) -> Ring | None:
        """Find the circle that most ink agrees with."""
        pool = self._mixed(points)
        centres = through_three(pool, self._random, _MOST_RADIUS_MM * 2 * self._px, _TRIPLES)
        radii = centres[:, 2] / self._px
        fits = centres[(radii > _LEAST_RADIUS_MM - 1) & (radii < _MOST_RADIUS_MM)]
        if not len(fits):
            return None
        scores = self._scores(fits)
        best = fits[np.argsort(scores)[::-1][:_KEPT]]
        refined = [self._refined(points, one) for one in best]
        return max(refined, key=lambda ring: ring.score)

    def ellipse(self, points: _Floats) -> Ring | None:
        """Find the ellipse that most ink agrees with, of proportions that seals have.

        Pressed together along its length an ellipse is a circle, which three points find: six would be
        needed to find the ellipse itself, and among much other red six never lie on it together.
        """
        pool = self._mixed(points)
        found = [
            self._scored(ring)
            for tilt in _TILTS
            for aspect in _PRESSED
            for ring in self._pressed(pool, tilt, aspect)
        ]
        best = sorted(found, key=lambda ring: -ring.score)[:_KEPT]
        return max(
            (self._refitted(points, ring) for ring in best),
            key=lambda ring: ring.score,
            default=None,
        )

    def bins(
        self, ring: Ring, beyond_mm: float = 0.0, *, is_exact: bool = False
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Look around a ring: where there is ink, and what of it lies on the page."""
        return self._looked_up(*ring.points(beyond_mm * self._px), is_exact=is_exact)

    def outer(self, ring: Ring) -> float:
        """Measure by how many millimetres the ink reaches beyond the ring's middle line."""
        steps = np.arange(-1.0, 2.01, 0.2)
        shares = []
        for step in steps:
            inked, seen = self.bins(ring, float(step), is_exact=True)
            shares.append(inked.sum() / max(seen.sum(), 1))
        most = max(shares)
        return float(
            max(step for step, share in zip(steps, shares, strict=True) if share >= most / 2)
        )

    def _mixed(self, points: _Floats) -> _Floats:
        outermost = outline(points)
        some = points[self._random.integers(0, len(points), min(len(points), 700))]
        # Most of what lies outermost is ring: it is drawn from twice.
        return np.concatenate([outermost, outermost, some])

    def flanks(self, ring: Ring) -> NDArray[np.bool_]:
        """Look where ink falls off on both sides of a ring, straight away from it.

        A drawn line does that all along; strokes of red text, which a circle may also pass through
        by the dozen, run in all directions.
        """
        turn_cos, turn_sin = np.cos(ring.tilt), np.sin(ring.tilt)
        along, beside = _COS / ring.across, _SIN / ring.down
        length = np.hypot(along, beside)
        normal_x = (along * turn_cos - beside * turn_sin) / length
        normal_y = (along * turn_sin + beside * turn_cos) / length
        sides = [
            np.logical_or.reduce(
                [
                    self._falls(
                        *ring.points(side * offset * self._px), side * normal_x, side * normal_y
                    )
                    for offset in _FLANKS_MM
                ]
            )
            for side in (1, -1)
        ]
        return np.asarray(sides[0] & sides[1], dtype=np.bool_)

    def _scores(self, circles: _Floats) -> _Floats:
        """Score many circles: roughly all, and closely those that do well."""
        x, y, radius = (column[:, None] for column in circles.T)
        on, seen = self._looked_up(x + radius * _COS, y + radius * _SIN, is_exact=False)
        share = seen.mean(axis=1)
        score = np.where(
            share < _LEAST_VISIBLE, -1.0, on.sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
        )
        close = np.argsort(score)[::-1][:_CLOSELY]
        x, y, radius = x[close], y[close], radius[close]
        sides = []
        for side in (1, -1):
            found = np.zeros(on[close].shape, dtype=bool)
            for offset in _FLANKS_MM:
                reach = radius + side * offset * self._px
                found |= self._falls(x + reach * _COS, y + reach * _SIN, side * _COS, side * _SIN)
            sides.append(found)
        visible = np.maximum(seen[close].sum(axis=1), 1)
        close_score = (sides[0].sum(axis=1) + sides[1].sum(axis=1)) / (2 * visible)
        final = np.full(len(circles), -1.0)
        # Of two that fit alike the one that shows more of itself is the likelier.
        final[close] = np.where(score[close] > 0, close_score * (0.7 + 0.3 * share[close]), -1.0)
        return final

    def _falls(
        self, xs: _Floats, ys: _Floats, normal_x: _Floats, normal_y: _Floats
    ) -> NDArray[np.bool_]:
        rows, columns = self._ink.shape
        column = np.clip(np.rint(xs), 0, columns - 1).astype(np.int64)
        row = np.clip(np.rint(ys), 0, rows - 1).astype(np.int64)
        fall = self._slope_x[row, column] * normal_x + self._slope_y[row, column] * normal_y
        return np.asarray(fall < -_STRAIGHT, dtype=np.bool_)

    def _looked_up(
        self, xs: _Floats, ys: _Floats, *, is_exact: bool
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        rows, columns = self._ink.shape
        column, row = np.rint(xs).astype(np.int64), np.rint(ys).astype(np.int64)
        seen = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        where = self._ink if is_exact else self._near
        inked = where[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)] > 0
        return inked & seen, seen

    def _scored(self, ring: Ring) -> Ring:
        _, seen = self.bins(ring)
        share = float(seen.mean())
        score = float((self.flanks(ring) & seen).sum() / max(seen.sum(), 1))
        worth = score * (0.7 + 0.3 * share) if share >= _LEAST_VISIBLE else -1.0
        return replace(ring, score=worth)

    def _refined(self, points: _Floats, circle: _Floats) -> Ring:
        """Lay the circle through the middle of the ink that it passes."""
        x, y, radius = (float(value) for value in circle)
        best = self._scored(Ring(x=x, y=y, across=radius, down=radius))
        for reach in (1.2, 0.8):
            distance = np.hypot(points[:, 0] - best.x, points[:, 1] - best.y)
            close = points[np.abs(distance - best.across) < reach * self._px]
            if len(close) < 12:  # noqa: PLR2004 - fewer points of ink settle nothing
                break
            design = np.column_stack([2 * close, np.ones(len(close))])
            (x, y, rest), *_ = np.linalg.lstsq(design, (close**2).sum(axis=1), rcond=None)
            radius = float(np.sqrt(max(rest + x * x + y * y, 1.0)))
            moved = self._scored(Ring(x=float(x), y=float(y), across=radius, down=radius))
            if moved.score < best.score:
                break
            best = moved
        return best

    def _pressed(self, pool: _Floats, tilt: float, aspect: float) -> Iterator[Ring]:
        """Give the few best ellipses of one tilt and one proportion."""
        turn = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
        pressed = (pool @ turn.T) / (aspect, 1.0)
        reach = 2 * _MOST_RADIUS_MM * self._px
        circles = through_three(pressed, self._random, reach, _PRESSED_TRIPLES)
        radii = circles[:, 2] / self._px
        circles = circles[(radii > _LEAST_DOWN_MM) & (radii * aspect < _MOST_RADIUS_MM)]
        if not len(circles):
            return
        x, y, radius = (column[:, None] for column in circles.T)
        along, beside = aspect * (x + radius * _COS), y + radius * _SIN
        xs, ys = (along * turn[0, n] + beside * turn[1, n] for n in (0, 1))
        on, seen = self._looked_up(xs, ys, is_exact=False)
        share = on.sum(axis=1) / np.maximum(seen.sum(axis=1), 1) * seen.mean(axis=1)
        for best in np.argsort(share)[::-1][:_PRESSED_KEPT]:
            middle = np.array([circles[best, 0] * aspect, circles[best, 1]]) @ turn
            down = float(circles[best, 2])
            yield Ring(
                x=float(middle[0]), y=float(middle[1]), across=down * aspect, down=down, tilt=tilt
            )

    def _refitted(self, points: _Floats, ring: Ring) -> Ring:
        moved = points - (ring.x, ring.y)
        along = moved[:, 0] * np.cos(ring.tilt) + moved[:, 1] * np.sin(ring.tilt)
        beside = moved[:, 1] * np.cos(ring.tilt) - moved[:, 0] * np.sin(ring.tilt)
        distance = np.hypot(along / ring.across, beside / ring.down)
        close = points[np.abs(distance - 1) < 1.2 * self._px / ring.down]
        refitted = self._ellipse_of(close) if len(close) > 20 else None  # noqa: PLR2004 - as above
        if refitted is None:
            return ring
        return max(ring, self._scored(refitted), key=lambda one: one.score)

    def _ellipse_of(self, points: _Floats) -> Ring | None:
        (x, y), (first, second), degrees = cv2.fitEllipseDirect(points.astype(np.float32))
        across, down, tilt = first / 2, second / 2, np.radians(degrees)
        if down > across:
            across, down, tilt = down, across, tilt + np.pi / 2
        least, most = (_LEAST_RADIUS_MM + 2) * self._px, _MOST_RADIUS_MM * self._px
        is_like_a_seal = least < across < most and _ASPECTS[0] < across / max(down, 1) < _ASPECTS[1]
        if not is_like_a_seal or not np.isfinite([x, y]).all():
            return None
        return Ring(x=x, y=y, across=across, down=down, tilt=float(tilt))


def _slopes(red: Picture) -> tuple[_Floats, _Floats]:
    """Give at each pixel the direction in which ink grows, of length one; none where it is even."""
    smooth = cv2.GaussianBlur(red.astype(np.float64), (0, 0), 0.9)
    along = cv2.Sobel(smooth, cv2.CV_64F, 1, 0, ksize=3)
    down = cv2.Sobel(smooth, cv2.CV_64F, 0, 1, ksize=3)
    length = np.asarray(np.hypot(along, down), dtype=np.float64)
    length[length < _LEAST_SLOPE] = np.inf
    return np.asarray(along / length), np.asarray(down / length)
