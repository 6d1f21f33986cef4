import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from services.documents.domain.portal_judgement import judge_portal
from services.documents.domain.scan_expectation import ScanExpectation
from services.documents.domain.scan_reading import PortalComparison
from tests.documents.reading import desk
from tests.documents.reading.generated.lettering import Family
from tests.documents.reading.generated.paper import SheetPlan, printed
from tests.documents.reading.generated.scanner import Scanner, bound, scanned
from tests.documents.reading.generated.stamps import Press, press

DPI = 120
SHEETS = [printed(SheetPlan(seed=seed), DPI) for seed in (1, 2, 3)]
STAMP = Press(x_mm=150, y_mm=220)


def exported(folder: Path, sheets: list[Image.Image]) -> str:
    """Write the portal's PDF."""
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:], resolution=DPI)
    path = folder / "portal.pdf"
    path.write_bytes(buffer.getvalue())
    return str(path)


def compared(folder: Path, order: list[int], **scanner: object) -> PortalComparison:
    scanners = [Scanner(dpi=DPI, seed=number, **scanner) for number, _ in enumerate(order)]  # type: ignore[arg-type]
    scans = [
        scanned(press(SHEETS[number], STAMP, DPI), one)
        for number, one in zip(order, scanners, strict=True)
    ]
    path = folder / "scan.pdf"
    path.write_bytes(bound(scans, scanners))
    expectation = ScanExpectation(portal_pdf=exported(folder, SHEETS))
    reading = desk.read_file(path, folder, expectation=expectation)
    assert reading.portal is not None
    return reading.portal


@pytest.mark.parametrize(
    "scanner",
    [
        {"skew": 2.0},
        {"turn": 180, "skew": -3.0},
        {"turn": 90, "skew": 1.0},
        {"is_grey": True, "family": Family.HELD_OUT, "jpeg": 45},
    ],
    ids=["askew", "upside-down", "quarter", "grey and dim"],
)
def test_a_stamped_scan_of_the_same_pages_is_alike(
    tmp_path: Path, scanner: dict[str, object]
) -> None:
    comparison = compared(tmp_path, [0, 1], **scanner)

    assert [pair.similarity is not None and pair.similarity > 0.9 for pair in comparison.pairs] == [
        True,
        True,
    ]
    assert [finding.kind.code for finding in judge_portal(comparison, scan_pages=3)] == []


def test_another_page_is_told_and_both_are_shown_side_by_side(tmp_path: Path) -> None:
    comparison = compared(tmp_path, [0, 2, 1])
    findings = judge_portal(comparison, scan_pages=3)

    assert [(finding.kind.code, finding.page) for finding in findings] == [
        ("portal-page-differs", 2),
        ("portal-page-differs", 3),
    ]
    assert findings[0].box is not None
    picture = cv2.imread(str(tmp_path / str(comparison.pairs[1].picture)))
    assert picture is not None
    rows, columns = picture.shape[:2]
    left, right = picture[:, : columns // 2 - 10], picture[:, -(columns // 2 - 10) :]
    assert np.abs(left.astype(int) - right.astype(int)).mean() > 5
    # What differs is framed in red.
    assert ((picture[:, :, 2] > 200) & (picture[:, :, 1] < 60)).sum() > rows


def test_another_number_of_pages_is_told(tmp_path: Path) -> None:
    comparison = compared(tmp_path, [0, 1])
    findings = judge_portal(comparison, scan_pages=2)

    assert [finding.kind.code for finding in findings] == ["portal-page-count-differs"]


def test_lines_that_the_scans_text_lacks_are_told(tmp_path: Path) -> None:
    texts = [
        "企业名称某某市示例装备有限公司\n成熟度等级二级得分二点四五\n工厂地址示例路一号院内",
        "",
    ]
    portal = tmp_path / "portal.pdf"
    portal.write_bytes(desk.a_text_pdf(texts[0]))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(desk.a_text_pdf(texts[0].replace("二点四五", "三点四五")))

    reading = desk.read_file(scan, tmp_path, expectation=ScanExpectation(portal_pdf=str(portal)))

    assert reading.portal is not None
    assert reading.portal.pairs[0].missing_lines == ("成熟度等级二级得分二点四五",)
    kinds = [one.kind.code for one in judge_portal(reading.portal, scan_pages=1)]
    assert "portal-text-differs" in kinds
