import io
import struct
import zlib

import pikepdf
import pytest

from services.documents.domain.page_judgement import codes_on, judge_pages
from services.documents.domain.scan_expectation import Limits, ScanExpectation
from tests.documents import samples
from tests.documents.reading import desk
from tests.documents.reading.generated.lettering import Family
from tests.documents.reading.generated.paper import Corner, SheetPlan, printed
from tests.documents.reading.generated.scanner import Scanner, photographed

PLAN = SheetPlan(code=desk.CODES[0])


@pytest.mark.parametrize(
    ("scanner", "corner"),
    [
        (Scanner(dpi=150), Corner.BOTTOM_RIGHT),
        (Scanner(dpi=150, turn=90, skew=3), Corner.TOP_RIGHT),
        (Scanner(dpi=150, turn=180, skew=-5), Corner.BOTTOM_LEFT),
        (Scanner(dpi=300, turn=270, skew=5), Corner.BOTTOM_RIGHT),
        (Scanner(dpi=200, is_grey=True, skew=-2, family=Family.HELD_OUT), Corner.BOTTOM_RIGHT),
        (Scanner(dpi=200, is_black_and_white=True, turn=180), Corner.TOP_RIGHT),
        (Scanner(dpi=100, jpeg=35, noise=9), Corner.BOTTOM_RIGHT),
    ],
    ids=["straight", "quarter", "upside-down", "three-quarters", "grey", "one-bit", "coarse"],
)
def test_a_page_tells_its_code_and_how_it_lies(scanner: Scanner, corner: Corner) -> None:
    plan = SheetPlan(code=desk.CODES[0], corner=corner, family=scanner.family)
    page = desk.read_sheet(plan, scanner)

    assert codes_on(page) == (desk.CODES[0],)
    assert page.turn == scanner.turn
    assert page.skew == pytest.approx(-scanner.skew, abs=1.0)
    assert page.dpi == pytest.approx(scanner.dpi, abs=2)
    assert page.width_mm == pytest.approx(210, abs=1)
    assert page.height_mm == pytest.approx(297, abs=1)
    assert page.has_colour is not (scanner.is_grey or scanner.is_black_and_white)
    assert not page.is_blank


@pytest.mark.parametrize("skew", [-10.0, 10.0])
def test_a_sheet_far_askew_on_a_larger_glass_is_read(skew: float) -> None:
    page = desk.read_sheet(PLAN, Scanner(dpi=150, turn=90, skew=skew, is_glass_larger=True))

    assert codes_on(page) == (desk.CODES[0],)
    assert page.turn == 90
    assert page.skew == pytest.approx(-skew, abs=1.0)


def test_the_code_is_boxed_on_the_upright_page() -> None:
    page = desk.read_sheet(PLAN, Scanner(dpi=150, turn=90))

    box = page.codes[0].box
    # The code lies in the bottom right corner, without its quiet zone, and the page is upright there.
    assert (box.left + box.width / 2) / 10_000 == pytest.approx((210 - 27) / 210, abs=0.01)
    assert (box.top + box.height / 2) / 10_000 == pytest.approx((297 - 25) / 297, abs=0.01)


def test_pages_of_mixed_sizes_keep_their_order() -> None:
    plans = [
        SheetPlan(code=desk.CODES[2]),
        SheetPlan(code=desk.CODES[0], size_mm=(297.0, 420.0)),
        SheetPlan(code=desk.CODES[1], size_mm=(148.0, 210.0)),
    ]
    reading = desk.read(desk.a_scan(plans, Scanner(dpi=120)))

    assert [codes_on(page)[0] for page in reading.pages] == [
        desk.CODES[2],
        desk.CODES[0],
        desk.CODES[1],
    ]
    assert [round(page.width_mm, -1) for page in reading.pages] == [210, 300, 150]


@pytest.mark.parametrize(
    ("media_type", "image_format"),
    [("image/jpeg", "JPEG"), ("image/png", "PNG"), ("image/tiff", "TIFF")],
)
def test_a_picture_is_a_scan_too(media_type: str, image_format: str) -> None:
    sheet = desk.a_sheet(PLAN, Scanner(dpi=150, turn=180))
    data = desk.in_format(sheet, image_format, dpi=(150, 150))
    page = desk.read(data, media_type=media_type).pages[0]

    assert codes_on(page) == (desk.CODES[0],)
    assert page.turn == 180
    assert page.dpi == 150
    assert page.is_size_known


def test_every_page_of_a_tiff_is_read() -> None:
    first, second = (
        desk.a_sheet(SheetPlan(code=code), Scanner(dpi=150)) for code in desk.CODES[:2]
    )
    data = desk.in_format(first, "TIFF", save_all=True, append_images=[second], dpi=(150, 150))
    reading = desk.read(data, media_type="image/tiff")

    assert [codes_on(page) for page in reading.pages] == [(desk.CODES[0],), (desk.CODES[1],)]


