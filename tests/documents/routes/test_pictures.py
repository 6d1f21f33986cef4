"""Pages, findings and check sheets as pictures and paper, for the holder of a ticket and nobody else."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from minio import Minio
from PIL import Image

from services.documents.checking.steps import CheckContext, Noticed, Step, StepReport, Subject
from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Box, Finding
from services.documents.usecases.check_versions import checker_of
from shared.database import Database
from shared.text import Text
from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.documents.routes.test_downloads import lose_bytes
from tests.documents.routes.test_secrecy import FALSE_ALARM, a_secret, path_in_quarantine
from tests.harness.api import Answer
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATHS = ("pages/1.png", "pages/1/findings.png", "findings/2.png", "check-sheet.pdf")
#: What is seen on the upright first page, and on the second.
BOX = Box(left=2000, top=3000, width=3000, height=2000)
FINDINGS = (
    Finding(kind=kinds.PAGE_MISSING, expected=Text(zh="第 3 页", en="page 3")),
    Finding(kind=kinds.SEAL_FOUND, page=1, box=BOX, found=Text(zh="圆形", en="round")),
    Finding(kind=kinds.SEAL_FOUND, page=2, box=BOX),
)
CROP = samples.an_image("PNG", (120, 80))


def a_scan() -> bytes:
    """Make two sheets that lie on their side, with a red mark in the top left corner as they lie."""
    sheet = Image.new("RGB", (600, 400), "white")
    sheet.paste((220, 0, 0), (0, 0, 60, 60))
    buffer = io.BytesIO()
    sheet.save(buffer, "PDF", resolution=72, save_all=True, append_images=[sheet])
    return buffer.getvalue()


async def _read(_context: CheckContext, subject: Subject) -> StepReport:
    """Say what a reader of the scan would say."""
    crop = subject.crops / "seal.png"
    crop.write_bytes(CROP)
    crops = (None, crop, None)
    noticed = [Noticed(finding=each, crop=one) for each, one in zip(FINDINGS, crops, strict=True)]
    return StepReport(noticed=noticed, turns={1: 90})


@pytest.fixture
def examine(desk: Desk, stack: Stack, loop: LoopThread) -> Callable[[], dict[str, Any]]:
    """Upload a scan and have it looked into, with what is noticed given by the test."""

    async def check() -> int:
        app = stack.app("documents")
        url = app.state.database.engine.url.set(drivername="postgresql")
        database = Database.from_url(url.render_as_string(hide_password=False))
        try:
            steps = [Step(name="scan", run=_read)]
            context = replace(app.state.context, check_steps=steps)
            return await checker_of(context, database).check_next()
        finally:
            await database.engine.dispose()

    def examined() -> dict[str, Any]:
        version = desk.uploaded(a_scan())
        assert loop.run(check()) == 1
        return version

    return examined


def show(desk: Desk, version: dict[str, Any], path: str, **params: Any) -> Answer:
    """Ask for a picture with a fresh ticket."""
    headers = {"Ticket": desk.read_ticket(version)["ticket"]}
    return desk.anybody.get(f"{path_of(version)}/{path}", headers=headers, params=params)


def opened(answer: Answer) -> Image.Image:
    assert answer.status == 200, answer.response.text
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content), formats=["PNG"]).convert("RGB")


def is_red(picture: Image.Image, across: float, down: float) -> bool:
    pixels = np.asarray(picture, dtype=int)
    red, green, _ = pixels[int(pixels.shape[0] * down), int(pixels.shape[1] * across)]
    return bool(red > 180 and green < 60)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).replace("\u200b", "").split())


def test_a_page_lies_as_it_was_scanned_until_its_checks_know_better(desk: Desk) -> None:
    picture = opened(show(desk, desk.uploaded(a_scan()), "pages/1.png", longest=300))

    assert picture.size == (300, 200)
    assert is_red(picture, 0.02, 0.02)


def test_a_page_is_turned_upright_by_the_result_of_its_checks(
    desk: Desk, examine: Callable[[], dict[str, Any]]
) -> None:
    version = examine()

    first = opened(show(desk, version, "pages/1.png", longest=300))
    second = opened(show(desk, version, "pages/2.png", longest=300))

    assert (first.size, second.size) == ((200, 300), (300, 200))
    assert is_red(first, 0.98, 0.02)
    assert not is_red(first, 0.02, 0.02)


def test_a_picture_is_shown_in_the_browser_and_kept_by_nobody(desk: Desk) -> None:
    version = desk.uploaded(a_scan())

    answer = show(desk, version, "pages/2.png")

    assert answer.headers["content-disposition"].startswith("inline; ")
    assert answer.headers["content-disposition"].endswith("-2.png")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert version["sha256"] in answer.headers["etag"]


@pytest.mark.parametrize(
    ("data", "media_type", "page"),
    [
        (samples.an_image("PNG"), "image/png", 1),
        (samples.an_image("JPEG"), "image/jpeg", 1),
        (samples.a_tiff(3), "image/tiff", 3),
        (samples.a_pdf(2), "application/pdf", 2),
    ],
)
def test_every_type_that_has_pages_is_drawn(
    desk: Desk, data: bytes, media_type: str, page: int
) -> None:
    version = desk.uploaded(data, media_type=media_type, kind="other-evidence")

    assert max(opened(show(desk, version, f"pages/{page}.png", longest=200)).size) == 200


def test_a_file_without_pages_has_no_pictures(desk: Desk) -> None:
    version = desk.uploaded(samples.an_xlsx(), media_type=XLSX, kind="other-evidence")

    show(desk, version, "pages/1.png").refused(404, "no-picture-of-type")
    show(desk, version, "pages/1/findings.png").refused(404, "no-picture-of-type")


@pytest.mark.parametrize("path", ["pages/3.png", "pages/3/findings.png"])
def test_a_page_beyond_the_last_is_not_there(desk: Desk, path: str) -> None:
    show(desk, desk.uploaded(a_scan()), path).refused(404, "page-not-there")


@pytest.mark.parametrize(
    ("path", "longest"),
    [
        ("pages/0.png", 500),
        ("pages/first.png", 500),
        ("pages/1.png", 199),
        ("pages/1.png", 3001),
        ("pages/1/findings.png", 10**12),
        ("findings/0.png", 500),
    ],
)
def test_numbers_out_of_bounds_are_refused(desk: Desk, path: str, longest: int) -> None:
    version = desk.uploaded(a_scan())

    asked = {"longest": longest} if path.startswith("pages") else {}

    show(desk, version, path, **asked).refused(422, "invalid-request")


def test_the_bounds_themselves_are_taken_and_nothing_is_blown_up(desk: Desk) -> None:
    version = desk.uploaded(a_scan())

    assert max(opened(show(desk, version, "pages/1.png", longest=200)).size) == 200
    # 600 points at 200 dpi are all there is to see.
    largest = opened(show(desk, version, "pages/1.png", longest=3000))
    assert max(largest.size) == pytest.approx(600 / 72 * 200, abs=2)


def test_a_page_that_cannot_be_drawn_is_told(narrow_desk: Desk) -> None:
    version = narrow_desk.uploaded()

    show(narrow_desk, version, "pages/1.png").refused(404, "page-not-drawable")


def test_findings_are_framed_on_their_own_page_where_they_are(
    desk: Desk, examine: Callable[[], dict[str, Any]]
) -> None:
    version = examine()

    plain, framed = (
        np.asarray(opened(show(desk, version, path, longest=1000)), dtype=int)
        for path in ("pages/1.png", "pages/1/findings.png")
    )

    rows, columns = np.nonzero(np.abs(plain - framed).max(axis=2) > 40)
    across, down = columns / plain.shape[1] * 10_000, rows / plain.shape[0] * 10_000
    assert across.min() == pytest.approx(BOX.left, abs=100)
    assert across.max() == pytest.approx(BOX.left + BOX.width, abs=100)
    assert down.max() == pytest.approx(BOX.top + BOX.height, abs=100)
    # Inside the frame the page is as it was.
    middle = slice(plain.shape[0] * 38 // 100, plain.shape[0] * 48 // 100)
    assert (plain[middle, 180:300] == framed[middle, 180:300]).all()


def test_before_there_is_a_result_nothing_is_framed_and_no_sheet_printed(desk: Desk) -> None:
    version = desk.uploaded(a_scan())

    show(desk, version, "pages/1/findings.png").refused(409, "check-not-finished")
    show(desk, version, "check-sheet.pdf").refused(409, "check-not-finished")
    show(desk, version, "findings/1.png").refused(404, "finding-picture-not-there")


def test_the_picture_of_a_finding_is_the_one_that_was_kept(
    desk: Desk, examine: Callable[[], dict[str, Any]]
) -> None:
    version = examine()

    answer = show(desk, version, "findings/2.png")

    assert (answer.status, answer.content) == (200, CROP)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline; ")
    assert [each["has_crop"] for each in desk.check(version)["findings"]] == [False, True, False]
    for without in (1, 3, 4, 99_999):
        show(desk, version, f"findings/{without}.png").refused(404, "finding-picture-not-there")


def test_the_check_sheet_says_what_was_found_and_shows_it(
    desk: Desk, examine: Callable[[], dict[str, Any]]
) -> None:
    version = examine()

    first, second = (show(desk, version, "check-sheet.pdf") for _ in range(2))

    assert first.status == 200
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == second.content
    text = text_of(first.content)
    for words in (version["sha256"], "申报书（盖章）,终稿.pdf", "page-missing", "第3页/page3"):
        assert words in text
    assert "有待查看tobelookedat" in text
    assert text.count("seal-found") == 2
    with pikepdf.open(io.BytesIO(first.content)) as document:
        assert sum(len(page.get_images()) for page in document.pages) == 1


def test_a_check_sheet_is_printed_of_what_has_no_pages_too(checked_desk: Desk) -> None:
    version = checked_desk.uploaded(samples.an_xlsx(), media_type=XLSX, kind="other-evidence")
    checked_desk.checked(version)

    text = text_of(show(checked_desk, version, "check-sheet.pdf").content)

    assert "未发现问题" in text
    assert version["sha256"] in text


@pytest.mark.parametrize("path", PATHS)
def test_the_ticket_of_another_document_shows_nothing(
    desk: Desk, examine: Callable[[], dict[str, Any]], path: str
) -> None:
    version = examine()
    address = f"{path_of(version)}/{path}"
    others = desk.read_ticket(desk.uploaded(samples.a_pdf(1)))["ticket"]
    to_upload = desk.ticket(version["document_id"])

    desk.anybody.get(address, headers={"Ticket": others}).refused(403, "ticket-for-other-use")
    desk.anybody.get(address, headers={"Ticket": to_upload}).refused(403, "ticket-for-other-use")
    desk.anybody.get(address).refused(401, "ticket-missing")
    own = desk.read_ticket(version)["ticket"]
    assert desk.anybody.get(address, params={"ticket": own}).status == 200


@pytest.mark.parametrize("path", PATHS)
def test_of_a_quarantined_file_nothing_is_shown_until_it_is_released(
    checked_desk: Desk, path: str
) -> None:
    version = a_secret(checked_desk)

    show(checked_desk, version, path).refused(403, "content-withheld")

    officer = checked_desk.anybody.as_role("secrecy-officer", subject="officer-li")
    officer.post(f"{path_in_quarantine(version)}/release", FALSE_ALARM).ok(200)
    released = show(checked_desk, version, path)
    # Of a mark no cut-out is kept.
    assert released.status == (404 if path.startswith("findings") else 200)


@pytest.mark.parametrize("path", PATHS)
def test_of_what_is_gone_or_never_was_nothing_is_shown(desk: Desk, path: str) -> None:
    version = desk.uploaded()
    nobodys = {"document_id": a_document_id(), "version_id": a_document_id()}
    desk.delete(version)

    show(desk, version, path).refused(404, "document-deleted")
    show(desk, nobodys, path).refused(404, "document-not-found")


def test_nothing_is_drawn_of_bytes_that_are_lost(desk: Desk, sdk: Minio, bucket: str) -> None:
    version = desk.uploaded()
    lose_bytes(version["document_id"], sdk, bucket)

    show(desk, version, "pages/1.png").refused(503, "stored-bytes-differ")


def test_drawing_leaves_nothing_behind(desk: Desk, stack: Stack) -> None:
    folder = Path(stack.app("documents").state.context.settings.spool_folder)
    version = desk.uploaded(a_scan())

    for page in (1, 2, 3):
        show(desk, version, f"pages/{page}.png")

    assert {each.name for each in folder.glob("*/*")} == {"lock"}
