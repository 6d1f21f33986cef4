"""Makes scans of generated sheets and has them read."""

import io
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from services.documents.domain.page_codes import page_code
from services.documents.domain.scan_expectation import ExpectedPrint, ScanExpectation
from services.documents.domain.scan_reading import PageReading, ScanReading
from services.documents.reading.scan import read_scan
from tests.documents.reading.generated.paper import SheetPlan, printed
from tests.documents.reading.generated.scanner import Scanner, bound, scanned
from tests.documents.reading.generated.stamps import Press, press

PRINT_SHA256 = "ab" * 32
CODES = tuple(page_code(PRINT_SHA256, page) for page in range(1, 7))
PRINT = ExpectedPrint(codes=CODES[:3], content_sha256=PRINT_SHA256, sealed_pages={1: "封面"})


def a_sheet(plan: SheetPlan, scanner: Scanner, *seals: Press) -> Image.Image:
    """Print, stamp and scan a sheet."""
    sheet = printed(plan, scanner.dpi)
    for seal in seals:
        sheet = press(sheet, seal, scanner.dpi)
    return scanned(sheet, scanner)


def a_scan(plans: Sequence[SheetPlan], scanner: Scanner, *seals: Press) -> bytes:
    """Bind sheets into a PDF, all scanned the same way and stamped alike."""
    scanners = [replace(scanner, seed=number) for number, _ in enumerate(plans, start=1)]
    pages = [a_sheet(plan, one, *seals) for plan, one in zip(plans, scanners, strict=True)]
    return bound(pages, scanners)


def in_format(image: Image.Image, image_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def read(
    data: bytes, *, media_type: str = "application/pdf", expectation: ScanExpectation | None = None
) -> ScanReading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan")
        path.write_bytes(data)
        return read_scan(
            path,
            media_type=media_type,
            expectation=expectation or ScanExpectation(),
            folder=Path(folder),
        )


def read_sheet(plan: SheetPlan, scanner: Scanner, *seals: Press) -> PageReading:
    """Read one sheet that was scanned as a PDF."""
    return read(bound([a_sheet(plan, scanner, *seals)], [scanner])).pages[0]
