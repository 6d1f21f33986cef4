"""What is found in office files before they are taken."""

import io
import zipfile
from pathlib import Path

import pytest

from services.documents.domain.dangers import Danger
from services.documents.inspection.package_dangers import dangers_of_package
from services.documents.inspection.polyglots import is_polyglot

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationship(kind: str, *, mode: str = "External") -> bytes:
    return (
        f'<Relationships><Relationship Id="r1" Type="{_TYPES}/{kind}" '
        f'Target="https://example.invalid/x" TargetMode="{mode}"/></Relationships>'
    ).encode()


def test_an_ordinary_document_has_none(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>成熟度</w:t>")
        archive.writestr("word/embeddings/Microsoft_Excel_Sheet.xlsx", b"PK")
        archive.writestr("word/_rels/document.xml.rels", relationship("hyperlink"))

    assert dangers_of_package(path) == set()
    assert not is_polyglot(path, "application/zip")


@pytest.mark.parametrize(
    ("name", "content", "danger"),
    [
        ("word/vbaProject.bin", b"macro", Danger.SCRIPT),
        ("xl/macrosheets/sheet1.xml", b"<x/>", Danger.SCRIPT),
        ("word/activeX/activeX1.bin", b"x", Danger.SCRIPT),
        ("word/_rels/settings.xml.rels", relationship("attachedTemplate"), Danger.OUTSIDE),
        ("word/_rels/document.xml.rels", relationship("image"), Danger.OUTSIDE),
        ("word/media/image1.bmp", b"\0" * (129 * 2**20), Danger.INFLATES),
    ],
    ids=["macro", "macro sheet", "control", "template", "picture from outside", "bomb"],
)
def test_each_danger_is_told(tmp_path: Path, name: str, content: bytes, danger: Danger) -> None:
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:t/>")
        archive.writestr(name, content)

    assert dangers_of_package(path) == {danger}


def test_many_parts_that_unfold_to_much_together_are_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"word/{number}.xml", b"\0" * (100 * 2**20))

    assert dangers_of_package(path) == {Danger.INFLATES}


def test_a_size_that_is_a_lie_is_not_believed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"\0" * 1000)
    data = buffer.getvalue().replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path = tmp_path / "file"
    path.write_bytes(data)

    assert dangers_of_package(path) == set()


def test_a_package_with_a_pdf_in_its_head_is_two_things(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("%PDF-1.7", b"%PDF-1.7")

    assert is_polyglot(path, "application/zip")


def test_what_is_no_package_has_none(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"PK\x03\x04 but no more")

    assert dangers_of_package(path) == set()
