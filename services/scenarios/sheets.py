"""The stack of sheets between printer and scanner, where pages get lost and others get in."""

import io
from contextlib import closing

import pypdfium2


def without_page(printed: bytes, number: int) -> bytes:
    """Leave a page of a print on the desk."""
    with closing(pypdfium2.PdfDocument(printed)) as document:
        kept = [place for place in range(len(document)) if place != number - 1]
        with closing(pypdfium2.PdfDocument.new()) as stack:
            stack.import_pages(document, kept)
            return _saved(stack)


def with_page_of(printed: bytes, other: bytes, number: int) -> bytes:
    """Put the page of another print where the page of this one belongs."""
    with (
        closing(pypdfium2.PdfDocument(printed)) as document,
        closing(pypdfium2.PdfDocument(other)) as stranger,
        closing(pypdfium2.PdfDocument.new()) as stack,
    ):
        for place in range(len(document)):
            stack.import_pages(stranger if place == number - 1 else document, [place])
        return _saved(stack)


def _saved(stack: pypdfium2.PdfDocument) -> bytes:
    buffer = io.BytesIO()
    stack.save(buffer)
    return buffer.getvalue()
