"""What a process of the sandbox does for the step that reads scans: questions and answers are JSON."""

import json
from pathlib import Path
from typing import Any

from services.documents.domain.findings import Box, Finding, FindingKind, Severity
from services.documents.reading.page_pictures import write_crops
from services.documents.reading.scan import read_scan
from services.documents.reading.wire import expectation_from, reading_from, reading_json
from shared.text import Text

#: Pictures are cut by place alone; what was found there is no matter of this process.
_ANY = FindingKind(code="any", severity=Severity.NOTICE, title=Text(zh="", en=""))


def read(question: dict[str, Any]) -> dict[str, Any]:
    """Read one file."""
    reading = read_scan(
        Path(question["path"]),
        media_type=question["media_type"],
        expectation=expectation_from(question["expectation"]),
        folder=Path(question["folder"]),
    )
    answer: dict[str, Any] = json.loads(reading_json(reading))
    return answer


def cut(question: dict[str, Any]) -> dict[str, Any]:
    """Cut out the places of findings; the name of each picture's file, none where there is no page."""
    findings = [
        Finding(
            kind=_ANY,
            page=place["page"],
            box=None if place["box"] is None else Box(**place["box"]),
        )
        for place in question["places"]
    ]
    names = write_crops(
        Path(question["path"]),
        question["media_type"],
        reading_from(question["reading"]),
        findings,
        Path(question["folder"]),
    )
    return {"names": list(names)}
