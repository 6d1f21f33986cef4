"""Reads a scan back and holds it against what it should show: pages, codes, seals, figures, signatures."""

import json
from dataclasses import asdict

from services.documents.checking.engines import engines
from services.documents.checking.steps import CheckContext, Noticed, StepReport, Subject
from services.documents.domain.checks import StepOutcome
from services.documents.domain.findings import Finding
from services.documents.domain.page_judgement import foreign_codes
from services.documents.domain.scan_judgement import judge_scan
from services.documents.domain.scan_reading import ScanReading
from services.documents.reading.wire import expectation_json, reading_from, reading_json

#: Types that have pages to be looked at.
_READABLE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})


async def look_at_scan(context: CheckContext, subject: Subject) -> StepReport:
    """Say what is not as it should be; without an order of what to expect there is nothing to say."""
    if subject.media_type not in _READABLE or context.sources is None:
        return StepReport(outcome=StepOutcome.NOT_APPLICABLE)
    looked_up = await context.sources.expected_of(subject.version_id, subject.crops)
    if looked_up is None:
        return StepReport(outcome=StepOutcome.NOT_APPLICABLE)
    expectation = looked_up.expectation
    answer = await context.pool.ask(
        "scan",
        subject.path,
        media_type=subject.media_type,
        expectation=expectation_json(expectation),
        folder=str(subject.crops),
    )
    reading = reading_from(json.dumps(answer))
    meanings = await context.sources.meanings(foreign_codes(reading, expectation.print), looked_up)
    findings = judge_scan(reading, expectation, meanings)
    return StepReport(
        noticed=await _with_crops(context, subject, reading, findings),
        engine=engines("opencv-python-headless", "zxing-cpp", "pypdfium2", "pyhanko"),
        turns={page.number: page.turn for page in reading.pages if page.turn},
    )


async def _with_crops(
    context: CheckContext, subject: Subject, reading: ScanReading, findings: tuple[Finding, ...]
) -> list[Noticed]:
    answer = await context.pool.ask(
        "crops",
        subject.path,
        media_type=subject.media_type,
        reading=reading_json(reading),
        places=[
            {"page": finding.page, "box": None if finding.box is None else asdict(finding.box)}
            for finding in findings
        ],
        folder=str(subject.crops),
    )
    return [
        Noticed(finding=finding, crop=None if name is None else subject.crops / name)
        for finding, name in zip(findings, answer["names"], strict=True)
    ]
