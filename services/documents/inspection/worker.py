"""Opens one file after another and tells what it found; runs in a process that may crash.

A line of JSON on standard input is a question, a line on standard output its answer. The process
ends with its standard input, so that it never outlives the service.
"""

import json
import resource
import sys
import warnings
from dataclasses import asdict
from pathlib import Path

import pikepdf
import pylibmagic
import pypdfium2
from PIL import Image, UnidentifiedImageError

# isort: split
# pylibmagic must come first: it tells the loader of ``magic`` where the C library lies.
import magic

from services.documents.domain.acceptance import FileFacts
from services.documents.inspection import containers

_PDF = "application/pdf"
#: What libmagic says of some packages is their program's type, found by the order of their entries: ours reads them.
_ZIP = "application/zip"
_IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
#: The end marker stands in the last bytes of a PDF (ISO 32000-1 annex H.3, note 18).
_TAIL_BYTES = 1024
#: What one file may make us allocate; beyond it the worker fails, not the machine.
_ADDRESS_SPACE_BYTES = 2 * 2**30


def serve() -> None:
    """Answer questions until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
    # Pillow's own limit would raise in the middle of things; ours is checked before decoding.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    detector = magic.Magic(mime=True, magic_file=str(pylibmagic.data.joinpath("magic.mgc")))
    for line in sys.stdin:
        question = json.loads(line)
        facts = inspect_file(detector, Path(question["path"]), max_pixels=question["max_pixels"])
        sys.stdout.write(json.dumps(asdict(facts)) + "\n")
        sys.stdout.flush()


def inspect_file(detector: magic.Magic, path: Path, *, max_pixels: int) -> FileFacts:
    """Find out what a file is and whether it opens; an image beyond the limit is not decoded."""
    with path.open("rb") as file:
        begins_as_pdf = file.read(5) == b"%PDF-"
    detected_type: str = detector.from_file(str(path))
    is_encrypted, is_openable, page_count, pixel_count = False, False, 0, 0
    if detected_type == _PDF and begins_as_pdf:
        is_encrypted, page_count = _open_pdf(path)
        is_openable = page_count > 0
    elif detected_type in _IMAGE_FORMATS:
        is_openable, pixel_count = _open_image(path, _IMAGE_FORMATS[detected_type], max_pixels)
        page_count = 1 if is_openable else 0
    elif detected_type == containers.TIFF:
        is_openable, page_count, pixel_count = containers.open_frames(path, max_pixels)
    elif containers.is_mp4(path):
        detected_type, is_openable = containers.MP4, containers.is_whole_mp4(path)
        page_count = 1 if is_openable else 0
    elif containers.begins_as_zip(path):
        found, is_encrypted, is_openable = containers.open_package(path)
        detected_type, page_count = found or _ZIP, 1 if is_openable else 0
    return FileFacts(
        detected_type=detected_type,
        begins_as_pdf=begins_as_pdf,
        is_encrypted=is_encrypted,
        is_openable=is_openable,
        page_count=page_count,
        pixel_count=pixel_count,
    )


def _open_pdf(path: Path) -> tuple[bool, int]:
    try:
        with pikepdf.open(path) as pdf:
            # An owner's password alone lets everybody read, but not copy or print: refused too.
            if pdf.is_encrypted:
                return True, 0
            page_count = len(pdf.pages)
    except pikepdf.PasswordError:
        return True, 0
    except (pikepdf.PdfError, ValueError, RuntimeError, MemoryError, OSError):
        return False, 0
    if not _has_end_marker(path) or not _all_pages_load(path, page_count):
        return False, 0
    return False, page_count


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


def _open_image(path: Path, image_format: str, max_pixels: int) -> tuple[bool, int]:
    pixel_count = 0
    try:
        with Image.open(path, formats=[image_format]) as image:
            pixel_count = image.width * image.height
            if pixel_count > max_pixels:
                return False, pixel_count
            # JPEG can be decoded at an eighth of its size: all of the file is read all the same.
            image.draft("L", (max(image.width // 8, 1), max(image.height // 8, 1)))
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
        return False, pixel_count
    return True, pixel_count
