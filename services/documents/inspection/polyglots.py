"""Finds out whether a file is also something else to a program that looks for it elsewhere."""

import re
import zipfile
from pathlib import Path

#: Readers of PDF search so far for its beginning, browsers for mark-up.
_HEAD_BYTES = 1024
_TAIL_BYTES = 64 * 1024
_PDF = b"%PDF-"
_END_OF_PDF = b"%%EOF"

_MARK_UP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|body|\?php)", re.IGNORECASE)
#: How a file of another kind begins.
_MAGIC = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"GIF8", b"#!")
_MAGIC_OF_PICTURES = (b"\xff\xd8\xff",)

#: How office files and OFD begin.
_PACKAGE = b"PK\x03\x04"


def is_polyglot(path: Path, detected_type: str) -> bool:
    """Tell whether the file would be taken for two different things."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(max(size - _TAIL_BYTES, 0))
        tail = file.read()
    if head.startswith(_PACKAGE):
        return _PDF in head
    if zipfile.is_zipfile(path):
        return True
    if _PDF in head:
        return not head.startswith(_PDF) or bool(_MARK_UP.search(head)) or _goes_on(tail)
    return detected_type.startswith("image/") and bool(_MARK_UP.search(head))


def _goes_on(tail: bytes) -> bool:
    """Tell whether something else begins behind the last end of a PDF."""
    before, marker, rest = tail.rpartition(_END_OF_PDF)
    del before
    behind = rest.lstrip(b"\r\n\t \x00")
    if not marker:
        return False
    return behind.startswith((*_MAGIC, *_MAGIC_OF_PICTURES)) or bool(
        _MARK_UP.search(behind[:_HEAD_BYTES])
    )
