"""The layouts that come with the service, and prints of sample jobs."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pypdfium2
import yaml

import services.documents
from services.documents.domain.layouts import Layouts, layouts_from
from services.documents.printing.renderer import FormRenderer
from shared.contracts.printing import PrintJob
from tests.documents import samples

LAYOUTS_FILE = Path(services.documents.__path__[0]) / "data" / "layouts.yaml"

#: The digest of a sample print, from which its codes are derived.
PRINT_SHA256 = hashlib.sha256(b"a print").hexdigest()


def shipped_layouts() -> Layouts:
    return layouts_from(yaml.safe_load(LAYOUTS_FILE.read_text(encoding="utf-8")))


def render(renderer: FormRenderer, **changes: Any) -> bytes:
    job = PrintJob.model_validate(samples.a_print_job(**changes))
    return asyncio.run(renderer.render(job, PRINT_SHA256))


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        return pages
    finally:
        document.close()
