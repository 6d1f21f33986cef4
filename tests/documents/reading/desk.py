"""Makes scans of generated sheets and has them read."""

import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typst
from PIL import Image

from services.documents.domain.page_codes import page_code
from services.documents.domain.scan_expectation import ExpectedPrint, ScanExpectation
from services.documents.domain.scan_reading import PageReading, ScanReading
from services.documents.reading.scan import read_scan
from shared.fonts import font_folder
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


def a_text_pdf(*pages: str) -> bytes:
    """Set text as a PDF that has it as text."""
    body = "\n#pagebreak()\n".join(
        f'#for line in json(bytes(sys.inputs.text)).at({at}).split("\\n") [ #line \\ ]'
        for at, _ in enumerate(pages)
    )
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()]
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "text.typ")
        source.write_text(
            '#set text(font: "Noto Sans CJK TC", cjk-latin-spacing: none)\n' + body,
            encoding="utf-8",
        )
        compiler = typst.Compiler(source, font_paths=fonts, ignore_system_fonts=True)
        pdf = compiler.compile(format="pdf", sys_inputs={"text": json.dumps(pages)})
    assert isinstance(pdf, bytes)
    return pdf


def read_file(
    path: Path,
    folder: Path,
    *,
    media_type: str = "application/pdf",
    expectation: ScanExpectation | None = None,
) -> ScanReading:
    return read_scan(
        path, media_type=media_type, expectation=expectation or ScanExpectation(), folder=folder
    )


def read(
    data: bytes, *, media_type: str = "application/pdf", expectation: ScanExpectation | None = None
) -> ScanReading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan")
        path.write_bytes(data)
        return read_file(path, Path(folder), media_type=media_type, expectation=expectation)


def read_sheet(plan: SheetPlan, scanner: Scanner, *seals: Press) -> PageReading:
    """Read one sheet that was scanned as a PDF."""
    return read(bound([a_sheet(plan, scanner, *seals)], [scanner])).pages[0]
