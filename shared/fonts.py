"""The one font of everything that is printed, and which characters it has.

The font comes in a wheel: a fresh machine has no Chinese font, and a system's font would make the
same form look different on each of them.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import cvttf_NotoSansCJK_Regular

#: Stands for a character that cannot be printed, as the geta mark has in type-setting since lead.
SUBSTITUTE = "〓"

#: Turn the direction of the text after them; printed they would falsify what was typed.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Variation selectors that only choose between text and emoji forms.
_EMOJI_SELECTORS = frozenset("\ufe0e\ufe0f")
#: Selectors of ideographic variants, which names of people need; the font knows them by another way.
_IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)

_CONTROLS = frozenset(range(0x20)) | frozenset(range(0x7F, 0xA0))

_SEGMENTED_COVERAGE = 12
_GROUP = struct.Struct(">III")


def font_folder() -> Path:
    """Tell in which folder the font's file lies."""
    return Path(cvttf_NotoSansCJK_Regular.__file__).parent


@cache
def covered_characters() -> frozenset[int]:
    """Read from the font's own table which code points it has."""
    data = next(font_folder().glob("*.otf")).read_bytes()
    # Fonts give controls a blank glyph; for us they are no characters.
    return _code_points(data, _table_offset(data, b"cmap")) - _CONTROLS


def printable(text: str, covered: frozenset[int]) -> str:
    """Make a text printable: what the font lacks becomes visible, what has no form is dropped.

    PDF/A refuses a document with a missing glyph as a whole, so nothing may be left to chance.
    """
    if all(ord(character) in covered for character in text):
        return text
    return "".join(_printable(character, covered) for character in text)


def _printable(character: str, covered: frozenset[int]) -> str:
    if character == "\n" or ord(character) in _IDEOGRAPHIC_SELECTORS:
        return character
    if character == "\t":
        return " "
    if character in _DIRECTION_CONTROLS:
        return SUBSTITUTE
    if unicodedata.category(character) == "Cf" or character in _EMOJI_SELECTORS | {"\r"}:
        return ""
    return character if ord(character) in covered else SUBSTITUTE


def _table_offset(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError("the font has no table of characters")


def _code_points(data: bytes, cmap: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * number)
        table = cmap + offset
        (table_format,) = struct.unpack_from(">H", data, table)
        if table_format == _SEGMENTED_COVERAGE:
            (groups,) = struct.unpack_from(">I", data, table + 12)
            return frozenset(
                code_point
                for group in range(groups)
                for first, last, _glyph in [_GROUP.unpack_from(data, table + 16 + 12 * group)]
                for code_point in range(first, last + 1)
            )
    raise ValueError("the font's table of characters is of a form that we do not read")
