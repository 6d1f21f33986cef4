"""Compares what a maturity report says with what was typed: same, different, not found."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Finding
from services.documents.domain.report_text import compact, plain_value
from services.documents.domain.scan_expectation import ScoreBand, TypedFigures
from services.documents.domain.scan_reading import FoundValue, ReportText
from shared.text import Text

#: Reports are dated by China's calendar; it has had no summer time since 1991.
_CHINA = timezone(timedelta(hours=8))


def judge_report(
    report: ReportText, typed: TypedFigures, *, submitted_at: datetime | None
) -> tuple[Finding, ...]:
    """Say where report and typed figures differ; nothing is said of what was not typed."""
    if not report.has_text:
        return (Finding(kind=kinds.REPORT_WITHOUT_TEXT), *_band(typed))
    findings: list[Finding] = []
    same: list[Text] = []
    for field, label in kinds.REPORT_FIELDS.items():
        value = getattr(typed, field)
        if value is not None:
            finding = _compared(field, str(value), report.values.get(field, ()))
            if finding is None:
                same.append(label)
            else:
                findings.append(finding)
    if same:
        listed = Text(zh="、".join(t.zh for t in same), en=", ".join(t.en for t in same))
        findings.append(Finding(kind=kinds.REPORT_SAME, found=listed))
    return (*findings, *_band(typed), *_dated(report, typed, submitted_at))


def _compared(field: str, typed: str, found: tuple[FoundValue, ...]) -> Finding | None:
    wanted = plain_value(field, typed)
    if any(plain_value(field, one.text) == wanted for one in found):
        return None
    if field == "enterprise" and any(wanted in plain_value(field, one.text) for one in found):
        # Where nothing ends a name, the text after it was read along.
        return None
    expected = Text(zh=typed, en=typed)
    if not found:
        return Finding(kind=kinds.REPORT_NOT_FOUND[field], expected=expected)
    stated = ", ".join(one.text for one in found[:3])
    return Finding(
        kind=kinds.REPORT_DIFFERS[field],
        page=found[0].page,
        expected=expected,
        found=Text(zh=stated, en=stated),
    )


def _band(typed: TypedFigures) -> Iterator[Finding]:
    """Hold the typed score against the band of the typed level, where the edition sets one."""
    band = next((one for one in typed.bands if one.level == typed.level), None)
    score = _decimal(typed.score)
    if band is None or score is None or _lies_in(score, band):
        return
    reach = Text(zh="{least} 至 {most}", en="{least} to {most}")
    yield Finding(
        kind=kinds.REPORT_LEVEL_OUTSIDE_BAND,
        expected=reach.fill(least=band.least, most=band.below or band.up_to),
        found=Text(zh=str(typed.score), en=str(typed.score)),
    )


def _lies_in(score: Decimal, band: ScoreBand) -> bool:
    least, below, up_to = (_decimal(text) for text in (band.least, band.below, band.up_to))
    return (
        (least is None or score >= least)
        and (below is None or score < below)
        and (up_to is None or score <= up_to)
    )


def _dated(
    report: ReportText, typed: TypedFigures, submitted_at: datetime | None
) -> Iterator[Finding]:
    stated = [one.text for one in report.values.get("reported_on", ())]
    stated += [typed.reported_on] if typed.reported_on and not stated else []
    dates = [day for day in map(_date, stated) if day is not None]
    if submitted_at is None or not dates:
        return
    submitted_on = submitted_at.astimezone(_CHINA).date()
    if min(dates) > submitted_on:
        yield Finding(
            kind=kinds.REPORT_AFTER_SUBMISSION,
            expected=Text(zh="不晚于 {day}", en="not after {day}").fill(day=submitted_on),
            found=Text(zh=str(min(dates)), en=str(min(dates))),
        )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(plain_value("reported_on", text))
    except ValueError:
        return None


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(compact(text))
    except InvalidOperation:
        return None
