from dataclasses import dataclass, field, replace

import pytest

from services.documents.domain.scan_expectation import ScanExpectation
from services.documents.domain.scan_reading import PageReading, SealShape
from services.documents.domain.seal_judgement import judge_seals
from tests.documents.reading import desk
from tests.documents.reading.generated.lettering import Family
from tests.documents.reading.generated.paper import SheetPlan, printed
from tests.documents.reading.generated.scanner import Scanner, bound, centre_after, scanned
from tests.documents.reading.generated.stamps import Outline, Press, cross_edges

CODE = desk.CODES[0]
OVAL = Press(x_mm=90, y_mm=180, outline=Outline.OVAL, width_mm=45.0, height_mm=30.0)


@dataclass(frozen=True, kw_only=True)
class Case:
    seal: Press
    plan: SheetPlan = field(default_factory=lambda: SheetPlan(code=CODE))
    scanner: Scanner = field(default_factory=lambda: Scanner(dpi=150))


FOUND = {
    "whole": Case(seal=Press(x_mm=150, y_mm=210)),
    "over red letterhead": Case(
        seal=Press(x_mm=60, y_mm=27, tilt=8), plan=SheetPlan(code=CODE, has_letterhead=True)
    ),
    "over red text": Case(
        seal=Press(x_mm=110, y_mm=150), plan=SheetPlan(code=CODE, has_red_text=True)
    ),
    "worn": Case(seal=Press(x_mm=120, y_mm=120, wear=0.55, seed=3)),
    "pale": Case(seal=Press(x_mm=120, y_mm=120, strength=0.3)),
    "small": Case(seal=Press(x_mm=120, y_mm=120, width_mm=38, height_mm=38)),
    "oval": Case(seal=OVAL),
    "oval and tilted": Case(seal=replace(OVAL, tilt=14)),
    "turned and skewed": Case(
        seal=Press(x_mm=150, y_mm=210), scanner=Scanner(dpi=200, turn=270, skew=7)
    ),
    "other ink and noise": Case(
        seal=Press(x_mm=80, y_mm=220, ink=(214, 60, 70), family=Family.HELD_OUT),
        plan=SheetPlan(code=CODE, family=Family.HELD_OUT),
        scanner=Scanner(dpi=150, family=Family.HELD_OUT, skew=-4, jpeg=50),
    ),
}

NOT_THERE = {
    "plain text": SheetPlan(code=CODE),
    "red letterhead": SheetPlan(code=CODE, has_letterhead=True),
    "red text and tables": SheetPlan(code=CODE, has_red_text=True, seed=5),
    "red logo and frame": SheetPlan(code=CODE, has_red_logo=True),
}


def read(case: Case) -> PageReading:
    return desk.read_sheet(case.plan, case.scanner, case.seal)


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_a_seal_is_found_with_its_place_and_size(case: Case) -> None:
    page = read(case)

    assert len(page.seals) == 1
    seal = page.seals[0]
    middle = (
        (seal.box.left + seal.box.width / 2) / 10_000 * page.width_mm,
        (seal.box.top + seal.box.height / 2) / 10_000 * page.height_mm,
    )
    expected = centre_after(case.scanner, case.seal.x_mm, case.seal.y_mm, case.plan.size_mm)
    assert middle[0] == pytest.approx(expected[0], abs=2)
    assert middle[1] == pytest.approx(expected[1], abs=2)
    assert seal.width_mm == pytest.approx(case.seal.width_mm, abs=2.5)
    assert seal.height_mm == pytest.approx(case.seal.height_mm, abs=2.5)
    assert not seal.is_cut


@pytest.mark.parametrize("plan", NOT_THERE.values(), ids=NOT_THERE)
def test_what_is_red_and_no_seal_is_not_taken_for_one(plan: SheetPlan) -> None:
    page = desk.read_sheet(plan, Scanner(dpi=150, skew=1.5))

    assert page.seals == ()


def test_round_and_oval_are_told_apart() -> None:
    shapes = [read(FOUND[name]).seals[0].shape for name in ("whole", "oval")]

    assert shapes == [SealShape.ROUND, SealShape.OVAL]


def test_pale_ink_is_told() -> None:
    pale, strong = read(FOUND["pale"]), read(FOUND["whole"])

    assert pale.seals[0].is_pale
    assert not strong.seals[0].is_pale


def test_two_seals_that_overlap_are_two() -> None:
    seals = (Press(x_mm=70, y_mm=150), Press(x_mm=104, y_mm=155, seed=2))
    page = desk.read_sheet(SheetPlan(code=CODE), Scanner(dpi=150), *seals)

    assert len(page.seals) == 2


def test_a_seal_that_the_edge_cuts_is_cut_and_measured_as_a_whole() -> None:
    page = desk.read_sheet(SheetPlan(code=CODE), Scanner(dpi=150), Press(x_mm=207, y_mm=150))

    assert len(page.seals) == 1
    assert page.seals[0].is_cut
    assert page.seals[0].width_mm == pytest.approx(42, abs=3)


@pytest.mark.parametrize("bits", [1, 8])
def test_a_seal_on_a_page_without_colour_cannot_be_judged(bits: int) -> None:
    scanner = Scanner(dpi=150, is_grey=True, is_black_and_white=bits == 1)
    data = bound(
        [desk.a_sheet(SheetPlan(code=CODE), scanner, Press(x_mm=150, y_mm=210))], [scanner]
    )
    reading = desk.read(data)
    findings = judge_seals(reading, ScanExpectation(print=desk.PRINT), {})

    assert reading.pages[0].seals == ()
    assert [finding.kind.code for finding in findings] == ["seal-not-judged"]


@pytest.mark.parametrize(("pages", "skew"), [(2, 0.0), (3, 1.0), (5, 1.5)])
def test_a_seal_over_the_edges_of_several_pages_is_one(pages: int, skew: float) -> None:
    sheets = [printed(SheetPlan(code=code), 150) for code in desk.CODES[:pages]]
    pressed = cross_edges(sheets, Press(x_mm=0, y_mm=130, seed=3), 150)
    scanners = [
        Scanner(dpi=150, seed=number, skew=skew * (-1) ** number) for number in range(pages)
    ]
    scans = [scanned(sheet, one) for sheet, one in zip(pressed, scanners, strict=True)]
    reading = desk.read(bound(scans, scanners))

    assert [seal.pages for seal in reading.crossing_seals] == [tuple(range(1, pages + 1))]
    assert reading.crossing_seals[0].diameter_mm == pytest.approx(42, abs=4)
    assert not any(not seal.is_cut for page in reading.pages for seal in page.seals)


def test_pages_without_slices_have_no_seal_across_them() -> None:
    reading = desk.read(
        desk.a_scan([SheetPlan(code=code) for code in desk.CODES[:3]], Scanner(dpi=150))
    )

    assert reading.crossing_seals == ()
