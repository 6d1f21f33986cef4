"""What bears a classification mark is shown to secrecy officers and to nobody else."""

from typing import Any

import pytest

from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.harness.api import Api

FALSE_ALARM = {"reason": "误报：★ 为项目符号"}
LEAKED = "误传涉密文件"


@pytest.fixture
def officer(checked_desk: Desk) -> Api:
    return checked_desk.anybody.as_role("secrecy-officer", subject="officer-li")


@pytest.fixture
def colleague(checked_desk: Desk) -> Api:
    return checked_desk.anybody.as_role("secrecy-officer", subject="officer-zhao")


def a_secret(desk: Desk, mark: str = "机密★启用前") -> dict[str, Any]:
    version = desk.uploaded(samples.a_pdf_that_says("第一页", mark))
    desk.checked(version)
    return version


def order_for(version: dict[str, Any]) -> dict[str, str]:
    return {
        "document_id": version["document_id"],
        "version_id": version["version_id"],
        "reason": LEAKED,
    }


def path_in_quarantine(version: dict[str, Any]) -> str:
    return f"/v1/quarantine/{version['version_id']}"


def test_a_marked_file_is_withheld_from_everybody_and_says_no_more_than_that(
    checked_desk: Desk,
) -> None:
    version = a_secret(checked_desk)

    check = checked_desk.check(version)

    assert (check["state"], check["is_withheld"]) == ("flagged", True)
    (finding,) = check["findings"]
    assert finding["code"] == "withheld-for-secrecy"
    assert (finding["page"], finding["found"]) == (None, None)
    assert "机密" not in str(check)
    checked_desk.content(version).refused(403, "content-withheld")
    auditor = checked_desk.anybody.as_role("auditor")
    assert "机密" not in auditor.get(f"{path_of(version)}/check").response.text
    assert "机密" not in auditor.get("/v1/events").response.text


def test_it_is_submitted_all_the_same(checked_desk: Desk) -> None:
    version = a_secret(checked_desk)

    checked_desk.freeze(version).ok(200)


def test_the_secrecy_officer_is_told_and_sees_it(checked_desk: Desk, officer: Api) -> None:
    version = a_secret(checked_desk)

    listed = officer.get("/v1/quarantine").ok(200)
    check = officer.get(f"{path_of(version)}/check").ok(200)
    content = officer.get(f"{path_in_quarantine(version)}/content")
    part = officer.get(f"{path_in_quarantine(version)}/content", headers={"Range": "bytes=0-4"})

    assert [each["version_id"] for each in listed["items"]] == [version["version_id"]]
    assert listed["items"][0]["cause"] == "secrecy"
    (finding,) = check["findings"]
    assert (finding["code"], finding["page"]) == ("classification-mark", 2)
    assert finding["found"]["zh"] == "机密★启用前"
    assert content.content == samples.a_pdf_that_says("第一页", "机密★启用前")
    assert (part.status, part.content) == (206, b"%PDF-")


def test_the_list_comes_in_pages(checked_desk: Desk, officer: Api) -> None:
    marked = [a_secret(checked_desk, mark)["version_id"] for mark in ("绝密★", "核心商密", "秘密★")]

    first = officer.get("/v1/quarantine", params={"limit": 2}).ok(200)
    rest = officer.get("/v1/quarantine", params={"cursor": first["next_cursor"]}).ok(200)

    listed = [each["version_id"] for each in first["items"] + rest["items"]]
    assert sorted(listed) == sorted(marked)
    assert (len(first["items"]), rest["next_cursor"]) == (2, None)
    officer.get("/v1/quarantine", params={"cursor": "x"}).refused(422, "cursor-invalid")


@pytest.mark.parametrize(
    "text",
    ["申报材料不涉及国家秘密、商业秘密", "不涉及国家秘密、商业秘密\n★ 注：见附件"],
)
def test_the_sentence_of_the_form_does_not_trigger(checked_desk: Desk, text: str) -> None:
    version = checked_desk.uploaded(samples.a_pdf_that_says(text))

    assert checked_desk.checked(version)["state"] == "accepted"
    assert checked_desk.content(version).status == 200


def test_the_form_that_we_print_ourselves_does_not_trigger(checked_desk: Desk) -> None:
    path = f"/v1/printed-forms/{a_document_id()}"
    printed = checked_desk.service.put(path, samples.a_print_job()).ok(201)

    assert checked_desk.checked(printed)["state"] == "accepted"


def test_a_false_alarm_is_released_with_its_reason(checked_desk: Desk, officer: Api) -> None:
    version = a_secret(checked_desk)

    released = officer.post(f"{path_in_quarantine(version)}/release", FALSE_ALARM).ok(200)

    assert released["released_by"] == "officer-li"
    assert released["reason"] == FALSE_ALARM["reason"]
    assert checked_desk.content(version).status == 200
    check = checked_desk.check(version)
    assert (check["is_withheld"], check["findings"][0]["code"]) == (False, "classification-mark")
    assert officer.get("/v1/quarantine").ok(200)["items"] == []
    officer.post(f"{path_in_quarantine(version)}/release", FALSE_ALARM).refused(
        404, "quarantine-not-found"
    )
    officer.post("/v1/destructions", order_for(version)).refused(409, "not-quarantined")


def test_two_officers_order_a_destruction(checked_desk: Desk, officer: Api, colleague: Api) -> None:
    version = a_secret(checked_desk)
    checked_desk.freeze(version).ok(200)

    proposed = officer.post("/v1/destructions", order_for(version)).ok(201)
    path = f"/v1/destructions/{proposed['destruction_id']}"
    officer.post("/v1/destructions", order_for(version)).refused(409, "destruction-stands")
    officer.post(f"{path_in_quarantine(version)}/release", FALSE_ALARM).refused(
        409, "destruction-stands"
    )
    officer.post(f"{path}/confirmation").refused(409, "same-secrecy-officer")
    ordered = colleague.post(f"{path}/confirmation").ok(200)
    colleague.post(f"{path}/confirmation").refused(409, "destruction-not-open")

    assert (proposed["state"], ordered["state"]) == ("proposed", "ordered")
    assert (ordered["proposed_by"], ordered["confirmed_by"]) == ("officer-li", "officer-zhao")
    auditor = checked_desk.anybody.as_role("auditor")
    assert auditor.get(path).ok(200) == officer.get(path).ok(200) == ordered


def test_what_is_not_there_cannot_be_destroyed(officer: Api) -> None:
    nowhere = {"document_id": a_document_id(), "version_id": a_document_id()}

    officer.post("/v1/destructions", order_for(nowhere)).refused(404, "document-not-found")
    officer.get(f"/v1/destructions/{a_document_id()}").refused(404, "destruction-not-found")
    officer.post(f"/v1/destructions/{a_document_id()}/confirmation").refused(
        404, "destruction-not-found"
    )
