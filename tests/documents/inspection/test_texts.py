"""Marks are found in the text layers of a PDF and in the words of office files."""

import asyncio
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.documents.domain.secrecy_marks import Mark
from services.documents.inspection.pool import InspectionPool
from tests.documents import samples


@pytest.fixture(scope="module")
def pool() -> Iterator[InspectionPool]:
    made = InspectionPool(workers=1, timeout_s=20)
    yield made
    made.close()


def marks(pool: InspectionPool, folder: Path, data: bytes) -> list[Mark]:
    path = folder / "file"
    path.write_bytes(data)
    return asyncio.run(pool.find_marks(path))


def package(**entries: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return buffer.getvalue()


def test_every_page_of_a_pdf_is_read(pool: InspectionPool, tmp_path: Path) -> None:
    data = samples.a_pdf_that_says("不涉及国家秘密、商业秘密", "机密★启用前\n附件", "核心商密")

    assert marks(pool, tmp_path, data) == [
        Mark(text="机密★启用前", page=2),
        Mark(text="核心商密", page=3),
    ]


def test_words_of_a_document_and_its_header_are_read(pool: InspectionPool, tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>不涉及国家秘密、商业秘密</w:t></w:r></w:p><w:p><w:t>★ 注</w:t></w:p>"
    header = "<w:p><w:r><w:t>秘密</w:t></w:r><w:r><w:t>★10年</w:t></w:r></w:p>"

    found = marks(pool, tmp_path, package(word__document_xml=body, word__header1_xml=header))

    assert found == [Mark(text="秘密★10年")]


def test_words_of_a_workbook_are_read(pool: InspectionPool, tmp_path: Path) -> None:
    data = package(
        xl__sharedStrings_xml="<si><t>普通商密</t></si><si><t>产值</t></si>",
        xl__worksheets__sheet1_xml="<c><v>1</v></c>",
    )

    assert marks(pool, tmp_path, data) == [Mark(text="普通商密")]


def test_a_picture_has_no_words(pool: InspectionPool, tmp_path: Path) -> None:
    assert marks(pool, tmp_path, samples.an_image()) == []
