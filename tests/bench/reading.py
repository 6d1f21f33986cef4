"""Reading scans back: beside the bare library calls on the same pages, two processes beside one, and held-out figures.

The bare calls draw each page at 200 dpi, decode it with zxing and put a red mask and its contours on it: what
anybody would write first, without retries, without telling a seal from red text. Time is the processor's, of one core.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import cv2
import pypdfium2
import zxingcpp

from services.documents.domain.page_codes import page_code
from services.documents.domain.scan_expectation import ScanExpectation
from services.documents.reading.scan import read_scan
from tests.bench.figures import Figure
from tests.documents.reading import desk
from tests.documents.reading.generated.lettering import Family
from tests.documents.reading.generated.paper import SheetPlan
from tests.documents.reading.generated.scanner import Scanner, bound
from tests.documents.reading.generated.stamps import Press
from tests.documents.reading.generated.world import NOT_TESTED, samples
from tests.documents.reading.scores import scored

PAGES = 40
ROUNDS = 3
HELD_OUT_PAGES = 100
HELD_OUT_SEED = 2025
_DPI = 200


def measure() -> list[Figure]:
    """Measure time, and print what is found on pages that the reader was not tuned with."""
    with tempfile.TemporaryDirectory(prefix="tidu-bench-scan-") as name:
        scan = Path(name, "scan.pdf")
        scan.write_bytes(_forty_pages())
        figures = [_beside_bare(scan), _side_by_side(scan)]
    sys.stdout.write(held_out())
    return figures


def held_out() -> str:
    """Tell precision and recall on held-out pages, and what none of them has."""
    codes, seals, grey = scored(samples(Family.HELD_OUT, HELD_OUT_PAGES, seed=HELD_OUT_SEED))
    lines = [
        f"held out, {HELD_OUT_PAGES} pages:",
        codes.line("codes"),
        seals.line("seals (pages in colour)"),
        grey.line("pages without colour"),
        *(f"not tested: {one}" for one in NOT_TESTED),
    ]
    return "\n  ".join(lines) + "\n"


def _forty_pages() -> bytes:
    scanners = [Scanner(dpi=_DPI, seed=n, skew=0.5 * (-1) ** n) for n in range(PAGES)]
    pages = [
        desk.a_sheet(
            SheetPlan(code=page_code("77" * 32, number + 1), seed=number),
            scanner,
            *([Press(x_mm=150, y_mm=215)] if number in {0, 1, PAGES - 1} else []),
        )
        for number, scanner in enumerate(scanners)
    ]
    return bound(pages, scanners)


def _beside_bare(scan: Path) -> Figure:
    figure = Figure(
        name="scan-40-pages",
        unit="s",
        goal="at least 0.8 of the bare calls (at most 1.25 times their time), under 4 s",
        most=1.25,
        most_ours=4,
    )
    for number in range(ROUNDS + 1):
        ours, bare = _took(lambda: _read(scan)), _took(lambda: _bare(scan))
        if number:
            figure.ours.append(ours)
            figure.peer.append(bare)
    return figure


def _side_by_side(scan: Path) -> Figure:
    """Read the same scan twice: by two processes at a time, and by one."""
    figure = Figure(
        name="scan-2-processes",
        unit="s for two scans, beside one process",
        goal="1.7 times as fast: at most 0.588",
        most=1 / 1.7,
    )
    # Started afresh: a copy of a process with threads may hang.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as two:
        for number in range(ROUNDS + 1):
            start = time.perf_counter()
            list(two.map(_read, [scan, scan]))
            middle = time.perf_counter()
            two.submit(_read_twice, scan).result()
            if number:
                figure.ours.append(middle - start)
                figure.peer.append(time.perf_counter() - middle)
    return figure


def _took(do: Callable[[], int]) -> float:
    start = time.process_time()
    seen = do()
    if seen != PAGES:
        raise RuntimeError(f"{seen} codes were read of {PAGES}: the two sides do not do the same")
    return time.process_time() - start


def _read(scan: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        reading = read_scan(
            scan,
            media_type="application/pdf",
            expectation=ScanExpectation(),
            folder=Path(folder),
        )
    return sum(bool(page.codes) for page in reading.pages)


def _read_twice(scan: Path) -> int:
    return _read(scan) + _read(scan)


def _bare(scan: Path) -> int:
    cv2.setNumThreads(1)
    codes = 0
    with closing(pypdfium2.PdfDocument(scan)) as document:
        for page in document:
            picture = page.render(scale=_DPI / 72).to_numpy()
            page.close()
            grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
            codes += bool(
                zxingcpp.read_barcodes(
                    grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
                )
            )
            tones = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
            red = cv2.inRange(tones, (0, 60, 60), (12, 255, 255))
            red |= cv2.inRange(tones, (165, 60, 60), (180, 255, 255))
            contours, _ = cv2.findContours(red, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            for contour in contours:
                if len(contour) > 50:
                    cv2.minEnclosingCircle(contour)
    return codes
