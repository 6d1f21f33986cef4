"""Opens one file after another and tells what it found; runs in a process that may crash.

A line of JSON on standard input is a question, a line on standard output its answer. The process
ends with its standard input, so that it never outlives the service.
"""

import importlib
import json
import math
import resource
import sys
import warnings
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pylibmagic
from PIL import Image, UnidentifiedImageError

# isort: split
# pylibmagic must come first: it tells the loader of ``magic`` where the C library lies.
import magic

from services.documents.domain.acceptance import FileFacts
from services.documents.domain.dangers import Danger
from services.documents.inspection import containers
from services.documents.inspection.package_dangers import HEAD as PACKAGE_HEAD
from services.documents.inspection.package_dangers import dangers_of_package
from services.documents.inspection.pdf_files import PdfFacts, look_into_pdf
from services.documents.inspection.polyglots import is_polyglot
from services.documents.inspection.texts import marks_of

_PDF = "application/pdf"
#: What libmagic says of some packages is their program's type, found by the order of their entries: ours reads them.
_ZIP = "application/zip"
_IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
#: Wishes that draw, by their functions; what they stand on is loaded by the process that is asked for one, and by no other.
_ERRANDS = {"page": "draw_page"}
_ERRANDS_MODULE = "services.documents.reading.errands"
#: What one file may make us allocate; beyond it the worker fails, not the machine.
_ADDRESS_SPACE_BYTES = 2 * 2**30
_OPEN_FILES = 64
#: What the step that reads scans wishes for → the function that does it.
_SCAN_ERRANDS = {"scan": "read", "crops": "cut"}


def serve() -> None:
    """Answer questions until standard input ends."""
    confine()
    # Pillow's own limit would raise in the middle of things; ours is checked before decoding.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    detector = magic.Magic(mime=True, magic_file=str(pylibmagic.data.joinpath("magic.mgc")))
    for line in sys.stdin:
        answer = _answer(detector, json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def confine() -> None:
    """Bound what a hostile file can make this process take: memory, files, and a dump of its memory."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def allow_cpu(seconds: int) -> None:
    """Have the system end this process when one question takes more processor time than this."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _answer(detector: magic.Magic, question: dict[str, Any]) -> object:
    allow_cpu(question["cpu_s"])
    if question["wish"] in _ERRANDS:
        answer: object = getattr(import_module(_ERRANDS_MODULE), _ERRANDS[question["wish"]])(
            question
        )
        return answer
    path = Path(question["path"])
    if question["wish"] in _SCAN_ERRANDS:
        # Loaded when first wished for: the libraries for pictures are large, and uploads do not need them.
        errands = importlib.import_module("services.documents.reading.step_errands")
        return getattr(errands, _SCAN_ERRANDS[question["wish"]])(question)
    if question["wish"] == "marks":
        return {"marks": [asdict(mark) for mark in marks_of(path)]}
    facts = inspect_file(
        detector, path, max_pixels=question["max_pixels"], max_pages=question["max_pages"]
    )
    return asdict(facts)


def inspect_file(
    detector: magic.Magic, path: Path, *, max_pixels: int, max_pages: int
) -> FileFacts:
    """Find out what a file is and whether it opens; what is beyond a limit is not decoded."""
    with path.open("rb") as file:
        head = file.read(5)
    begins_as_pdf = head == b"%PDF-"
    detected_type: str = detector.from_file(str(path))
    pdf = PdfFacts()
    if detected_type == _PDF and begins_as_pdf:
        pdf = look_into_pdf(path, max_pages=max_pages)
        found = _Opened(pdf.is_openable, pdf.page_count, pdf.most_pixels, pdf.is_encrypted)
    else:
        detected_type, found = _open_other(path, detected_type, max_pixels)
    dangers = set(pdf.dangers)
    if head.startswith(PACKAGE_HEAD):
        dangers |= dangers_of_package(path)
    if is_polyglot(path, detected_type):
        dangers.add(Danger.POLYGLOT)
    return FileFacts(
        detected_type=detected_type,
        begins_as_pdf=begins_as_pdf,
        is_encrypted=found.is_encrypted,
        is_openable=found.is_openable,
        page_count=found.page_count,
        pixel_count=found.pixel_count,
        dangers=tuple(sorted(dangers)),
        is_mended=pdf.is_mended,
    )


class _Opened(NamedTuple):
    """What opening a file came to."""

    is_openable: bool = False
    page_count: int = 0
    pixel_count: int = 0
    is_encrypted: bool = False


def _open_other(path: Path, detected_type: str, max_pixels: int) -> tuple[str, _Opened]:
    """Open what is no PDF; the type as it is found inside."""
    if detected_type in _IMAGE_FORMATS:
        is_openable, pixels = _open_image(path, _IMAGE_FORMATS[detected_type], max_pixels)
        return detected_type, _Opened(is_openable, int(is_openable), pixels)
    if detected_type == containers.TIFF:
        return detected_type, _Opened(*containers.open_frames(path, max_pixels))
    if containers.is_mp4(path):
        is_whole = containers.is_whole_mp4(path)
        return containers.MP4, _Opened(is_whole, int(is_whole))
    if containers.begins_as_zip(path):
        found, is_encrypted, is_openable = containers.open_package(path)
        opened = _Opened(is_openable, int(is_openable), is_encrypted=is_encrypted)
        return found or _ZIP, opened
    return detected_type, _Opened()


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
