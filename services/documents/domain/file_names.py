"""File names as people type them: everything readable survives, what deceives the eye does not."""

import unicodedata

from services.documents.domain.errors import FileNameRefused
from shared.errors import Fault
from shared.text import Text

MAX_CHARACTERS = 512

#: Embeddings, overrides and isolates: with them "fdp.exe" can be shown as "exe.pdf".
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Marks that belong to names in right-to-left scripts: taken, but shown, as they move what stands beside them.
_DIRECTION_MARKS = {"\u200e": "‹LRM›", "\u200f": "‹RLM›", "\u061c": "‹ALM›"}
#: Control characters, lone surrogates, line and paragraph separators.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def visible_file_name(name: str) -> str:
    """Write marks of direction as text; composed and decomposed letters stay as they were typed."""
    return "".join(_DIRECTION_MARKS.get(character, character) for character in name)


def require_file_name(name: str, *, pointer: str = "/file_name") -> str:
    """Give the name back unchanged, or raise FileNameRefused with every reason."""
    faults = [
        Fault(pointer=pointer, code=code, message=message) for code, message in _reasons(name)
    ]
    if faults:
        raise FileNameRefused(faults=faults)
    return name


def _reasons(name: str) -> list[tuple[str, Text]]:
    reasons = []
    if not name.strip() or name in {".", ".."}:
        reasons.append(("blank", Text(zh="文件名为空", en="the name is blank")))
    if len(name) > MAX_CHARACTERS:
        limit = Text(zh="文件名超过 {limit} 个字符", en="the name has more than {limit} characters")
        reasons.append(("too-long", limit.fill(limit=MAX_CHARACTERS)))
    if "/" in name or "\\" in name:
        slash = Text(zh="文件名含有斜线", en="the name contains a slash")
        reasons.append(("slash", slash))
    if any(unicodedata.category(character) in _REFUSED_CATEGORIES for character in name):
        control = Text(zh="文件名含有控制字符", en="the name contains control characters")
        reasons.append(("control-character", control))
    if not _DIRECTION_CONTROLS.isdisjoint(name):
        direction = Text(
            zh="文件名含有改变文字方向的字符",
            en="the name contains characters that turn the direction of text",
        )
        reasons.append(("direction-control", direction))
    return reasons
