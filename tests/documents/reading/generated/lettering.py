"""Letters of two families for what is generated: one to tune with, one held out.

One Chinese typeface comes with the environment. The held-out family is the same skeleton made condensed and bold,
as letters on seals are cut: other stroke widths and proportions, not another designer's hand.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path

import cvttf_NotoSansCJK_Regular
from PIL import Image, ImageDraw, ImageFont


class Family(StrEnum):
    """Which half of the generated world something belongs to."""

    TUNING = "tuning"
    HELD_OUT = "held-out"


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    folder = Path(cvttf_NotoSansCJK_Regular.__file__).parent
    return ImageFont.truetype(next(folder.glob("*.otf")), max(size, 4))


@cache
def letters(text: str, size: int, family: Family) -> Image.Image:
    """Draw a line of text as a mask, as tight as its box."""
    is_bold = family is Family.HELD_OUT
    stroke = max(round(size * 0.035), 1) if is_bold else 0
    left, top, right, bottom = font(size).getbbox(text, stroke_width=stroke)
    mask = Image.new("L", (max(int(right - left), 1), max(int(bottom - top), 1)), 0)
    ImageDraw.Draw(mask).text((-left, -top), text, font=font(size), fill=255, stroke_width=stroke)
    if is_bold:
        return mask.resize(
            (max(round(mask.width * 0.76), 1), mask.height), Image.Resampling.BILINEAR
        )
    return mask


def write(
    sheet: Image.Image,
    place: tuple[float, float],
    text: str,
    size: int,
    family: Family,
    ink: tuple[int, int, int] = (25, 25, 28),
) -> None:
    mask = letters(text, size, family)
    sheet.paste(ink, (round(place[0]), round(place[1])), mask)
