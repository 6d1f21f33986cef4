"""A round stamp (公章) with a star and a firm's name, drawn for the plays and saying that it is one."""

import math
from enum import StrEnum
from functools import cache

from PIL import Image, ImageChops, ImageDraw

from services.scenarios.fonts import drawing_font

#: What a firm's stamp measures across.
DIAMETER_MM = 42.0

#: Drawn large and then made small: edges come out smooth.
_SIDE = 840
_CENTRE = _SIDE / 2
_RING_WIDTH = 20
_STAR_RADIUS = 128
_NAME_RADIUS = 318
_NAME_SIZE = 92
#: Room for one character, however it is turned.
_TILE = 160
#: The name runs over the top, from left to right, through this much of the circle at most.
_NAME_ARC = 232.0
_MARK = "示例专用章"
_MARK_SIZE = 64

#: Nobody presses a stamp perfectly straight.
_TILT = 7.0


class Ink(StrEnum):
    """What the pad is soaked with: red as it should be, or what a clerk found in the drawer."""

    RED = "red"
    BLUE = "blue"


_COLOURS = {Ink.RED: (205, 24, 32), Ink.BLUE: (34, 58, 150)}


@cache
def draw_stamp(name: str, side_px: int, colour: Ink = Ink.RED) -> Image.Image:
    """Draw the stamp on white; multiplied with a page it lies on it like ink."""
    ink = Image.new("L", (_SIDE, _SIDE), 0)
    pen = ImageDraw.Draw(ink)
    pen.ellipse((10, 10, _SIDE - 10, _SIDE - 10), outline=255, width=_RING_WIDTH)
    pen.polygon(_star(), fill=255)
    font = drawing_font(_MARK_SIZE)
    pen.text((_CENTRE, _CENTRE + 208), _MARK, font=font, fill=255, anchor="mm")
    _write_round(ink, name)
    # Ink never covers paper evenly.
    grain = Image.effect_noise((_SIDE, _SIDE), 70).point(lambda value: min(255, value + 95))
    ink = ImageChops.multiply(ink, grain).rotate(_TILT, Image.Resampling.BICUBIC)
    stamp = Image.new("RGB", (_SIDE, _SIDE), "white")
    stamp.paste(_COLOURS[colour], mask=ink)
    return stamp.resize((side_px, side_px), Image.Resampling.LANCZOS)


def _star() -> list[tuple[float, float]]:
    """Give the corners of a five-pointed star that stands upright."""
    inner = _STAR_RADIUS * math.sin(math.radians(18)) / math.sin(math.radians(126))
    corners = []
    for number in range(10):
        radius = _STAR_RADIUS if number % 2 == 0 else inner
        angle = math.radians(36 * number - 90)
        corners.append((_CENTRE + radius * math.cos(angle), _CENTRE + radius * math.sin(angle)))
    return corners


def _write_round(ink: Image.Image, name: str) -> None:
    """Write a name along the upper part of the ring, each character with its foot to the centre."""
    step = min(_NAME_ARC / max(len(name) - 1, 1), 24.0)
    # A long name is cut in smaller letters, as on true stamps.
    font = drawing_font(min(_NAME_SIZE, round(math.radians(step) * _NAME_RADIUS)))
    for place, character in enumerate(name):
        turn = step * (place - (len(name) - 1) / 2)
        tile = Image.new("L", (_TILE, _TILE), 0)
        ImageDraw.Draw(tile).text(
            (_TILE / 2, _TILE / 2), character, font=font, fill=255, anchor="mm"
        )
        turned = tile.rotate(-turn, Image.Resampling.BICUBIC)
        across, up = math.sin(math.radians(turn)), math.cos(math.radians(turn))
        corner = (
            round(_CENTRE + _NAME_RADIUS * across - _TILE / 2),
            round(_CENTRE - _NAME_RADIUS * up - _TILE / 2),
        )
        ink.paste(255, corner, mask=turned)
