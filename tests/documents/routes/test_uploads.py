from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest

from services.documents.inspection import containers
from shared.digests import digests_of
from tests.documents import samples
from tests.documents.conftest import NARROW
from tests.documents.desk import Desk, a_document_id, path_of


def test_an_upload_is_answered_with_all_that_was_found_out(desk: Desk) -> None:
    data = samples.a_pdf(3, padding=3_000_000)

    answer = desk.upload(data, headers={"Content-Digest": samples.content_digest(data)})

    version = answer.ok(201)
    assert answer.headers["location"] == path_of(version)
    assert version["size_bytes"] == len(data)
    assert (version["sha256"], version["sm3"]) == (digests_of(data).sha256, digests_of(data).sm3)
    assert (version["page_count"], version["media_type"]) == (3, "application/pdf")
    assert version["frozen_at"] is None
    assert desk.service.get(path_of(version)).ok() == version


@pytest.mark.parametrize(
    "name",
    [
        "申报书（盖章）,终稿.pdf",
        "㐂𠮷锜①.pdf",
        "👩🏽‍🔧 scan 🚀.pdf",
        "长" * 296 + ".pdf",
        'a "b"; c=d 100%.pdf',
        "..hidden.pdf",
        ".pdf",
        "caf\u00e9.pdf",
        "cafe\u0301.pdf",
        "  spaces  .pdf",
    ],
)
def test_a_name_survives_to_the_download(desk: Desk, name: str) -> None:
    version = desk.uploaded(file_name=name)

    header = desk.content(version).headers["content-disposition"]

    assert version["file_name"] == name
    assert unquote(header.partition("filename*=UTF-8''")[2]) == name
    assert header.isascii()


def test_a_mark_of_direction_is_taken_and_made_visible(desk: Desk) -> None:
    version = desk.uploaded(file_name="\u200fעברית\u200e.pdf")

    assert version["file_name"] == "‹RLM›עברית‹LRM›.pdf"


def test_the_same_bytes_again_are_the_same_version(desk: Desk) -> None:
    first = desk.uploaded()

    again = desk.upload(samples.a_pdf(), document_id=first["document_id"])

    assert again.ok(200) == first


def test_two_identical_uploads_at_once_end_in_one_version(desk: Desk) -> None:
    document_id = a_document_id()
    tickets = [desk.ticket(document_id) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(
            threads.map(
                lambda ticket: desk.upload(samples.a_pdf(), document_id=document_id, ticket=ticket),
                tickets,
            )
        )

    assert sorted(answer.status for answer in answers) == [200, 200, 200, 201]
    assert len({answer.body["version_id"] for answer in answers}) == 1


def test_other_bytes_make_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    first = desk.uploaded(samples.a_pdf(1))
    second = desk.uploaded(samples.a_pdf(2), document_id=first["document_id"])

    assert first["version_id"] != second["version_id"]
    assert desk.content(first).content == samples.a_pdf(1)
    assert desk.content(second).content == samples.a_pdf(2)


def test_a_document_keeps_its_kind(desk: Desk) -> None:
    first = desk.uploaded()

    answer = desk.upload(samples.a_pdf(5), document_id=first["document_id"], kind="maturity-report")
    answer.refused(409, "document-kind-differs")


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg"])
def test_evidence_may_be_an_image(desk: Desk, media_type: str) -> None:
    data = samples.an_image(media_type.removeprefix("image/").upper())

    version = desk.uploaded(data, kind="other-evidence", media_type=media_type)

    assert (version["page_count"], version["media_type"]) == (1, media_type)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "file-empty"),
        (b"<!DOCTYPE html><html><body>hi</body></html>", 415, "type-mismatch"),
        (samples.a_polyglot(), 415, "file-is-polyglot"),
        (samples.an_image(), 415, "type-mismatch"),
        (samples.a_cut_pdf(), 422, "file-damaged"),
        (samples.an_encrypted_pdf(), 422, "file-encrypted"),
        (samples.an_encrypted_pdf(user=""), 422, "file-encrypted"),
    ],
    ids=["empty", "html", "polyglot", "png", "cut", "password", "restricted"],
)
def test_an_unsound_file_is_refused_and_leaves_nothing(
    desk: Desk, data: bytes, status: int, code: str
) -> None:
    document_id = a_document_id()

    answer = desk.upload(data, document_id=document_id)

    answer.refused(status, code)
    # Nothing was kept of it: the place is still free for a document of another kind.
    desk.upload(samples.a_pdf(), document_id=document_id, kind="maturity-report").ok(201)


