"""Opens a PDF as far as it takes to know its pages, its dangers and whether it is whole."""

import mmap
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from services.documents.domain.dangers import Danger
from services.documents.inspection.pdf_dangers import Contents, look_through
from services.documents.inspection.streams import UnfoldsTooFar, require_sound_structure

#: The end marker stands in the last bytes of a PDF (ISO 32000-1 annex H.3, note 18).
_TAIL_BYTES = 1024

#: How the library names a tree of pages that is a circle, or hundreds of levels deep.
_PAGE_TREE = "/Pages structure"
_UNREADABLE = (
    *(pikepdf.PdfError, pikepdf.DataDecodingError, pikepdf.ForeignObjectError),
    *(ValueError, RuntimeError, MemoryError, OSError, AttributeError, TypeError, KeyError),
)


@dataclass(frozen=True, kw_only=True)
class PdfFacts:
    """What was found in a PDF."""

    is_encrypted: bool = False
    is_openable: bool = False
    page_count: int = 0
    #: Of the largest picture in it.
    most_pixels: int = 0
    dangers: Collection[Danger] = ()
    #: Readers had to mend it: its table of objects is wrong.
    is_mended: bool = False


def look_into_pdf(path: Path, *, max_pages: int) -> PdfFacts:
    """Tell what a PDF is; never raises for what is in it."""
    try:
        _require_structure(path)
    except UnfoldsTooFar:
        return PdfFacts(dangers=(Danger.INFLATES,))
    try:
        with pikepdf.open(path) as pdf:
            # An owner's password alone lets everybody read, but not copy or print: refused too.
            if pdf.is_encrypted:
                return PdfFacts(is_encrypted=True)
            page_count = len(pdf.pages)
            contents = look_through(pdf) if page_count <= max_pages else Contents()
            is_mended = bool(pdf.get_warnings())
    except pikepdf.PasswordError:
        return PdfFacts(is_encrypted=True)
    except _UNREADABLE as error:
        # The library tells it by its words alone, and opens no such file.
        is_hostile = _PAGE_TREE in str(error)
        return PdfFacts(dangers=(Danger.PAGE_TREE,) if is_hostile else ())
    is_openable = page_count > 0 and _has_end_marker(path)
    if is_openable and page_count <= max_pages and not contents.dangers:
        is_openable = _all_pages_load(path, page_count)
    return PdfFacts(
        is_openable=is_openable,
        page_count=page_count if is_openable else 0,
        most_pixels=contents.most_pixels,
        dangers=tuple(contents.dangers),
        is_mended=is_mended,
    )


def _require_structure(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        require_sound_structure(data)


def _has_end_marker(path: Path) -> bool:
    # qpdf and pdfium mend a file that was cut off by throwing the lost objects away, without an
    # error. A cut file has lost its end, while a merely sloppy one (wrong offsets, as some
    # scanners write) still has it: the one is refused, the other taken.
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL_BYTES, 0))
        return b"%%EOF" in file.read()


def _all_pages_load(path: Path, page_count: int) -> bool:
    try:
        pdf = pypdfium2.PdfDocument(path)
        try:
            if len(pdf) != page_count:
                return False
            for number in range(page_count):
                pdf[number].close()
        finally:
            pdf.close()
    except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
        return False
    return True
