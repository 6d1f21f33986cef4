"""A public list as an Excel workbook."""

from io import BytesIO

from services.intake.routes.bodies.lists import PublicListDetails
from shared.workbooks import new_workbook

_COLUMNS = (
    ("序号", 8),
    ("企业名称", 40),
    ("统一社会信用代码", 24),
    ("工厂名称", 40),
    ("推荐单位", 20),
)


def workbook_of(details: PublicListDetails, round_title: str) -> bytes:
    """Write the workbook."""
    buffer = BytesIO()
    workbook = new_workbook(buffer)
    sheet = workbook.add_worksheet("名单")
    title = workbook.add_format({"bold": True, "align": "center", "font_size": 14})
    head = workbook.add_format({"bold": True, "border": 1, "align": "center"})
    cell = workbook.add_format({"border": 1, "text_wrap": True})
    stage = "公示名单" if details.stage == "in-publicity" else "名单"
    sheet.merge_range(
        0, 0, 0, len(_COLUMNS) - 1, f"{round_title} {details.tier_name}智能工厂{stage}", title
    )
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, name, head)
    for row, entry in enumerate(details.entries, start=2):
        sheet.write_number(row, 0, entry.number, cell)
        texts = (entry.enterprise_name, entry.credit_code, entry.factory_name, entry.unit_name)
        for column, text in enumerate(texts, start=1):
            sheet.write_string(row, column, text, cell)
    if details.sha256:
        sheet.write_string(len(details.entries) + 3, 0, f"SHA-256 {details.sha256}")
        sheet.write_string(len(details.entries) + 4, 0, f"SM3 {details.sm3}")
    workbook.close()
    return buffer.getvalue()
