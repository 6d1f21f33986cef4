"""Recognises marks of classification (密级标志) in text, and leaves talk about secrets alone.

State secrets bear 绝密, 机密 or 秘密 with a star, and often a period behind it (秘密★10年,
机密★启用前); trade secrets of state firms bear 核心商密 or 普通商密. Forms say of themselves that
they touch no 国家秘密、商业秘密: that is no mark.
"""

import re
import unicodedata
from dataclasses import dataclass

#: As many are told of one file; one is enough to close it.
MOST_MARKS = 50

_BLANK = r"[ \t\u00a0\u2000-\u200a]{0,4}"
_STAR = "[★☆⭐✩✭✮✯✰]"
_PERIOD = rf"(?:{_BLANK}(?:[0-9一二三四五六七八九十百]{{1,4}}{_BLANK}(?:年|个月|月|日|天)|长期|启用前|公布前|解密前|永久))"
_LEVEL = rf"(?:[绝絕]|[机機]|秘){_BLANK}密"
#: Invisible characters that a copy, or somebody, puts between.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u00ad]")

_MARKS = (
    # 商业秘密 ★ may be the end of a sentence and the bullet of the next: there a period decides.
    re.compile(rf"(?<!国家)(?<!商业)(?<!技术){_LEVEL}{_BLANK}{_STAR}{_PERIOD}?"),
    re.compile(rf"{_LEVEL}{_BLANK}{_STAR}{_PERIOD}"),
    # A star that was typed, or lost on the way, tells only together with a period.
    re.compile(rf"{_LEVEL}{_BLANK}[*＊]{_PERIOD}"),
    re.compile(rf"(?:核{_BLANK}心|普{_BLANK}通){_BLANK}商{_BLANK}密(?:{_BLANK}{_STAR}{_PERIOD}?)?"),
    # Written from top to bottom.
    re.compile(rf"(?m)^[ \t]*(?:[绝絕]|[机機]|秘)[ \t]*\n[ \t]*密[ \t]*\n[ \t]*{_STAR}"),
)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark as it stands in the text, and the page it is on."""

    text: str
    page: int | None = None


def marks_in(text: str) -> list[str]:
    """Give the marks in a text, each once, without the blanks in them."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.replace("\r\n", "\n")))
    plain = plain.replace("\r", "\n")
    found = (match.group(0) for pattern in _MARKS for match in pattern.finditer(plain))
    whole = list(dict.fromkeys("".join(each.split()) for each in found))
    # The same place may be found with its period and without.
    return [each for each in whole if not any(each != other and each in other for other in whole)][
        :MOST_MARKS
    ]
