"""Sets the papers that firms of the plays bring along, with the one Chinese font."""

import json
from datetime import datetime
from pathlib import Path

import typst

from services.scenarios.firm import JsonObject
from services.scenarios.fonts import FONT_FOLDER

_TEMPLATES = Path(__file__).parent / "data"


def typeset(template: str, name: str, content: JsonObject, *, dated: datetime) -> bytes:
    """Set a template with its content as a PDF; the same content gives the same bytes."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER]
    )
    compiler = typst.Compiler(_TEMPLATES / template, font_paths=fonts, ignore_system_fonts=True)
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={name: json.dumps(content, ensure_ascii=False)},
        timestamp=dated,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gives one file for a PDF")
    return pdf
