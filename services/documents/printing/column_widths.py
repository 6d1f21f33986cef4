"""How the width of a table is shared out among its columns, from what stands in them.

Columns of equal width would break figures in the middle and leave a running number half a page.
"""

import re
import unicodedata

from shared.contracts.printing import PrintedTable

#: A column is never narrower, nor so wide that it starves the others; in ems.
_NARROWEST = 2.5
_WIDEST = 14.0
#: A head may stand on this many lines, a cell of text on half as many.
_HEAD_LINES = 3
_CELL_LINES = 2
#: A short cell such as 2024年 stays on one line; in ems.
_SHORT = 6.0

#: What stays on one line: a figure, a date, a word in letters.
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]+")
_LETTER_EM = 0.55


def column_widths(table: PrintedTable) -> list[int]:
    """Give each column's share, in hundredths of an em."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return [
        round(100 * _wish(head, cells)) for head, cells in zip(table.columns, columns, strict=True)
    ]


def _wish(head: str, cells: tuple[str, ...]) -> float:
    unbroken = [_width(run) for cell in (head, *cells) for run in _UNBROKEN.findall(cell)]
    lines = [_width(cell) / (1 if _width(cell) <= _SHORT else _CELL_LINES) for cell in cells]
    wanted = max([_NARROWEST, _width(head) / _HEAD_LINES, *unbroken, *lines])
    return min(wanted, _WIDEST) + 1


def _width(text: str) -> float:
    return sum(_LETTER_EM if unicodedata.east_asian_width(c) in "NaHn" else 1 for c in text)
