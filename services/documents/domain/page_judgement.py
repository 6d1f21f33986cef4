"""Turns the pages and codes that were read into findings, once foreign codes have been looked up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import FULL_EXTENT, Box, Finding, FindingKind
from services.documents.domain.page_codes import normalised_code, shown_code
from services.documents.domain.scan_expectation import CodeMeaning, CodeOrigin, ExpectedPrint
from services.documents.domain.scan_reading import CodeReading, PageReading, ScanReading
from shared.text import Text

#: Below this, small print and worn seals are guesswork; ours, no text sets it.
COARSE_DPI = 120
#: From here on a page was laid on the glass carelessly; smaller angles are every scanner's.
_NOTABLE_SKEW = 3.0

_KIND_OF_ORIGIN: dict[CodeOrigin, FindingKind] = {
    CodeOrigin.OLDER_REVISION: kinds.PAGE_OF_OLDER_REVISION,
    CodeOrigin.OTHER_APPLICATION: kinds.PAGE_OF_OTHER_APPLICATION,
    CodeOrigin.SAME_CONTENT: kinds.PAGE_OF_OTHER_PRINT,
    CodeOrigin.UNKNOWN: kinds.PAGE_CODE_UNKNOWN,
}
_WHOLE_PAGE = Box(left=0, top=0, width=FULL_EXTENT, height=FULL_EXTENT)


def codes_on(page: PageReading) -> tuple[str, ...]:
    """List the codes of ours on a page, each once, in the form in which they are stored."""
    found = (normalised_code(code.text) for code in page.codes)
    return tuple(dict.fromkeys(code for code in found if code is not None))


def foreign_codes(reading: ScanReading, expected: ExpectedPrint | None) -> tuple[str, ...]:
    """List the codes that the caller has to look up before it judges."""
    known = set(expected.codes) if expected else set()
    read = dict.fromkeys(code for page in reading.pages for code in codes_on(page))
    return tuple(code for code in read if code not in known)


def with_typed_code(reading: ScanReading, page: int, code: str) -> ScanReading:
    """Put the code that an officer typed from the print where the machine read none or wrong ones."""
    typed = CodeReading(text=code, box=_WHOLE_PAGE)
    pages = (replace(one, codes=(typed,)) if one.number == page else one for one in reading.pages)
    return replace(reading, pages=tuple(pages))


def judge_pages(
    reading: ScanReading, expected: ExpectedPrint | None, lookups: Mapping[str, CodeMeaning]
) -> tuple[Finding, ...]:
    """Say what is wrong with the pages; a code that was not looked up counts as unknown."""
    findings = [finding for page in reading.pages for finding in _looks(page)]
    findings += _alike(reading)
    if reading.pages_not_read:
        found = Text(zh="{count} 页未读取", en="{count} pages were not read")
        findings.append(
            Finding(kind=kinds.PAGES_NOT_READ, found=found.fill(count=reading.pages_not_read))
        )
    strangers = [finding for page in reading.pages for finding in _codes(page, expected, lookups)]
    findings += strangers
    if expected is not None:
        findings += _against_print(reading, expected, lookups, is_pure=not strangers)
    return tuple(findings)


def print_page_of(
    page: PageReading, expected: ExpectedPrint, lookups: Mapping[str, CodeMeaning]
) -> int | None:
    """Tell which page of the print a page of the scan shows, or of a print of the same content."""
    for code in codes_on(page):
        if code in expected.codes:
            return expected.codes.index(code) + 1
        meaning = lookups.get(code)
        if meaning is not None and meaning.origin is CodeOrigin.SAME_CONTENT:
            return meaning.page
    return None


def _looks(page: PageReading) -> Iterator[Finding]:
    if page.is_too_large:
        yield Finding(kind=kinds.PAGE_TOO_LARGE, page=page.number)
    if page.is_broken:
        yield Finding(kind=kinds.PAGE_BROKEN, page=page.number)
    if page.is_blank:
        yield Finding(kind=kinds.PAGE_BLANK, page=page.number)
    if page.dpi is not None and page.dpi < COARSE_DPI:
        yield Finding(
            kind=kinds.PAGE_COARSE,
            page=page.number,
            expected=Text(zh="不低于 {dpi} dpi", en="at least {dpi} dpi").fill(dpi=COARSE_DPI),
            found=Text(zh="约 {dpi} dpi", en="about {dpi} dpi").fill(dpi=page.dpi),
        )
    if page.turn:
        found = Text(zh="需顺时针转 {turn}°", en="to be turned {turn}° clockwise")
        yield Finding(kind=kinds.PAGE_TURNED, page=page.number, found=found.fill(turn=page.turn))
    if abs(page.skew) >= _NOTABLE_SKEW:
        found = Text(zh="倾斜约 {skew}°", en="about {skew}°").fill(skew=f"{page.skew:.1f}")
        yield Finding(kind=kinds.PAGE_SKEWED, page=page.number, found=found)


def _alike(reading: ScanReading) -> Iterator[Finding]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for page in reading.pages:
        # Pages with a code are told apart by it; blank ones look alike by nature.
        if page.look and not page.is_blank and not codes_on(page):
            groups[page.look].append(page.number)
    for numbers in groups.values():
        if len(numbers) > 1:
            found = Text(zh="第 {pages} 页", en="pages {pages}").fill(pages=_listed(numbers))
            yield Finding(kind=kinds.PAGES_ALIKE, page=numbers[0], found=found)


def _codes(
    page: PageReading, expected: ExpectedPrint | None, lookups: Mapping[str, CodeMeaning]
) -> Iterator[Finding]:
    codes, known = codes_on(page), set(expected.codes) if expected else set()
    if len(codes) > 1:
        yield Finding(
            kind=kinds.PAGE_CODES_DISAGREE,
            page=page.number,
            box=_box_of(page, codes[-1]),
            found=_same(", ".join(shown_code(code) for code in codes)),
        )
    for code in codes:
        if code not in known:
            meaning = lookups.get(code, CodeMeaning(origin=CodeOrigin.UNKNOWN))
            yield Finding(
                kind=_KIND_OF_ORIGIN[meaning.origin],
                page=page.number,
                box=_box_of(page, code),
                found=_same(" ".join(filter(None, (shown_code(code), meaning.label)))),
            )
    if expected is not None and not codes and page.codes:
        yield Finding(
            kind=kinds.PAGE_CODE_MALFORMED,
            page=page.number,
            box=page.codes[0].box,
            found=_same(page.codes[0].text[:60]),
        )


def _against_print(
    reading: ScanReading,
    expected: ExpectedPrint,
    lookups: Mapping[str, CodeMeaning],
    *,
    is_pure: bool,
) -> Iterator[Finding]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    unread = [page for page in reading.pages if not codes_on(page) and not page.is_blank]
    for page in reading.pages:
        number = print_page_of(page, expected, lookups)
        if number is not None:
            places[number].append(page.number)
    for page in unread:
        yield Finding(
            kind=kinds.PAGE_UNREADABLE,
            page=page.number,
            expected=Text(zh="打印件上的编码", en="the code of the print"),
        )
    for number, scanned in sorted(places.items()):
        if len(scanned) > 1:
            found = Text(
                zh="打印件第 {page} 页在第 {pages} 页", en="page {page} of the print is on {pages}"
            )
            yield Finding(
                kind=kinds.PAGE_DOUBLED,
                page=scanned[1],
                found=found.fill(page=number, pages=_listed(scanned)),
            )
    missing = [number for number in range(1, len(expected.codes) + 1) if number not in places]
    for number in missing:
        yield _missing(number, expected, unread)
    order = [places[number][0] for number in sorted(places)]
    if order != sorted(order):
        yield Finding(kind=kinds.PAGES_OUT_OF_ORDER, found=_same(_listed(order)))
    if is_pure and not missing and not unread:
        yield Finding(kind=kinds.CONTENT_EQUAL, found=_same(expected.content_sha256))


def _missing(number: int, expected: ExpectedPrint, unread: list[PageReading]) -> Finding:
    wanted = Text(zh="打印件第 {page} 页，编码 {code}", en="page {page} of the print, code {code}")
    found = Text(
        zh="未发现；有 {unread} 页未能读出编码，可能在其中",
        en="not found; {unread} pages without a readable code may hold it",
    )
    return Finding(
        kind=kinds.PAGE_MISSING,
        expected=wanted.fill(page=number, code=shown_code(expected.codes[number - 1])),
        found=found.fill(unread=len(unread)) if unread else Text(zh="未发现", en="not found"),
    )


def _box_of(page: PageReading, code: str) -> Box | None:
    return next((one.box for one in page.codes if normalised_code(one.text) == code), None)


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _same(text: str) -> Text:
    return Text(zh=text, en=text)
