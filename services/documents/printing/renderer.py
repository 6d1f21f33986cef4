"""Puts a print job into the words and places of the printed form, and has it set.

How it is set, and why the same job gives the same bytes, stands in ``shared/typesetting.py``.
"""

from pathlib import Path

from services.documents.printing.column_widths import column_widths
from shared.contracts.documents import PrintedField, PrintedSection, PrintedTable, PrintJob
from shared.typesetting import CHINA, Typesetter

_TEMPLATE = Path(__file__).with_name("form.typ")
_MARK_LENGTH = 16


class FormRenderer:
    """Turns print jobs into PDF/A-2b, a few at a time."""

    def __init__(self, *, threads: int) -> None:
        self._typesetter = Typesetter(_TEMPLATE, threads=threads)

    async def render(self, job: PrintJob) -> bytes:
        """Give the PDF of a job."""
        return await self._typesetter.typeset(
            "job", lambda: self._data(job), dated=job.document_date
        )

    def close(self) -> None:
        """Finish what is being printed and stop."""
        self._typesetter.close()

    def _data(self, job: PrintJob) -> dict[str, object]:
        date = job.document_date.astimezone(CHINA)
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
        return self._typesetter.printable(text)


def _groups(digest: str) -> list[str]:
    return [digest[start : start + _MARK_LENGTH] for start in range(0, len(digest), _MARK_LENGTH)]
