import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from services.documents.domain.scan_reading import SignatureReading, Trust
from services.documents.domain.signature_judgement import judge_signatures
from services.documents.reading.signatures import read_signatures
from tests.documents import samples
from tests.documents.reading.certificates import Identity, a_person, an_authority, signed

AUTHORITY = an_authority()
PERSON = a_person("某某市示例装备有限公司", AUTHORITY)


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    folder = tmp_path / "roots"
    folder.mkdir()
    folder.joinpath("example.pem").write_bytes(AUTHORITY.pem)
    return folder


def a_signed_pdf(folder: Path, person: Identity = PERSON, authority: Identity = AUTHORITY) -> bytes:
    return signed(samples.a_pdf(2), person, authority, folder)


def readings(folder: Path, data: bytes, roots: Path | None) -> tuple[SignatureReading, ...]:
    path = folder / "signed.pdf"
    path.write_bytes(data)
    return read_signatures(path, roots)


def kinds_of(signatures: tuple[SignatureReading, ...]) -> list[str]:
    return [finding.kind.code for finding in judge_signatures(signatures)]


def test_a_signature_of_a_trusted_person_is_sound(tmp_path: Path, roots: Path) -> None:
    found = readings(tmp_path, a_signed_pdf(tmp_path), roots)

    assert kinds_of(found) == ["signature-sound"]
    assert (found[0].signer, found[0].issuer) == ("某某市示例装备有限公司", "示例根证书")
    assert found[0].trust is Trust.TRUSTED
    assert found[0].claimed_at is not None


def test_a_signature_under_another_root_is_intact_and_untrusted(
    tmp_path: Path, roots: Path
) -> None:
    stranger = an_authority("别家根证书")
    data = a_signed_pdf(tmp_path, a_person("别人", stranger), stranger)
    found = readings(tmp_path, data, roots)

    assert found[0].is_intact
    assert kinds_of(found) == ["signature-untrusted"]


def test_without_roots_nobody_is_trusted_and_that_is_said(tmp_path: Path) -> None:
    found = readings(tmp_path, a_signed_pdf(tmp_path), None)

    assert found[0].trust is Trust.NOT_JUDGED
    assert kinds_of(found) == ["signature-untrusted"]


def test_a_changed_byte_breaks_the_signature(tmp_path: Path, roots: Path) -> None:
    data = bytearray(a_signed_pdf(tmp_path))
    place = data.index(b"/MediaBox")
    digit = next(at for at in range(place, place + 60) if data[at : at + 1] in b"123456789")
    data[digit] = ord("9") if data[digit] != ord("9") else ord("8")

    assert kinds_of(readings(tmp_path, bytes(data), roots)) == ["signature-broken"]


def test_what_was_added_after_signing_is_not_covered(tmp_path: Path, roots: Path) -> None:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(a_signed_pdf(tmp_path)))
    writer.root[NameObject("/Added")] = NameObject("/Something")
    writer.update_root()
    buffer = io.BytesIO()
    writer.write(buffer)
    found = readings(tmp_path, buffer.getvalue(), roots)

    assert not found[0].covers_whole_file
    assert set(kinds_of(found)) & {"signature-not-whole", "signature-broken"}


def test_each_of_two_signatures_is_told(tmp_path: Path, roots: Path) -> None:
    once = a_signed_pdf(tmp_path)
    twice = signed(once, a_person("第二人", AUTHORITY), AUTHORITY, tmp_path, field="Signature2")
    found = readings(tmp_path, twice, roots)

    assert [one.signer for one in found] == ["某某市示例装备有限公司", "第二人"]
    assert [one.covers_whole_file for one in found] == [False, True]


def test_a_file_without_signatures_has_none(tmp_path: Path, roots: Path) -> None:
    assert readings(tmp_path, samples.a_pdf(), roots) == ()
    assert readings(tmp_path, b"%PDF-1.7\nnothing", roots) == ()


def test_a_signature_of_rubbish_is_told_as_one_that_cannot_be_read(
    tmp_path: Path, roots: Path
) -> None:
    data = a_signed_pdf(tmp_path)
    start = data.index(b"/Contents <") + len(b"/Contents <")
    rubbish = data[:start] + b"ff" * 40 + data[start + 80 :]

    assert kinds_of(readings(tmp_path, rubbish, roots)) == ["signature-unreadable"]


def test_an_unread_signature_says_nothing_of_the_rest(tmp_path: Path) -> None:
    one = replace(readings(tmp_path, a_signed_pdf(tmp_path), None)[0], fault="ValueError")

    assert kinds_of((one,)) == ["signature-unreadable"]
