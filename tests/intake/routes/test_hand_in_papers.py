"""The papers of a hand-in: printed with it, stamped by its unit, frozen once the city has received it."""

from typing import Any

import pypdfium2
import pytest

from services.intake.domain import document_errors, errors, list_errors
from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.bodies import OTHER_UNIT, SUB_UNIT, UNIT
from tests.intake.filings import Filing, Filings
from tests.intake.hand_in_papers import LETTER, TABLE, attach, printed, upload
from tests.intake.refusals import refused
from tests.intake.routes.provocations import Call


def text_of(filings: Filings, caller: Api, hand_in_path: str, paper: str) -> str:
    read = caller.get(f"{hand_in_path}/papers/{paper}").ok(200)
    assert read["url"] == f"{read['version_url']}/content?ticket={read['ticket']}"
    pdf = filings.documents.send("GET", read["url"]).content
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.fixture
def handed_in(filings: Filings) -> Filing:
    filing = filings.at(State.HANDED_IN)
    printed(filing.officer, filing.hand_in_path)
    return filing


def test_the_table_says_what_the_workbook_says(filings: Filings, handed_in: Filing) -> None:
    text = text_of(filings, handed_in.officer, handed_in.hand_in_path, "summary-table")

    for word in (
        "附件8 先进级智能工厂项目推荐汇总表",
        "推荐单位（盖章）：滨海新区",
        "填表人：",
        "统一社会信用代码",
        handed_in.firm.credit_code,
        "2.35",
        "报送日期：2025年7月10日",
        "示例格式",
    ):
        assert word in text.replace("\r\n", "")


def test_the_letter_names_notice_tier_count_and_table(filings: Filings, handed_in: Filing) -> None:
    text = text_of(filings, filings.city, handed_in.hand_in_path, "recommendation-letter")

    for word in (
        "推荐函",
        "天津市工业和信息化局：",
        "津工信数转〔2025〕4号",
        "推荐先进级智能工厂项目1个",
        "先进级智能工厂项目推荐汇总表（附件8）",
        "滨海新区工业和信息化主管部门（盖章）",
    ):
        assert word in text.replace("\r\n", "")


def test_a_page_of_a_paper_is_found_by_its_code(filings: Filings, handed_in: Filing) -> None:
    text = text_of(filings, filings.city, handed_in.hand_in_path, "recommendation-letter")
    code = next(word for word in text.split() if word.count("-") == 4 and len(word) == 24)

    service = filings.documents.as_role("service", subject="service:intake")
    found = service.get(f"/v1/page-codes/{code}").ok(200)

    assert found["hand_in_id"] == handed_in.hand_in_path.rpartition("/")[2]
    assert (found["layout"], found["page"], found["pages"]) == ("recommendation-letter", 1, 1)


def test_the_ministrys_tiers_ask_for_no_letter(filings: Filings) -> None:
    filing = filings.at(State.HANDED_IN, tier="excellent")

    papers = printed(filing.officer, filing.hand_in_path)

    assert [each["paper"] for each in papers] == ["summary-table"]
    path = f"{filing.hand_in_path}/papers/recommendation-letter"
    refused(
        Call(caller=filings.city, method="GET", path=path),
        list_errors.HandInNotPrinted,
    )


def test_what_is_still_being_printed_is_to_be_asked_for_again(
    filings: Filings, stack: Stack
) -> None:
    filing = filings.at(State.RECOMMENDED)

    with stack.down("documents"):
        filing.hand_in().ok(201)
        path = f"{filing.hand_in_path}/papers/summary-table"
        refused(
            Call(caller=filing.officer, method="GET", path=path),
            document_errors.PrintedFormNotReady,
        )

    assert len(printed(filing.officer, filing.hand_in_path)) == 2


def test_stamped_papers_are_read_by_the_city_and_frozen_once_it_has_received_them(
    filings: Filings, handed_in: Filing
) -> None:
    path = handed_in.hand_in_path
    for kind in (TABLE, LETTER):
        attach(filings, handed_in.officer, path, kind).ok(200)
        read = filings.city.get(f"{path}/attachments/{kind}/content").ok(200)
        assert filings.documents.send("GET", read["url"]).content.startswith(b"%PDF-")
        assert read["url"] == f"{read['version_url']}/content?ticket={read['ticket']}"
    assert [each["frozen_at"] for each in filings.city.get(path).ok()["attachments"]] == [None] * 2

    filings.city.post(f"{path}/receive").ok(200)

    def frozen() -> list[dict[str, Any]]:
        found = list(filings.city.get(path).ok(200)["attachments"])
        return found if all(each["frozen_at"] for each in found) else []

    assert [each["kind"] for each in eventually(frozen)] == [LETTER, TABLE]


