"""What the code of a printed page stands for is looked up, and never guessed."""

import pytest

from services.documents.domain.page_codes import page_code
from tests.documents import samples
from tests.documents.desk import Desk, a_document_id
from tests.documents.printing.layouts import pages_of
from tests.harness.api import Answer, Api


def look_up(api: Api, code: str) -> Answer:
    return api.get(f"/v1/page-codes/{code}")


def codes_in(desk: Desk, version: dict[str, object]) -> list[str]:
    """Read the codes in print on each page, as a person does."""
    pages = pages_of(desk.content(version).content)
    return [
        next(word for word in page.split() if word.count("-") == 4 and len(word) == 24)
        for page in pages
    ]


def test_each_page_of_a_form_is_found_by_its_code(desk: Desk) -> None:
    job = samples.a_print_job()
    version = desk.service.put(f"/v1/printed-forms/{a_document_id()}", job).ok(201)

    codes = codes_in(desk, version)
    found = [look_up(desk.service, code).ok() for code in codes]

    assert len(codes) == version["page_count"] == 2
    assert [each["page"] for each in found] == [1, 2]
    for code, each in zip(codes, found, strict=True):
        assert each == {
            "code": code.replace("-", ""),
            "layout": "application-form",
            "document_id": version["document_id"],
            "version_id": version["version_id"],
            "application_id": job["application_id"],
            "revision_number": 7,
            "hand_in_id": None,
            "page": each["page"],
            "pages": 2,
            "content_sha256": job["revision_sha256"],
        }


def test_a_page_of_a_hand_ins_paper_names_the_hand_in(desk: Desk) -> None:
    job = samples.a_print_job(**samples.a_hand_in_paper("recommendation-letter"))
    version = desk.service.put(f"/v1/printed-forms/{a_document_id()}", job).ok(201)

    (code,) = codes_in(desk, version)
    found = look_up(desk.service, code).ok()

    assert found["layout"] == "recommendation-letter"
    assert (found["application_id"], found["revision_number"]) == (None, None)
    assert (found["hand_in_id"], found["content_sha256"]) == (job["hand_in_id"], "ab" * 32)


def test_a_code_is_taken_as_people_type_it(desk: Desk) -> None:
    version = desk.service.put(f"/v1/printed-forms/{a_document_id()}", samples.a_print_job()).ok(
        201
    )
    code = codes_in(desk, version)[0]
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert look_up(desk.service, typed).ok() == look_up(desk.service, code).ok()


def test_the_same_words_under_two_ids_are_two_prints(desk: Desk) -> None:
    versions = [
        desk.service.put(f"/v1/printed-forms/{a_document_id()}", samples.a_print_job()).ok(201)
        for _ in range(2)
    ]

    first, second = (codes_in(desk, version) for version in versions)

    assert not set(first) & set(second)


def test_a_code_that_was_never_printed_is_not_found(desk: Desk) -> None:
    look_up(desk.service, page_code("f" * 64, 1)).refused(404, "page-code-unknown")


@pytest.mark.parametrize("change", ["wrong", "short", "foreign"])
def test_a_code_with_a_fault_in_it_is_refused(desk: Desk, change: str) -> None:
    code = page_code("f" * 64, 1)
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    sent = {"wrong": wrong, "short": code[:-1], "foreign": "U" * 20}[change]

    answer = look_up(desk.service, sent)

    answer.refused(422, "page-code-wrong")
    assert answer.faults == {"path:code": "page-code"}


def test_a_code_that_is_far_too_long_is_refused(desk: Desk) -> None:
    look_up(desk.service, "7" * 61).refused(422, "invalid-request")
