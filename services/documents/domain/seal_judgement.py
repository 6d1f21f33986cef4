"""Turns the seals that were read into findings: where one is asked for and where one is."""

from collections.abc import Iterator, Mapping

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Finding
from services.documents.domain.page_judgement import print_page_of
from services.documents.domain.scan_expectation import CodeMeaning, ScanExpectation
from services.documents.domain.scan_reading import (
    PageReading,
    ScanReading,
    SealReading,
    SealShape,
)
from shared.text import Text

#: Below this a ring is worn: whose seal it is must be looked at. Ours, no text sets it.
_WORN_COVERAGE = 0.6
_SHAPES = {
    SealShape.ROUND: Text(zh="圆形", en="round"),
    SealShape.OVAL: Text(zh="椭圆形", en="oval"),
}


def judge_seals(
    reading: ScanReading, expectation: ScanExpectation, lookups: Mapping[str, CodeMeaning]
) -> tuple[Finding, ...]:
    """Say which seals are there, which are missing, and where nothing can be said."""
    findings = [
        finding for page in reading.pages for seal in page.seals for finding in _seal(page, seal)
    ]
    findings += [
        Finding(
            kind=kinds.SEAL_ACROSS_PAGES,
            page=seal.pages[0],
            found=Text(
                zh="第 {pages} 页，直径约 {size} 毫米", en="pages {pages}, about {size} mm across"
            ).fill(pages=", ".join(map(str, seal.pages)), size=f"{seal.diameter_mm:.0f}"),
        )
        for seal in reading.crossing_seals
    ]
    findings += _where_expected(reading, expectation, lookups)
    return tuple(findings)


def _seal(page: PageReading, seal: SealReading) -> Iterator[Finding]:
    found = Text(
        zh="{shape}，约 {width}×{height} 毫米", en="{shape_en}, about {width} by {height} mm"
    ).fill(
        shape=_SHAPES[seal.shape].zh,
        shape_en=_SHAPES[seal.shape].en,
        width=f"{seal.width_mm:.0f}",
        height=f"{seal.height_mm:.0f}",
    )
    yield Finding(
        kind=kinds.SEAL_CUT if seal.is_cut else kinds.SEAL_FOUND,
        page=page.number,
        box=seal.box,
        found=found,
    )
    if seal.is_pale or seal.coverage < _WORN_COVERAGE:
        yield Finding(kind=kinds.SEAL_PALE, page=page.number, box=seal.box)


def _where_expected(
    reading: ScanReading, expectation: ScanExpectation, lookups: Mapping[str, CodeMeaning]
) -> Iterator[Finding]:
    printed = expectation.print
    wanted = printed.sealed_pages if printed else {}
    for number, name in sorted(wanted.items()):
        pages = [
            page
            for page in reading.pages
            if printed and print_page_of(page, printed, lookups) == number
        ]
        # A page that is not there is a finding of its own already.
        if pages and not any(_has_seal(page) for page in pages):
            yield _absent(pages, Text(zh=f"{name}应盖公章", en=f"a seal on: {name}"))
    is_wanted = expectation.is_seal_expected and not wanted
    if is_wanted and reading.pages and not any(_has_seal(page) for page in reading.pages):
        yield _absent(list(reading.pages), Text(zh="应盖公章", en="a seal"))


def _has_seal(page: PageReading) -> bool:
    return any(not seal.is_cut for seal in page.seals)


def _absent(pages: list[PageReading], wanted: Text) -> Finding:
    grey = [page for page in pages if not page.has_colour and not page.is_blank]
    inked = [page for page in pages if not page.is_blank]
    # One page in colour could have shown it only if the seal belongs there: with a page in grey
    # among those that may carry it, nothing can be said.
    kind = kinds.SEAL_NOT_JUDGED if grey else kinds.SEAL_MISSING
    number = (grey or inked or pages)[0].number if len(pages) == 1 or grey else None
    return Finding(kind=kind, page=number, expected=wanted)
