"""The Chinese font of everything that the plays draw: a fresh machine has none of its own."""

from functools import cache
from pathlib import Path

import cvttf_NotoSansCJK_Regular
from PIL import ImageFont

#: Where the wheel keeps its one font.
FONT_FOLDER = Path(cvttf_NotoSansCJK_Regular.__file__).parent


@cache
def drawing_font(size_px: int) -> ImageFont.FreeTypeFont:
    """Load the font for drawing on pictures."""
    return ImageFont.truetype(next(FONT_FOLDER.glob("*.otf")), size_px)
