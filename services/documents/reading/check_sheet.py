"""Sets the check sheet of a file as PDF/A: what was noticed, in both languages, with a picture of each finding."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image

from services.documents.domain.findings import Finding, Severity
from shared.text import Text
from shared.typesetting import CHINA, Typesetter

_TEMPLATE = Path(__file__).with_name("check_sheet.typ")
_SEVERITIES = {
    Severity.NOTICE: "提示 notice",
    Severity.DOUBT: "存疑 doubt",
    Severity.SERIOUS: "严重 serious",
}
#: Pictures beyond are left out, or a file of a thousand faults would fill the memory.
MOST_PICTURES = 80
#: Its longest side on paper: 52 mm at 230 dpi.
_PICTURE_PX = 470


@dataclass(frozen=True, kw_only=True)
class CheckSheet:
    """What stands on the check sheet of one version of a file."""

    file_name: str
    sha256: str
    state: Text
    checked_at: datetime
    pages: int
    findings: tuple[Finding, ...]
    #: For each finding its picture, as PNG; none where it has none.
    pictures: tuple[bytes | None, ...]


class CheckSheetRenderer:
    """Turns check sheets into PDF/A-2b, a few at a time."""

    def __init__(self, *, threads: int) -> None:
        self._typesetter = Typesetter(_TEMPLATE, threads=threads)

    async def render(self, sheet: CheckSheet) -> bytes:
        """Give the PDF of a check sheet; the same sheet gives the same bytes."""
        return await self._typesetter.typeset(
            "sheet", lambda: self._data(sheet), dated=sheet.checked_at
        )

    def close(self) -> None:
        """Finish what is being set and stop."""
        self._typesetter.close()

    def _data(self, sheet: CheckSheet) -> dict[str, object]:
        checked = sheet.checked_at.astimezone(CHINA)
        return {
            "title": "扫描件核查单 Check sheet",
            "footer": self._text(sheet.file_name),
            "advice": "以下为机器所见，供工作人员核对，不作结论。"
            "What a machine noticed, for an officer to look at; it decides nothing.",
            "nothing": "没有需要说明的事项。 Nothing was noticed.",
            "facts": [
                ["文件 File", self._text(sheet.file_name)],
                ["SHA-256", sheet.sha256],
                ["状态 State", self._text(f"{sheet.state.zh} {sheet.state.en}")],
                ["页数 Pages", str(sheet.pages)],
                ["核查时间 Checked", f"{checked:%Y-%m-%d %H:%M:%S}（北京时间）"],
            ],
            "findings": [
                self._finding(number, finding, picture)
                for number, (finding, picture) in enumerate(
                    zip(sheet.findings, _bounded(sheet.pictures), strict=True), start=1
                )
            ],
        }

    def _finding(self, number: int, finding: Finding, picture: bytes | None) -> dict[str, object]:
        lines = [
            [label, self._text(_both(text))]
            for label, text in (("应为 expected", finding.expected), ("实为 found", finding.found))
            if text is not None
        ]
        return {
            "number": number,
            "code": finding.kind.code,
            "severity": finding.kind.severity.value,
            "severity_label": _SEVERITIES[finding.kind.severity],
            "title_zh": finding.kind.title.zh,
            "title_en": finding.kind.title.en,
            "place": "" if finding.page is None else f"· 第 {finding.page} 页 page {finding.page}",
            "lines": lines,
            "picture": None if picture is None else list(_printed(picture)),
        }

    def _text(self, text: str) -> str:
        return self._typesetter.printable(text)


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _printed(png: bytes) -> bytes:
    """Make a picture as small as paper shows it; typst takes bytes as a list of numbers only."""
    # Pillow, because the service sets check sheets itself: OpenCV is loaded by the processes that draw alone.
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        small = picture.convert("RGB")
    small.thumbnail((_PICTURE_PX, _PICTURE_PX))
    written = io.BytesIO()
    small.save(written, "JPEG", quality=82)
    return written.getvalue()


def _bounded(pictures: Sequence[bytes | None]) -> list[bytes | None]:
    return [*pictures[:MOST_PICTURES], *[None] * max(len(pictures) - MOST_PICTURES, 0)]
