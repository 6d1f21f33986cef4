from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.documents import samples
from tests.documents.desk import Desk, a_document_id
from tests.harness.api import Answer, Api


def put(desk: Desk, document_id: str, **changes: object) -> Answer:
    return desk.service.put(f"/v1/printed-forms/{document_id}", samples.a_print_job(**changes))


def test_a_form_is_printed_stored_and_read_like_any_document(desk: Desk) -> None:
    answer = put(desk, a_document_id())

    version = answer.ok(201)
    assert (version["kind"], version["media_type"]) == ("printed-form", "application/pdf")
    assert version["file_name"] == "申报书-TJ25-7K3M-9QXZ.pdf"
    assert version["page_count"] == 2
    assert desk.content(version).content.startswith(b"%PDF-")
    assert version.pop("unprintable") == []
    assert desk.service.get(answer.headers["location"]).ok() == version


def test_the_same_job_gives_the_same_form(desk: Desk) -> None:
    document_id = a_document_id()

    first = put(desk, document_id).ok(201)

    assert put(desk, document_id).ok(200) == first


def test_the_same_job_twice_at_once_gives_one_form(desk: Desk) -> None:
    document_id = a_document_id()

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: put(desk, document_id), range(3)))

    assert sorted(answer.status for answer in answers) == [200, 200, 201]
    assert len({answer.body["version_id"] for answer in answers}) == 1


def test_another_job_under_the_same_id_is_refused(desk: Desk) -> None:
    document_id = a_document_id()
    put(desk, document_id).ok(201)

    put(desk, document_id, revision_number=8).refused(409, "printed-form-differs")


def test_a_frozen_form_is_still_given_for_its_own_job(desk: Desk) -> None:
    document_id = a_document_id()
    version = put(desk, document_id).ok(201)

    frozen = desk.freeze(version).ok(200)

    assert put(desk, document_id).ok(200) == frozen | {"unprintable": []}


def test_a_form_is_not_printed_over_an_upload(desk: Desk) -> None:
    version = desk.uploaded()

    put(desk, version["document_id"]).refused(409, "document-kind-differs")


def test_a_form_that_grows_out_of_bounds_is_refused(narrow_desk: Desk) -> None:
    sections = [{"heading": "一", "paragraphs": ["很长" * 4000]}]

    put(narrow_desk, a_document_id(), sections=sections).refused(422, "too-many-pages")


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"sections": []}, {"/sections": "too-few"}),
        ({"document_date": "2025-07-10T10:00:00"}, {"/document_date": "time-zone-missing"}),
        ({"document_date": 1752112800}, {"/document_date": "format"}),
        ({"revision_number": "7"}, {"/revision_number": "type"}),
        ({"revision_sha256": "abc"}, {"/revision_sha256": "pattern"}),
        ({"form_code": "../x"}, {"/form_code": "pattern"}),
        ({"form_code": None}, {"": "subject-of-print"}),
        ({"layout": "summary-table"}, {"": "subject-of-print"}),
        ({"hand_in_id": samples.a_hand_in_paper("x")["hand_in_id"]}, {"": "subject-of-print"}),
        ({"layout": "poster"}, {"/layout": "enum"}),
        ({"title": "a\u202eb"}, {"/title": "control-character"}),
        (
            {"sections": [{"heading": "一", "tables": [{"columns": ["a"], "rows": [["1", "2"]]}]}]},
            {"/sections/0/tables/0": "row-length"},
        ),
    ],
)
def test_a_job_that_cannot_be_printed_is_refused_where_it_is_wrong(
    desk: Desk, changes: dict[str, object], pointers: dict[str, str]
) -> None:
    answer = put(desk, a_document_id(), **changes)

    answer.refused(422, "invalid-request")
    assert answer.faults == pointers


def test_a_revision_number_beyond_all_revisions_is_refused(desk: Desk) -> None:
    answer = put(desk, a_document_id(), revision_number=2**53)

    answer.refused(422, "invalid-request")
    assert answer.faults == {"/revision_number": "out-of-range"}


@pytest.mark.parametrize("role", ["applicant", "operator", "auditor"])
def test_only_services_order_forms(documents: Api, role: str) -> None:
    answer = documents.as_role(role).put(
        f"/v1/printed-forms/{a_document_id()}", samples.a_print_job()
    )

    answer.refused(403, "role-forbidden")


@pytest.mark.parametrize(
    ("layout", "stem"), [("summary-table", "汇总表"), ("recommendation-letter", "推荐函")]
)
def test_a_paper_of_a_hand_in_is_printed_like_a_form(desk: Desk, layout: str, stem: str) -> None:
    job = samples.a_hand_in_paper(layout)

    version = put(desk, a_document_id(), **job).ok(201)

    assert version["kind"] == "printed-form"
    assert version["file_name"] == f"{stem}-{job['hand_in_id']}.pdf"


def test_a_character_that_no_font_has_is_reported_with_its_field_each_time(desk: Desk) -> None:
    document_id = a_document_id()
    tables = [{"columns": ["名称", "备注"], "rows": [["甲", "🤖🤖"]]}]
    fields = [{"label": "法定代表人", "value": "王\U0003134a"}]
    section = {"heading": "一、基本信息", "fields": fields, "tables": tables}

    first = put(desk, document_id, sections=[section]).ok(201)

    assert [tuple(each.values()) for each in first["unprintable"]] == [
        ("/sections/0/fields/0/value", "法定代表人", "\U0003134a", "U+3134A"),
        ("/sections/0/tables/0/rows/0/1", "备注", "🤖", "U+1F916"),
    ]
    assert put(desk, document_id, sections=[section]).ok(200) == first
