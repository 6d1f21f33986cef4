"""Excel workbooks in which a text stays a text."""

from io import BytesIO

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def new_workbook(buffer: BytesIO) -> xlsxwriter.Workbook:
    """Begin a workbook; a name that begins with "=" stays a name and never becomes a formula."""
    return xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