def test_a_refusal_is_told_in_both_languages(desk: Desk) -> None:
    chinese = desk.upload(b"", headers={"Accept-Language": "zh-CN"})
    english = desk.upload(b"", headers={"Accept-Language": "en"})

    assert chinese.body["title"] == "文件是空的"
    assert english.body["title"] == "The file is empty"


@pytest.mark.parametrize("media_type", ["text/html", "video/mp4", "application/octet-stream"])
def test_a_scan_is_a_pdf_or_an_image(desk: Desk, media_type: str) -> None:
    answer = desk.upload(samples.a_pdf(), media_type=media_type)

    answer.refused(415, "type-not-accepted")


@pytest.mark.parametrize(
    ("kind", "media_type", "data", "pages"),
    [
        ("stamped-scan", "image/tiff", samples.a_tiff(4), 4),
        ("financial-statement", containers.XLSX, samples.an_xlsx(), 1),
        ("other-evidence", containers.DOCX, samples.a_docx(), 1),
        ("stamped-recommendation-letter", "application/ofd", samples.an_ofd(), 1),
        ("photograph", "image/jpeg", samples.an_image("JPEG"), 1),
        ("video", "video/mp4", samples.an_mp4(), 1),
        ("site-check-record", "application/pdf", samples.a_pdf(2), 2),
        ("stamped-summary-table", "image/png", samples.an_image(), 1),
    ],
)
def test_each_kind_takes_its_types_and_gives_the_bytes_back(
    desk: Desk, kind: str, media_type: str, data: bytes, pages: int
) -> None:
    version = desk.uploaded(data, kind=kind, media_type=media_type)

    assert (version["media_type"], version["page_count"]) == (media_type, pages)
    assert desk.content(version).content == data


@pytest.mark.parametrize(
    ("media_type", "data"),
    [(containers.XLSX, samples.a_docx()), (containers.DOCX, samples.a_package(("a", b"b")))],
)
def test_one_package_is_not_taken_for_another(desk: Desk, media_type: str, data: bytes) -> None:
    answer = desk.upload(data, kind="other-evidence", media_type=media_type)

    answer.refused(415, "type-mismatch")


def test_bytes_that_are_not_the_declared_ones_are_refused(desk: Desk) -> None:
    digest = samples.content_digest(b"something else")

    answer = desk.upload(samples.a_pdf(), headers={"Content-Digest": digest})
    answer.refused(422, "digest-mismatch")


def test_a_digest_that_cannot_be_read_is_malformed(desk: Desk) -> None:
    answer = desk.upload(samples.a_pdf(), headers={"Content-Digest": "sha-256=abc"})

    answer.refused(400, "content-digest-malformed")


def test_too_many_pages_are_refused(narrow_desk: Desk) -> None:
    narrow_desk.upload(samples.a_pdf(NARROW["max_pages"])).ok(201)

    answer = narrow_desk.upload(samples.a_pdf(NARROW["max_pages"] + 1))
    answer.refused(422, "too-many-pages")


def test_an_image_bomb_is_refused(narrow_desk: Desk) -> None:
    answer = narrow_desk.upload(
        samples.an_image_bomb(), kind="other-evidence", media_type="image/png"
    )

    answer.refused(422, "too-many-pixels")


def test_a_file_that_says_it_is_too_large_is_refused_before_it_is_sent(narrow_desk: Desk) -> None:
    answer = narrow_desk.upload(samples.a_pdf(padding=NARROW["max_bytes"]))

    answer.refused(413, "file-too-large")


def test_a_file_that_grows_too_large_is_refused_on_the_way(narrow_desk: Desk) -> None:
    data = samples.a_pdf(padding=NARROW["max_bytes"])
    document_id = a_document_id()

    # Without a length: the client sends chunks.
    answer = narrow_desk.anybody.send(
        "PUT",
        f"/v1/documents/{document_id}",
        content=iter([data[:1000], data[1000:]]),
        headers={"Ticket": narrow_desk.ticket(document_id), "Content-Type": "application/pdf"},
    )
    answer.refused(413, "file-too-large")


def test_an_id_that_is_none_of_ours_is_refused(desk: Desk) -> None:
    answer = desk.upload(samples.a_pdf(), document_id="17", ticket=desk.ticket(a_document_id()))

    answer.refused(422, "invalid-request")
    assert answer.faults == {"path:document_id": "pattern"}
