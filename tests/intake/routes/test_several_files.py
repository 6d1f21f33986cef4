"""Several files of one kind: each in a place of its own, read and deleted one by one, none hidden by another."""

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.documents.samples import a_pdf, an_mp4
from tests.harness.api import Answer
from tests.intake.bodies import UNIT
from tests.intake.filings import Filing, Filings

EVIDENCE = "other-evidence"
VIDEO = "video"


def some_pdf(number: int) -> bytes:
    return a_pdf(number, padding=500)


def path_of(filing: Filing, kind: str, document_id: str | None = None, rest: str = "") -> str:
    wanted = f"?document_id={document_id}" if document_id else ""
    return f"{filing.path}/attachments/{kind}{rest}{wanted}"


def ask_ticket(filing: Filing, kind: str, **more: Any) -> Answer:
    body = {"kind": kind, "file_name": f"{kind}-佐证.pdf"} | more
    return filing.applicant.post(f"{filing.path}/upload-tickets", body)


def send(filing: Filing, ticket: dict[str, Any], data: bytes, media_type: str) -> dict[str, str]:
    stored = filing.desk.documents.send(
        "PUT",
        ticket["url"],
        content=data,
        headers={"Ticket": ticket["ticket"], "Content-Type": media_type},
    ).ok()
    return {"document_id": stored["document_id"], "version_id": stored["version_id"]}


def attach(filing: Filing, uploaded: dict[str, str], kind: str = EVIDENCE) -> Answer:
    return filing.applicant.put(path_of(filing, kind), uploaded)


def attached(filing: Filing, kind: str = EVIDENCE) -> list[dict[str, Any]]:
    return [each for each in filing.read()["attachments"] if each["kind"] == kind]


def with_evidence(filing: Filing, count: int = 3) -> list[dict[str, Any]]:
    return [
        dict(filing.attach(EVIDENCE, some_pdf(number)).ok(200)) for number in range(1, count + 1)
    ]


def test_a_second_file_never_hides_the_first(filings: Filings) -> None:
    filing = filings.completed()

    files = with_evidence(filing)

    assert attached(filing) == files
    assert len({each["document_id"] for each in files}) == 3
    filing.attach("maturity-report", some_pdf(5)).ok(200)
    assert len(attached(filing, "maturity-report")) == 1
    assert attached(filing) == files


def test_each_file_is_read_alone_by_those_who_may(filings: Filings) -> None:
    filing = filings.completed()
    files = with_evidence(filing)
    readers = (
        filing.applicant,
        filings.officer(UNIT),
        filings.city,
        filings.auditor,
    )

    for reader in readers:
        for number, file in enumerate(files, start=1):
            path = path_of(filing, EVIDENCE, file["document_id"], "/content")
            ticket = reader.get(path).ok(200)
            content = filings.documents.get(ticket["url"]).response.content
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
            assert content == some_pdf(number)
        unnamed = reader.get(path_of(filing, EVIDENCE, rest="/content"))
        unnamed.refused(422, "attachment-ambiguous")
        assert unnamed.faults == {"query:document_id": "required"}


def test_strangers_get_none_of_them(filings: Filings) -> None:
    filing, other = filings.completed(), filings.completed()
    file = with_evidence(filing, 1)[0]
    named = path_of(filing, EVIDENCE, file["document_id"], "/content")
    of_another = filings.officer("120104", relation="stranger")

    filings.applicant(other.firm.credit_code, relation="stranger").get(named).refused(
        404, "application-not-found"
    )
    of_another.get(named).refused(404, "application-not-found")
    # Nor is another application's file read under one's own.
    other.applicant.get(path_of(other, EVIDENCE, file["document_id"], "/content")).refused(
        404, "attachment-not-found"
    )
    filings.applicant(other.firm.credit_code, relation="stranger").delete(
        path_of(filing, EVIDENCE, file["document_id"])
    ).refused(404, "application-not-found")
    renewed = ask_ticket(other, EVIDENCE, document_id=file["document_id"])
    renewed.refused(404, "document-slot-not-found")
    assert attached(filing) == [file]


def test_files_are_deleted_one_by_one(filings: Filings) -> None:
    filing = filings.completed()
    first, second, third = with_evidence(filing)

    filing.applicant.delete(path_of(filing, EVIDENCE)).refused(422, "attachment-ambiguous")
    for _ in range(2):
        filing.applicant.delete(path_of(filing, EVIDENCE, second["document_id"])).ok(204)

    assert attached(filing) == [first, third]
    unknown = path_of(filing, EVIDENCE, str(uuid.uuid4()))
    filing.applicant.delete(unknown).refused(404, "attachment-not-found")
    filing.applicant.delete(path_of(filing, EVIDENCE, first["document_id"])).ok(204)
    # Of one that is left nothing needs to be named.
    filing.applicant.delete(path_of(filing, EVIDENCE)).ok(204)
    assert attached(filing) == []


def test_another_version_of_a_document_takes_the_place_of_the_older(filings: Filings) -> None:
    filing = filings.completed()
    first, second = with_evidence(filing, 2)
    ticket = ask_ticket(filing, EVIDENCE, document_id=first["document_id"]).ok(201)
    assert ticket["document_id"] == first["document_id"]

    newer = attach(filing, send(filing, ticket, some_pdf(7), "application/pdf")).ok(200)

    assert attached(filing) == [second, newer]
    assert newer["document_id"] == first["document_id"]
    wrong = ask_ticket(filing, VIDEO, document_id=first["document_id"])
    wrong.refused(422, "document-kind-wrong")


def test_the_same_bytes_are_attached_once(filings: Filings) -> None:
    filing = filings.completed()
    first, second = with_evidence(filing, 2)

    again = filing.attach(EVIDENCE, some_pdf(1)).ok(200)

    assert again == first
    assert attached(filing) == [first, second]


def test_a_kind_has_its_most_and_two_files_do_not_share_the_last_place(filings: Filings) -> None:
    filing = filings.completed()
    brands = (b"isom", b"iso2", b"mp41", b"mp42", b"avc1")
    uploaded = []
    for brand in brands:
        ticket = ask_ticket(filing, VIDEO).ok(201)
        assert ticket["max_files"] == 3
        uploaded.append(send(filing, ticket, an_mp4(brand), "video/mp4"))

    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda each: attach(filing, each, VIDEO), uploaded))

    assert sorted(answer.status for answer in answers) == [200, 200, 200, 409, 409]
    refused = next(answer for answer in answers if answer.status == 409)
    refused.refused(409, "too-many-attachments")
    assert len(attached(filing, VIDEO)) == 3


def test_revision_and_receipt_list_every_file_in_a_place_of_its_own(filings: Filings) -> None:
    filing = filings.completed()
    first, second, third = with_evidence(filing)
    filing.finalise().ok(200)
    filing.attach("stamped-scan").ok(200)
    filing.submit().ok(201)

    content = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)["content"]
    receipt = filing.applicant.get(f"{filing.path}/receipt").ok(200)

    places = {
        EVIDENCE: first["version_id"],
        f"{EVIDENCE}/{second['document_id']}": second["version_id"],
        f"{EVIDENCE}/{third['document_id']}": third["version_id"],
    }
    of_evidence = {
        place: file["version_id"]
        for place, file in content["attachments"].items()
        if file["kind"] == EVIDENCE
    }
    assert of_evidence == places
    assert set(content["attachments"]) == {*places, "maturity-report"}
    assert set(receipt["content"]["documents"]) == {*places, "maturity-report", "stamped-scan"}
