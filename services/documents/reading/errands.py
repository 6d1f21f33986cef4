"""Draws in a process that may crash, and leaves its drawing as a file for whoever asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2

from services.documents.domain.scan_expectation import Limits
from services.documents.reading.page_pictures import PageNotThere, findings_png, page_png
from services.documents.reading.wire import findings_from

_NAME = "page.png"

# One question a time is answered here; threads of its own would only take room from the memory limit.
cv2.setNumThreads(1)


def draw_page(question: Mapping[str, Any]) -> dict[str, object]:
    """Write one page as PNG into the folder named, with findings framed when some are given; answer its name.

    The name is None when the page is not there or cannot be drawn.
    """
    path, media_type, page = Path(question["path"]), question["media_type"], question["page"]
    limits = Limits(max_pages=question["max_pages"], max_pixels=question["max_pixels"])
    longest, turn = question["longest"], question["turn"]
    try:
        if question["findings"] is None:
            png = page_png(path, media_type, page, max_px=longest, turn=turn, limits=limits)
        else:
            findings = findings_from(question["findings"])
            png = findings_png(
                path, media_type, page, findings, max_px=longest, turn=turn, limits=limits
            )
    except PageNotThere:
        return {"name": None}
    Path(question["folder"], _NAME).write_bytes(png)
    return {"name": _NAME}
