"""Turns the comparison with the national portal's PDF into findings."""

from collections.abc import Iterator

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Finding
from services.documents.domain.scan_reading import PagePair, PortalComparison
from shared.text import Text

#: Scans of one sheet are this much alike after print, scanner and seal; other sheets are not. Ours, measured.
ALIKE = 0.75
_LINES_SHOWN = 3


def judge_portal(comparison: PortalComparison, *, scan_pages: int) -> tuple[Finding, ...]:
    """Say where the scan is not what the portal's PDF shows."""
    findings: list[Finding] = []
    if comparison.portal_pages != scan_pages:
        pages = Text(zh="{count} 页", en="{count} pages")
        findings.append(
            Finding(
                kind=kinds.PORTAL_PAGE_COUNT,
                expected=pages.fill(count=comparison.portal_pages),
                found=pages.fill(count=scan_pages),
            )
        )
    findings += [finding for pair in comparison.pairs for finding in _pair(pair)]
    return tuple(findings)


def _pair(pair: PagePair) -> Iterator[Finding]:
    wanted = Text(zh="导出件第 {page} 页", en="page {page} of the portal's PDF").fill(
        page=pair.portal_page
    )
    if pair.similarity is None:
        yield Finding(kind=kinds.PORTAL_PAGE_NOT_COMPARED, page=pair.page, expected=wanted)
    elif pair.similarity < ALIKE:
        found = Text(zh="相似度 {share}%", en="{share}% alike")
        yield Finding(
            kind=kinds.PORTAL_PAGE_DIFFERS,
            page=pair.page,
            box=pair.box,
            expected=wanted,
            found=found.fill(share=round(100 * pair.similarity)),
        )
    if pair.missing_lines:
        shown = "；".join(line[:60] for line in pair.missing_lines[:_LINES_SHOWN])
        yield Finding(
            kind=kinds.PORTAL_TEXT_DIFFERS,
            page=pair.page,
            expected=Text(zh=shown, en=shown),
            found=Text(zh="{count} 行未见", en="{count} lines are not there").fill(
                count=len(pair.missing_lines)
            ),
        )