def test_a_better_scan_replaces_the_one_that_stood(filings: Filings, handed_in: Filing) -> None:
    path, officer = handed_in.hand_in_path, handed_in.officer
    first = upload(filings, officer, path, TABLE)
    officer.put(f"{path}/attachments/{TABLE}", first).ok(200)
    again = officer.put(f"{path}/attachments/{TABLE}", first).ok(200)
    second = attach(filings, officer, path, TABLE).ok(200)

    (standing,) = officer.get(path).ok(200)["attachments"]

    assert again["version_id"] == first["version_id"]
    assert standing["version_id"] == second["version_id"] != first["version_id"]


def test_nothing_is_replaced_after_the_city_has_received_it(
    filings: Filings, handed_in: Filing
) -> None:
    path, officer = handed_in.hand_in_path, handed_in.officer
    late = upload(filings, officer, path, TABLE)
    filings.city.post(f"{path}/receive").ok(200)

    for request in (
        Call(
            caller=officer,
            method="POST",
            path=f"{path}/upload-tickets",
            json={"kind": TABLE, "file_name": "a.pdf"},
        ),
        Call(caller=officer, method="PUT", path=f"{path}/attachments/{TABLE}", json=late),
    ):
        refused(request, errors.IllegalTransition)


def test_a_paper_is_attached_as_what_it_was_uploaded_for(
    filings: Filings, handed_in: Filing
) -> None:
    path, officer = handed_in.hand_in_path, handed_in.officer
    letter = upload(filings, officer, path, LETTER)
    elsewhere = filings.at(State.HANDED_IN, filings.firm(unit=SUB_UNIT)).hand_in_path

    officer.put(f"{path}/attachments/{TABLE}", letter).refused(422, "document-kind-wrong")
    officer.put(f"{elsewhere}/attachments/{LETTER}", letter).refused(404, "document-slot-not-found")
    unknown = letter | {"version_id": letter["document_id"]}
    officer.put(f"{path}/attachments/{LETTER}", unknown).refused(409, "document-not-uploaded")
    bad_name = {"kind": TABLE, "file_name": "a/b.pdf"}
    officer.post(f"{path}/upload-tickets", bad_name).refused(422, "file-name-unusable")
    officer.get(f"{path}/attachments/{TABLE}/content").refused(404, "attachment-not-found")
    assert officer.get(path).ok(200)["attachments"] == []


@pytest.mark.parametrize("unit", [OTHER_UNIT, SUB_UNIT])
def test_another_unit_reads_and_uploads_nothing_of_it(
    filings: Filings, handed_in: Filing, unit: str
) -> None:
    path = handed_in.hand_in_path
    attach(filings, handed_in.officer, path, TABLE).ok(200)
    stranger = filings.officer(unit, relation="stranger")

    for address in ("", "/papers/summary-table", f"/attachments/{TABLE}/content"):
        stranger.get(f"{path}{address}").refused(404, "hand-in-not-found")
    request = {"kind": TABLE, "file_name": "a.pdf"}
    stranger.post(f"{path}/upload-tickets", request).refused(404, "hand-in-not-found")


def test_without_the_documents_service_nothing_is_half_attached(
    filings: Filings, handed_in: Filing, stack: Stack
) -> None:
    path, officer = handed_in.hand_in_path, handed_in.officer
    uploaded = upload(filings, officer, path, TABLE)

    with stack.down("documents"):
        request = {"kind": TABLE, "file_name": "a.pdf"}
        officer.post(f"{path}/upload-tickets", request).refused(503, "service-unavailable")
        officer.put(f"{path}/attachments/{TABLE}", uploaded).refused(503, "service-unavailable")
        officer.get(f"{path}/papers/summary-table").refused(503, "service-unavailable")

    assert officer.get(path).ok(200)["attachments"] == []
    officer.put(f"{path}/attachments/{TABLE}", uploaded).ok(200)


def test_the_papers_of_a_district_name_what_its_areas_recommended(filings: Filings) -> None:
    filing = filings.at(State.RECOMMENDED, filings.firm(unit=SUB_UNIT))
    officer = filings.officer(UNIT)
    path = filings.hand_in(officer, UNIT, filing).headers["location"]
    printed(officer, path)

    text = text_of(filings, officer, path, "summary-table").replace("\r\n", "")

    assert filing.firm.credit_code in text
    assert "推荐单位：滨海新区" in text
