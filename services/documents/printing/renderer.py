"""Renders a print job with typst, in a few threads that each keep their compiler.

What a person typed travels as JSON in ``sys.inputs`` and is set as strings: it is never mark-up.
The same job gives the same bytes: nothing depends on the machine's clock, fonts or locale.
"""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from pathlib import Path

import typst

from services.documents.printing.column_widths import column_widths
from services.documents.printing.font import covered_characters, font_folder, printable
from shared.contracts.documents import PrintedField, PrintedSection, PrintedTable, PrintJob

_TEMPLATE = Path(__file__).with_name("form.typ")
#: Dates on paper are China's; it has had no summer time since 1991.
_CHINA = timezone(timedelta(hours=8))
_MARK_LENGTH = 16


class FormRenderer:
    """Turns print jobs into PDF/A-2b, a few at a time."""

    def __init__(self, *, threads: int) -> None:
        self._covered = covered_characters()
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[font_folder()],
        )
        self._compilers = threading.local()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="printing")

    async def render(self, job: PrintJob) -> bytes:
        """Give the PDF of a job."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._render, job)

    def close(self) -> None:
        """Finish what is being printed and stop."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _render(self, job: PrintJob) -> bytes:
        pdf = self._compiler().compile(
            format="pdf",
            sys_inputs={"job": json.dumps(self._data(job), ensure_ascii=False)},
            # Archives ask for PDF/A; level 2b is the plainest one that takes our font.
            pdf_standards=["a-2b"],
            # It wants a date; the revision's own makes a second print equal to the first.
            timestamp=job.document_date.astimezone(_CHINA).replace(microsecond=0),
        )
        if not isinstance(pdf, bytes):
            raise TypeError("typst gives one file for a PDF")
        return pdf

    def _compiler(self) -> typst.Compiler:
        # A compiler keeps its caches, so it is made once, and it is not for two threads at a time.
        compiler: typst.Compiler | None = getattr(self._compilers, "compiler", None)
        if compiler is None:
            compiler = typst.Compiler(_TEMPLATE, font_paths=self._fonts, ignore_system_fonts=True)
            self._compilers.compiler = compiler
        return compiler

    def _data(self, job: PrintJob) -> dict[str, object]:
        date = job.document_date.astimezone(_CHINA)
        digest = job.revision_sha256
        return {
            "title": self._text(job.title),
            "subtitle": self._text(job.subtitle),
            "form_code": job.form_code,
            "revision_mark": digest[:_MARK_LENGTH],
            "labels": {
                "form_code": "申报书编码",
                "revision": "定稿摘要",
                "signed": f"以下签章对应本申报书第 {job.revision_number} 版全部内容，编码 {job.form_code}。",
                "date_line": "日期：            年        月        日",
            },
            "cover": [self._field(field) for field in job.cover],
            "marks": [
                {"label": "申报编号", "value": job.application_id},
                {"label": "定稿版本", "value": f"第 {job.revision_number} 版"},
                {
                    "label": "定稿时间",
                    "value": f"{date.year}年{date.month}月{date.day}日 {date:%H:%M}（北京时间）",
                },
                {"label": "申报书编码", "value": job.form_code},
                # In groups, so that it breaks evenly and two readers can compare it aloud.
                {"label": "定稿摘要", "value": " ".join(_groups(digest))},
            ],
            "sections": [self._section(section) for section in job.sections],
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
        return printable(text, self._covered)


def _groups(digest: str) -> list[str]:
    return [digest[start : start + _MARK_LENGTH] for start in range(0, len(digest), _MARK_LENGTH)]
