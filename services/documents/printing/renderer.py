"""Puts a print job into the words and places of its layout, with a code on each page, and has it set.

How it is set, and why the same job gives the same bytes, stands in ``shared/typesetting.py``.
"""

import io
from collections.abc import Mapping
from pathlib import Path

import pikepdf

from services.documents.domain.layouts import Layout, Layouts
from services.documents.printing.column_widths import column_widths
from services.documents.printing.page_marks import page_marks
from shared.contracts.printing import (
    PrintedField,
    PrintedSection,
    PrintedTable,
    PrintJob,
)
from shared.typesetting import CHINA, Typesetter

_TEMPLATES = Path(__file__).parent
_MARK_LENGTH = 16
#: Codes drawn before the number of pages is known: a form is rarely longer, and then set once.
_FIRST_GUESS = 24


class FormRenderer:
    """Turns print jobs into PDF/A-2b, a few at a time."""

    def __init__(self, layouts: Layouts, *, threads: int) -> None:
        self._layouts = layouts
        self._typesetter = Typesetter(_TEMPLATES / "application-form.typ", threads=threads)

    @property
    def covered(self) -> frozenset[int]:
        """Tell which characters the font has."""
        return self._typesetter.covered

    async def render(self, job: PrintJob, print_sha256: str) -> bytes:
        """Give the PDF of a job; its pages' codes are derived from the job's digest."""
        layout = self._layouts[job.layout]
        return await self._typesetter.run(lambda: self._render(job, layout, print_sha256))

    def close(self) -> None:
        """Finish what is being printed and stop."""
        self._typesetter.close()

    def _render(self, job: PrintJob, layout: Layout, print_sha256: str) -> bytes:
        """Set a job once; a long one twice, because its pages are counted by setting them."""
        data = self.content_of(job)
        drawn = page_marks(print_sha256, range(1, _FIRST_GUESS + 1), layout.page_code)
        pdf = self._set(job, layout, data | {"page_marks": drawn})
        pages = _page_count(pdf)
        if pages <= _FIRST_GUESS:
            return pdf
        more = page_marks(print_sha256, range(_FIRST_GUESS + 1, pages + 1), layout.page_code)
        return self._set(job, layout, data | {"page_marks": drawn + more})

    def _set(self, job: PrintJob, layout: Layout, data: dict[str, object]) -> bytes:
        return self._typesetter.typeset_here(
            "job", data, dated=job.document_date, template=_TEMPLATES / layout.template
        )

    def content_of(self, job: PrintJob) -> dict[str, object]:
        """Put a job's words into the places that its template knows; the pages' codes come beside them."""
        layout = self._layouts[job.layout]
        words = layout.words
        return {
            "title": self._text(job.title),
            "subtitle": self._text(job.subtitle),
            "addressee": None if job.addressee is None else self._text(job.addressee),
            "is_official": layout.is_official,
            "words": dict(words),
            "page_code_side_mm": layout.page_code.side_mm,
            "foot": _foot(job, words),
            "signed": _filled(words.get("signed", ""), job),
            "cover": [self._field(field) for field in job.cover],
            "marks": _marks(job, words) if job.application_id else [],
            "commitment": None
            if job.commitment is None
            else {
                "heading": self._text(job.commitment.heading),
                "paragraphs": [self._text(each) for each in job.commitment.paragraphs],
            },
            "sections": [self._section(section) for section in job.sections],
            "enclosures": [self._text(line) for line in job.enclosures],
            "signature_lines": [self._text(line) for line in job.signature_lines],
        }

    def _section(self, section: PrintedSection) -> dict[str, object]:
        return {
            "heading": self._text(section.heading),
            "paragraphs": [self._text(paragraph) for paragraph in section.paragraphs],
            "fields": [self._field(field) for field in section.fields],
            "tables": [self._table(table) for table in section.tables],
        }

    def _table(self, table: PrintedTable) -> dict[str, object]:
        return {
            "caption": self._text(table.caption),
            "columns": [self._text(column) for column in table.columns],
            "widths": column_widths(table),
            "rows": [[self._text(cell) for cell in row] for row in table.rows],
        }

    def _field(self, field: PrintedField) -> dict[str, str]:
        return {"label": self._text(field.label), "value": self._text(field.value)}

    def _text(self, text: str) -> str:
        return self._typesetter.printable(text)


def _foot(job: PrintJob, words: Mapping[str, str]) -> list[str]:
    """Give the lines by which people name the paper, on each of its pages."""
    if job.application_id is None:
        return [f"{words['hand_in_id']} {job.hand_in_id}"]
    return [f"{words['form_code']} {job.form_code}", _filled(words["revision"], job)]


def _marks(job: PrintJob, words: Mapping[str, str]) -> list[dict[str, str]]:
    date = job.document_date.astimezone(CHINA)
    rows = (
        ("application_id", job.application_id),
        ("revision_label", _filled(words["revision"], job)),
        ("revised_at", f"{date.year}年{date.month}月{date.day}日 {date:%H:%M}（北京时间）"),
        ("form_code", job.form_code),
        # In groups, so that it breaks evenly and two readers can compare it aloud.
        ("content_digest", " ".join(_groups(job.content_sha256))),
    )
    return [{"label": words[word], "value": str(value)} for word, value in rows]


def _filled(text: str, job: PrintJob) -> str:
    filled = text.replace("{revision}", str(job.revision_number))
    return filled.replace("{form_code}", str(job.form_code))


def _groups(digest: str) -> list[str]:
    return [digest[start : start + _MARK_LENGTH] for start in range(0, len(digest), _MARK_LENGTH)]


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
