"""Puts all findings of a scan together, in the order in which an officer reads them."""

from collections.abc import Mapping

from services.documents.domain.findings import Finding
from services.documents.domain.page_judgement import judge_pages
from services.documents.domain.portal_judgement import judge_portal
from services.documents.domain.report_judgement import judge_report
from services.documents.domain.scan_expectation import CodeMeaning, ScanExpectation
from services.documents.domain.scan_reading import ScanReading
from services.documents.domain.seal_judgement import judge_seals
from services.documents.domain.signature_judgement import judge_signatures


def judge_scan(
    reading: ScanReading, expectation: ScanExpectation, lookups: Mapping[str, CodeMeaning]
) -> tuple[Finding, ...]:
    """Give every finding; the caller has looked up the codes that ``foreign_codes`` names."""
    findings = [
        *judge_pages(reading, expectation.print, lookups),
        *judge_seals(reading, expectation, lookups),
    ]
    if reading.portal is not None:
        pages = len(reading.pages) + reading.pages_not_read
        findings += judge_portal(reading.portal, scan_pages=pages)
    if reading.report is not None and expectation.typed is not None:
        findings += judge_report(
            reading.report, expectation.typed, submitted_at=expectation.submitted_at
        )
    return (*findings, *judge_signatures(reading.signatures))
