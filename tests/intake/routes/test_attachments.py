"""Files of an application: pinned by version, replaced, never taken from another, never half there."""

from services.intake.domain.lifecycle import State
from tests.harness.servers import Stack
from tests.intake.bodies import NOBODYS
from tests.intake.filings import Filings


def test_a_file_is_attached_once_however_often_it_is_said(filings: Filings) -> None:
    filing = filings.draft()
    uploaded, path = filing.upload("maturity-report"), f"{filing.path}/attachments/maturity-report"

    first = filing.applicant.put(path, uploaded).ok(200)
    again = filing.applicant.put(path, uploaded).ok(200)

    assert first == again
    assert filing.kinds_of_events().count("application.document-attached") == 1
    assert filing.read()["attachments"] == [first]


def test_a_newer_file_takes_the_place_of_the_older(filings: Filings) -> None:
    filing = filings.completed()
    first = filing.read()["attachments"][0]

    second = filing.attach("maturity-report").ok(200)

    assert filing.read()["attachments"] == [second]
    assert second["version_id"] != first["version_id"]


def test_a_file_given_out_for_another_application_is_not_attached(filings: Filings) -> None:
    filing, other = filings.draft(), filings.draft()
    uploaded = other.upload("maturity-report")

    for ids in (uploaded, {"document_id": NOBODYS, "version_id": NOBODYS}):
        answer = filing.applicant.put(f"{filing.path}/attachments/maturity-report", ids)
        answer.refused(404, "document-slot-not-found")
    wrong = {**filing.upload("maturity-report"), "version_id": uploaded["version_id"]}
    answer = filing.applicant.put(f"{filing.path}/attachments/maturity-report", wrong)

    answer.refused(409, "document-not-uploaded")
    assert filing.read()["attachments"] == []


def test_a_scan_is_attached_to_a_finalised_revision_only(filings: Filings) -> None:
    filing = filings.draft()

    filing.attach("stamped-scan").refused(409, "illegal-transition")

    assert filing.read()["attachments"] == []


def test_what_the_system_prints_itself_is_not_uploaded(filings: Filings) -> None:
    filing = filings.draft()
    request = {"kind": "printed-form", "file_name": "a.pdf"}

    answer = filing.applicant.post(f"{filing.path}/upload-tickets", request)

    answer.refused(422, "document-kind-wrong")
    assert answer.faults == {"/kind": "kind"}


def test_without_the_documents_service_nothing_is_half_attached(
    filings: Filings, stack: Stack
) -> None:
    filing = filings.draft()
    uploaded = filing.upload("maturity-report")
    before = (filing.read(), filing.kinds_of_events())
    request = {"kind": "stamped-scan", "file_name": "a.pdf"}

    with stack.down("documents"):
        path = f"{filing.path}/attachments/maturity-report"
        filing.applicant.put(path, uploaded).refused(503, "service-unavailable")
        asked = filing.applicant.post(f"{filing.path}/upload-tickets", request)

    asked.refused(503, "service-unavailable")
    assert asked.headers["retry-after"]
    assert (filing.read(), filing.kinds_of_events()) == before
    filing.applicant.put(path, uploaded).ok(200)


def test_the_ticket_to_read_opens_what_lies_under_the_version_too(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    printed_form = f"revisions/{filing.read()['revision_number']}/printed-form"

    for address in ("attachments/maturity-report/content", printed_form):
        read = filing.applicant.get(f"{filing.path}/{address}").ok(200)
        content = f"{read['version_url']}/content"
        by_link = filings.documents.send("GET", read["url"])
        by_header = filings.documents.send("GET", content, headers={"Ticket": read["ticket"]})
        bare = filings.documents.send("GET", content)

        assert read["url"] == f"{content}?ticket={read['ticket']}"
        assert by_header.content == by_link.content
        assert by_link.content.startswith(b"%PDF-")
        bare.refused(401, "ticket-missing")
