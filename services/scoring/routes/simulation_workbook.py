"""The result of a simulation as an Excel workbook."""

import json
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from shared.workbooks import new_workbook

#: Excel's last row; what does not fit is told, and stands in the JSON.
LAST_ROW = 1_048_576

Row = Sequence[str | int | None]

_SHIFT = (("等级", 12), ("之前", 16), ("之后", 16), ("申报数", 10))


class _Book:
    """A workbook with the formats of the house."""

    def __init__(self, buffer: BytesIO) -> None:
        self.workbook: xlsxwriter.Workbook = new_workbook(buffer)
        self._head = self.workbook.add_format({"bold": True, "border": 1, "align": "center"})
        self._cell = self.workbook.add_format({"border": 1, "text_wrap": True})

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Row]) -> None:
        """Add a sheet: a head, then rows in which a text stays a text."""
        sheet = self.workbook.add_worksheet(name)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self._head)
        for number, row in enumerate(rows, start=1):
            if number >= LAST_ROW:
                sheet.write_string(number - 1, 0, "其余见 JSON 结果 · the rest stands in the JSON")
                break
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value, self._cell)
                else:
                    sheet.write_string(number, column, value or "—", self._cell)


def workbook_of(content: bytes, sha256: str) -> bytes:
    """Write the workbook of a result."""
    result: dict[str, Any] = json.loads(content)
    buffer = BytesIO()
    book = _Book(buffer)
    book.sheet("概览", (("项目", 30), ("内容", 90)), _overview(result, sha256))
    book.sheet("等级矩阵", _SHIFT, _shifts(result["outcomes"]))
    book.sheet("最高等级", _SHIFT[1:], (tuple(_shift(one)) for one in result["highest_tier_met"]))
    book.sheet(
        "条件变化",
        (_SHIFT[0], ("条件编号", 26), ("条件", 40), *_SHIFT[1:]),
        (
            (one["tier"], one["criterion_id"], one["title"]["zh"], *_shift(one))
            for one in result["criteria"]
        ),
    )
    for name, rows, label in (
        ("推荐单位", result["units"], "unit_code"),
        ("行业大类", result["industries"], "industry_division"),
    ):
        head = ((name, 20), ("申报总数", 10), ("受影响", 10), *_SHIFT)
        book.sheet(name, head, _labelled(rows, label))
    book.sheet(
        "受影响申报",
        (("申报编号", 38), ("修订", 6), ("等级", 12), ("推荐单位", 18), ("行业", 8), ("变化", 90)),
        (
            (
                one["application_id"],
                one["revision_number"],
                one["tier"],
                one["unit_code"],
                one["industry"],
                _said(one["flipped"]),
            )
            for one in result["affected"]
        ),
    )
    book.workbook.close()
    return buffer.getvalue()


def _overview(result: dict[str, Any], sha256: str) -> Iterable[Row]:
    cohort, without = result["cohort"], result["without_labels"]
    yield "说明", f"{result['note']['zh']}\n{result['note']['en']}"
    for title, side in (("基准版次", "base"), ("对照版次", "other")):
        pin = result[side]
        yield title, f"{pin['edition_id']}（{pin['state']}）SHA-256 {pin['content_sha256']}"
    yield "批次", cohort["round_id"]
    yield "等级", cohort["tier"]
    yield "推荐单位", None if cohort["units"] is None else "、".join(cohort["units"])
    yield "申报数", cohort["applications"]
    yield "受影响申报数", result["affected_applications"]
    yield "无单位标签", without["unit_code"]
    yield "无行业标签", without["industry"]
    yield "缺批次而未选取", cohort["not_chosen"]["without_round"]
    yield "缺单位而未选取", cohort["not_chosen"]["without_unit"]
    for one in result["facts_left_out"]:
        said = f"{one['edition']} {one['fact']} {one['why']}"
        yield f"未使用的事实：{said}", one["applications"]
    yield "评估编号摘要", cohort["assessments_sha256"]
    yield "结果摘要 SHA-256", sha256


def _shifts(found: Iterable[dict[str, Any]]) -> Iterable[Row]:
    return ((one["tier"], *_shift(one)) for one in found)


def _shift(one: dict[str, Any]) -> Row:
    return one["before"], one["after"], one["applications"]


def _labelled(rows: Iterable[dict[str, Any]], label: str) -> Iterable[Row]:
    for one in rows:
        head = (one[label], one["applications"], one["affected"])
        if not one["outcomes"]:
            yield (*head, None, None, None, 0)
        for shift in _shifts(one["outcomes"]):
            yield (*head, *shift)


def _said(flipped: dict[str, Any]) -> str:
    outcomes = [f"{one['tier']}：{one['before']} → {one['after']}" for one in flipped["outcomes"]]
    criteria = [
        f"{one['tier']}/{one['criterion_id']}：{one['before']} → {one['after']}"
        for one in flipped["criteria"]
    ]
    # What a cell takes is 32,767 characters.
    return "\n".join((*outcomes, *criteria))[:32_000]
