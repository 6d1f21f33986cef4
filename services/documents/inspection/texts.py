"""Reads the text of a file, page by page, as far as it takes to find marks of classification."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pypdfium2

from services.documents.domain.secrecy_marks import MOST_MARKS, Mark, marks_in

#: Where the words of a DOCX or XLSX are.
_WORDS = re.compile(r"(?:word|xl)/(?:[a-z]+/)?[A-Za-z]+[0-9]*\.xml")
_ENDS_OF_LINES = re.compile(r"</w:p>|</si>|</c>|<w:br/>|</row>")
_TAGS = re.compile(r"<[^>]*>")
#: More words than this are in no form and no report.
_MOST_BYTES = 64 * 2**20


def marks_of(path: Path) -> list[Mark]:
    """Find the marks in a file; what has no text has none."""
    marks: list[Mark] = []
    for page, text in _texts_of(path):
        marks += [Mark(text=found, page=page) for found in marks_in(text)]
        if len(marks) >= MOST_MARKS:
            break
    return marks[:MOST_MARKS]


def _texts_of(path: Path) -> Iterator[tuple[int | None, str]]:
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        yield from _texts_of_pages(path)
    elif head.startswith(b"PK"):
        yield from _texts_of_package(path)


def _texts_of_pages(path: Path) -> Iterator[tuple[int | None, str]]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(pdf)):
            page = pdf[number]
            words = page.get_textpage()
            yield number + 1, words.get_text_bounded()
            words.close()
            page.close()
    finally:
        pdf.close()


def _texts_of_package(path: Path) -> Iterator[tuple[int | None, str]]:
    left = _MOST_BYTES
    with zipfile.ZipFile(path) as package:
        for entry in package.infolist():
            if not _WORDS.fullmatch(entry.filename):
                continue
            with package.open(entry) as file:
                data = file.read(left)
            left -= len(data)
            lines = _ENDS_OF_LINES.sub("\n", data.decode("utf-8", "replace"))
            yield None, unescape(_TAGS.sub("", lines))
