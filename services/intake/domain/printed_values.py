"""How one typed value reads on paper, in Chinese."""

from datetime import date

from services.intake.domain.form import Json, is_blank
from services.intake.domain.form_schema import FieldKind, FormNode

#: What stands where nothing was typed: an empty cell could be filled in by hand after printing.
NOTHING = "—"


def label_of(node: FormNode) -> str:
    """Give the field's title with its unit."""
    return f"{node.title.zh}（{node.unit.zh}）" if node.unit is not None else node.title.zh


def printed_value(node: FormNode | None, value: Json) -> str:
    """Give a value as it is printed; `node` is its field, if it has one."""
    if is_blank(value):
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    choice = node.choices.get(value) if node is not None and isinstance(value, str | int) else None
    if choice is not None:
        return f"{choice.group}：{choice.text.zh}" if choice.group else choice.text.zh
    if node is not None and node.kind is FieldKind.TEXT and node.is_day:
        return day_or_text(str(value))
    return str(value)


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def day_or_text(typed: str) -> str:
    """Write an ISO day as people do; what is no day is printed as it was typed."""
    try:
        return chinese_day(date.fromisoformat(typed))
    except ValueError:
        return typed
