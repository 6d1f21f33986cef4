"""The timeline in the terminal: business time, who, what, with which result; columns that line up."""

import unicodedata
from collections.abc import Callable
from datetime import datetime

from services.scenarios.wording import in_china

#: Columns of the terminal; a Chinese character takes two of them.
_WHO_WIDTH = 12
_WHAT_WIDTH = 57
_INDENT = " " * 21


class Timeline:
    """Prints what happens, act by act."""

    def __init__(self, write: Callable[[str], None], business_time: Callable[[], datetime]) -> None:
        self._write = write
        self.business_time = business_time

    def act(self, title: str) -> None:
        """Begin an act."""
        self._write(f"\n── {title} " + "─" * max(2, 100 - columns_of(title)))

    def tell(self, who: str, what: str, result: str) -> None:
        """Tell one step; its time is the business clock's."""
        at = in_china(self.business_time(), seconds=True)
        line = f"{at}  {padded(who, _WHO_WIDTH)}{padded(what, _WHAT_WIDTH)}{result}"
        self._write(line.rstrip())

    def note(self, text: str) -> None:
        """Add a line that is nobody's step."""
        self._write(f"{_INDENT}{text}")

    def copy(self, line: str) -> None:
        """Take over a line from another timeline, as it is."""
        self._write(line)


def padded(text: str, columns: int) -> str:
    """Fill a text up to a width in columns of the terminal."""
    return text + " " * max(2, columns - columns_of(text))


def columns_of(text: str) -> int:
    """Count the columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
