"""The page of a receipt: one page, every criterion in both languages, and a code of the signed file."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import segno

from services.scoring.domain.receipt import STATEMENT
from services.scoring.domain.result_words import OUTCOMES, RESULTS
from services.scoring.printing.receipt_sheets import ReceiptSheets
from services.scoring.store.receipts import Receipt
from tests.scoring.builders import ROUND_OF, TIERS
from tests.scoring.receipts import a_receipt, kept, payload_of, signed_again

#: Pixels of a point: enough for a module of the code to be several pixels wide.
SCALE = 4


@pytest.fixture(scope="module")
def sheets() -> Iterator[ReceiptSheets]:
    made = ReceiptSheets(threads=1)
    yield made
    made.close()


def sheet_of(sheets: ReceiptSheets, receipt: Receipt) -> bytes:
    return asyncio.run(sheets.sheet_of(receipt))


def text_of(pdf: bytes) -> str:
    """All text without spaces and line ends; the sheet must be one page of A4."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        [page] = document
        assert [round(side) for side in page.get_size()] == [595, 842]
        text = page.get_textpage()
        found = str(text.get_text_range())
        text.close()
        page.close()
    finally:
        document.close()
    return flat(found)


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("edition_id", list(ROUND_OF))
@pytest.mark.parametrize("tier", TIERS)
def test_one_page_tells_each_criterion_in_both_languages(
    sheets: ReceiptSheets, edition_id: str, tier: str
) -> None:
    receipt = a_receipt(tier=tier, edition_id=edition_id, round_id=ROUND_OF[edition_id], facts={})
    said = payload_of(receipt.file.content)

    text = text_of(sheet_of(sheets, receipt))

    for one in said["verdict"]["criteria"]:
        title, result = one["title"], RESULTS[one["result"]]
        assert flat(f"{title['zh']}{title['en']}{result.zh}{result.en}") in text
    outcome, left = OUTCOMES[said["verdict"]["outcome"]], said["verdict"]["left_to_a_person"]
    for told in (
        STATEMENT.zh, STATEMENT.en, outcome.zh, outcome.en, f"另有{left}条须由人员判断",
        f"{left} criteria are left to a person", edition_id, said["edition"]["sha256"],
        said["edition"]["conditions_sha256"], said["assessment"]["sha256"], receipt.key_id,
        said["assessment"]["assessment_id"], "2025-07-18 17:30:00",
    ):  # fmt: skip
        assert flat(told) in text
    assert receipt.file.sha256[:32] in text
    assert receipt.file.sha256[32:] in text


def test_the_same_receipt_gives_the_same_bytes(sheets: ReceiptSheets) -> None:
    receipt, others = a_receipt(), ReceiptSheets(threads=1)

    first = sheet_of(sheets, receipt)
    second = sheet_of(others, receipt)
    others.close()

    assert first == second


def test_the_code_holds_the_digest_of_the_signed_file(sheets: ReceiptSheets) -> None:
    receipt = a_receipt()

    assert printed_code(sheet_of(sheets, receipt)) == modules_of(f"sha256:{receipt.file.sha256}")
    assert modules_of(f"sha256:{'0' * 64}") != modules_of(f"sha256:{receipt.file.sha256}")


def test_texts_are_set_as_texts_and_never_as_markup(sheets: ReceiptSheets) -> None:
    title = '#panic("no") $x$ *b* _i_ \u202e'

    def rename(said: dict[str, Any]) -> None:
        said["verdict"]["criteria"][0]["title"] = {"zh": title, "en": title}

    receipt = a_receipt()
    renamed = replace(receipt, file=kept(signed_again(receipt.file.content, rename)))

    assert flat('#panic("no")$x$*b*_i_〓') in text_of(sheet_of(sheets, renamed))


def modules_of(text: str) -> list[list[bool]]:
    return [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix]


def printed_code(pdf: bytes) -> list[list[bool]]:
    """Read the modules of the code off the page, as a camera would: by the dark frame of its corners."""
    document = pypdfium2.PdfDocument(pdf)
    picture: Any = document[0].render(scale=SCALE).to_pil().convert("1", dither=0)
    document.close()
    width, height = picture.size
    # The code stands in the upper right part of the page, alone with what is printed under it.
    area = picture.crop((round(width * 0.74), 0, width, round(height * 0.175)))
    dark = area.point(lambda value: 255 - value)
    left, top, right, _ = dark.getbbox()
    side = right - left
    count = len(modules_of(f"sha256:{'0' * 64}"))
    step = side / count
    return [
        [
            area.getpixel((left + round((x + 0.5) * step), top + round((y + 0.5) * step))) == 0
            for x in range(count)
        ]
        for y in range(count)
    ]
