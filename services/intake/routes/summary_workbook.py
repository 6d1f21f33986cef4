"""A summary table (汇总表) as an Excel workbook, ready to be printed on one page's width and stamped."""

from collections.abc import Iterator
from io import BytesIO

from services.intake.domain.printed_values import chinese_day
from services.intake.usecases.summarise_hand_in import Draft, HandInTable
from shared.workbooks import new_workbook

#: Rows before the first line: title, round, unit, names of the columns.
_HEAD_ROWS = 4
_A4 = 9
#: On every page of a table that nobody has handed in.
_DRAFT = "（草稿，尚未报送）"


def workbook_of(handed_in: HandInTable) -> bytes:
    """Write the workbook; every cell is a text."""
    buffer = BytesIO()
    workbook = new_workbook(buffer)
    sheet = workbook.add_worksheet(handed_in.table.annex)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROWS - 1)
    bold = workbook.add_format({"bold": True, "font_size": 14})
    head = workbook.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    cell = workbook.add_format({"border": 1, "text_wrap": True})
    title = f"{handed_in.table.annex} {handed_in.table.title.zh}"
    if handed_in.draft is not None:
        title += _DRAFT
        sheet.set_header(f"&C{_DRAFT}")
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, handed_in.loaded.round.title.zh)
    sheet.write_string(2, 0, f"推荐单位：{handed_in.unit_name}")
    for place, column in enumerate(handed_in.table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEAD_ROWS - 1, place, column.title.zh, head)
    for row, line in enumerate(handed_in.lines(), start=_HEAD_ROWS):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, cell)
    for row, text in enumerate(
        _foot(handed_in), start=_HEAD_ROWS + len(handed_in.applications) + 1
    ):
        sheet.write_string(row, 0, text)
    workbook.close()
    return buffer.getvalue()


def _foot(handed_in: HandInTable) -> tuple[str, ...]:
    """Give the lines below the table; who filled it in signs by hand, for a token names an account only."""
    if handed_in.draft is not None:
        return tuple(_notes(handed_in.draft, len(handed_in.applications)))
    handed_in_on = handed_in.handed_in_on
    return (
        f"推荐单位（盖章）：{handed_in.unit_name}",
        "填表人：",
        f"日期：{chinese_day(handed_in_on) if handed_in_on else ''}",
    )


def _notes(draft: Draft, lines: int) -> Iterator[str]:
    """Say what a draft lacks before it could be handed in."""
    if draft.is_cut_short:
        yield f"仅列前 {lines} 项"
    if draft.is_order_frozen:
        yield "本单位该级别已按优先顺序报送，不能再次报送。"
    elif draft.gone:
        yield f"已排定的优先顺序中有 {draft.gone} 项已不能报送，重新排定后方可报送。"
    elif draft.unordered:
        yield f"其中 {draft.unordered} 项尚未排定优先顺序，排定后方可报送。"
    yield "本表为报送前的预览，不能代替报送后的汇总表，请勿盖章。"