def test_a_picture_that_does_not_tell_its_resolution_is_taken_for_a_sheet_of_a4() -> None:
    data = desk.in_format(desk.a_sheet(PLAN, Scanner(dpi=150)), "PNG")
    page = desk.read(data, media_type="image/png").pages[0]

    assert not page.is_size_known
    assert page.dpi == pytest.approx(150, abs=2)


@pytest.mark.parametrize("family", list(Family))
def test_a_blank_page_is_told_from_a_written_one(family: Family) -> None:
    scanner = Scanner(dpi=150, family=family, noise=4)
    blank = desk.read_sheet(SheetPlan(is_blank=True), scanner)
    written = desk.read_sheet(SheetPlan(family=family), scanner)

    assert blank.is_blank
    assert not written.is_blank


def test_a_code_that_is_not_ours_is_given_as_it_was_read() -> None:
    page = desk.read_sheet(SheetPlan(code="HTTP://EXAMPLE.CN/PAY"), Scanner(dpi=150))

    assert [code.text for code in page.codes] == ["HTTP://EXAMPLE.CN/PAY"]
    assert codes_on(page) == ()


def test_a_photo_of_a_screen_gives_a_code_or_says_that_there_is_none() -> None:
    photo = photographed(printed(PLAN, 110), Scanner(dpi=110))
    reading = desk.read(desk.in_format(photo, "JPEG"), media_type="image/jpeg")
    kinds = {finding.kind.code for finding in judge_pages(reading, desk.PRINT, {})}

    assert codes_on(reading.pages[0]) in {(), (desk.CODES[0],)}
    assert ("page-unreadable" in kinds) is (codes_on(reading.pages[0]) == ())
    assert "page-missing" in kinds
    assert "page-too-coarse" in kinds


def test_a_pdf_whose_pages_are_all_one_picture_is_told() -> None:
    with pikepdf.open(io.BytesIO(desk.a_scan([SheetPlan()], Scanner(dpi=150)))) as pdf:
        pdf.pages.extend([pdf.pages[0]] * 2)
        data = saved(pdf)
    reading = desk.read(data)
    found = [one for one in judge_pages(reading, None, {}) if one.kind.code == "pages-alike"]

    assert [finding.found.en for finding in found if finding.found] == ["pages 1, 2, 3"]


def test_two_scans_of_one_sheet_do_not_look_the_same() -> None:
    reading = desk.read(desk.a_scan([SheetPlan(), SheetPlan()], Scanner(dpi=150)))

    assert reading.pages[0].look != reading.pages[1].look


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    page = desk.read(a_png_of(30_000), media_type="image/png").pages[0]

    assert page.is_too_large
    assert not page.is_broken


def test_a_pdf_with_a_picture_of_too_many_pixels_is_not_drawn() -> None:
    with pikepdf.open(io.BytesIO(desk.a_scan([SheetPlan()], Scanner(dpi=100)))) as pdf:
        picture = next(iter(pdf.pages[0].Resources.XObject.values()))
        picture.Width, picture.Height = 30_000, 30_000
        data = saved(pdf)

    assert desk.read(data).pages[0].is_too_large


def test_pages_beyond_the_limit_are_counted_and_not_read() -> None:
    limits = Limits(max_pages=3)
    reading = desk.read(samples.a_pdf(10_000), expectation=ScanExpectation(limits=limits))
    kinds = {finding.kind.code for finding in judge_pages(reading, None, {})}

    assert len(reading.pages) == 3
    assert reading.pages_not_read == 9_997
    assert "pages-not-read" in kinds


def test_a_cut_picture_is_broken_and_nothing_worse() -> None:
    whole = desk.in_format(desk.a_sheet(PLAN, Scanner(dpi=100)), "PNG")
    page = desk.read(whole[: len(whole) // 2], media_type="image/png").pages[0]

    assert page.is_broken


def a_png_of(side: int) -> bytes:
    """A few kilobytes that would unfold to as many pixels as the square of a side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def test_a_page_that_is_no_scan_is_not_in_black_and_white() -> None:
    page = desk.read(desk.a_text_pdf("这一页是文字，不是扫描件")).pages[0]

    assert page.dpi is None
    assert page.has_colour


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_grey_scan_is_without_colour_also_in_a_file_that_could_hold_some(mode: str) -> None:
    sheet = desk.a_sheet(SheetPlan(), Scanner(dpi=120, is_grey=True)).convert(mode)
    page = desk.read(desk.in_format(sheet, "JPEG", quality=70), media_type="image/jpeg").pages[0]

    assert not page.has_colour
