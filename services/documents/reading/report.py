"""Takes the text of a maturity report out of its PDF; a scanned report has none."""

from contextlib import closing
from pathlib import Path

import pypdfium2
import yaml

from services.documents.domain.report_text import Labels, find_report_values
from services.documents.domain.scan_expectation import Limits
from services.documents.domain.scan_reading import ReportText

_LABELS_FILE = Path(__file__).parents[1] / "data" / "report_labels.yaml"
#: Of one page; a report has no more, and a hostile file may have millions.
_CHARACTERS = 200_000


def report_labels(file: Path = _LABELS_FILE) -> Labels:
    """Read under which words a report may state its figures."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(field): [str(word) for word in words] for field, words in data["labels"].items()}


def page_texts(path: Path, limits: Limits) -> list[str]:
    """Give the text of each page; empty where there is none."""
    texts = []
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(min(len(document), limits.max_pages)):
            try:
                with closing(document[number]) as page, closing(page.get_textpage()) as text:
                    texts.append(text.get_text_range(0, min(text.count_chars(), _CHARACTERS)))
            except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
                texts.append("")
    return texts


def read_report(path: Path, limits: Limits) -> ReportText:
    """Find the figures that a maturity report states."""
    return find_report_values(page_texts(path, limits), report_labels())
