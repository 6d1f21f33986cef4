from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from services.documents.domain.tickets import Action, TicketClaims
from services.documents.ticket_signer import TicketSigner
from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.harness.api import Api
from tests.harness.clock import TestClock


def a_request(**changes: object) -> dict[str, object]:
    return {
        "action": "upload",
        "document_id": a_document_id(),
        "kind": "maturity-report",
        "file_name": "报告.pdf",
        "holder": "wang",
    } | changes


def test_an_upload_ticket_says_where_the_bytes_go_and_until_when(
    desk: Desk, clock: TestClock
) -> None:
    request = a_request(valid_for_s=600)

    ticket = desk.service.post("/v1/tickets", request, key=None).ok(200)

    assert ticket["method"] == "PUT"
    assert ticket["url"].endswith(f"/v1/documents/{request['document_id']}")
    expires_at = datetime.fromisoformat(ticket["expires_at"])
    assert timedelta(seconds=590) < expires_at - clock.wall() <= timedelta(seconds=600)


def test_the_address_of_a_reading_works_in_a_plain_link(desk: Desk) -> None:
    version = desk.uploaded()

    ticket = desk.read_ticket(version)

    path = ticket["url"].removeprefix(desk.anybody.base_url.rstrip("/"))
    assert desk.anybody.get(path).content == samples.a_pdf()


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"document_id": "17"}, {"/document_id": "pattern"}),
        ({"action": "delete"}, {"/action": "enum"}),
        ({"kind": "selfie"}, {"/kind": "enum"}),
        ({"valid_for_s": 0}, {"/valid_for_s": "out-of-range"}),
        ({"valid_for_s": "60"}, {"/valid_for_s": "type"}),
        ({"holder": ""}, {"/holder": "too-short"}),
        ({"extra": 1}, {"/extra": "unknown-field"}),
        ({"file_name": "报告\u202efdp.exe"}, {"/file_name": "control-character"}),
        ({"kind": None}, {"": "fields-of-upload"}),
        ({"action": "read"}, {"": "fields-of-reading"}),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_where_it_is_wrong(
    desk: Desk, changes: dict[str, object], pointers: dict[str, str]
) -> None:
    answer = desk.service.post("/v1/tickets", a_request(**changes), key=None)

    answer.refused(422, "invalid-request")
    assert answer.faults == pointers


def test_a_name_that_deceives_is_refused(desk: Desk) -> None:
    answer = desk.service.post("/v1/tickets", a_request(file_name="../scan.pdf"), key=None)

    answer.refused(422, "file-name-refused")
    assert answer.faults == {"/file_name": "slash"}


def test_nobody_uploads_what_the_system_prints(desk: Desk) -> None:
    answer = desk.service.post("/v1/tickets", a_request(kind="printed-form"), key=None)

    answer.refused(422, "kind-not-uploadable")


def test_an_upload_needs_a_ticket(desk: Desk) -> None:
    answer = desk.anybody.send(
        "PUT",
        f"/v1/documents/{a_document_id()}",
        content=samples.a_pdf(),
        headers={"Content-Type": "application/pdf"},
    )

    answer.refused(401, "ticket-missing")


def test_a_reading_needs_a_ticket_even_for_a_service(desk: Desk) -> None:
    version = desk.uploaded()

    desk.service.get(f"{path_of(version)}/content").refused(401, "ticket-missing")


def test_an_expired_ticket_is_refused_by_the_wall_clock(desk: Desk, clock: TestClock) -> None:
    document_id = a_document_id()
    ticket = desk.ticket(document_id, valid_for_s=60)

    clock.move_business_to(clock.business() - timedelta(days=30))
    clock.move_wall(timedelta(seconds=61))

    answer = desk.upload(samples.a_pdf(), document_id=document_id, ticket=ticket)
    answer.refused(401, "ticket-expired")


def test_a_ticket_under_another_secret_is_refused(desk: Desk, clock: TestClock) -> None:
    document_id = a_document_id()
    claims = TicketClaims(
        action=Action.UPLOAD,
        document_id=document_id,
        holder="wang",
        kind="stamped-scan",
        file_name="a.pdf",
    )
    forged, _ = TicketSigner(SecretStr("z" * 40), clock.wall).sign(claims, valid_for_s=60)

    answer = desk.upload(samples.a_pdf(), document_id=document_id, ticket=forged)
    answer.refused(401, "ticket-invalid")


def test_a_bearer_token_is_no_ticket(desk: Desk) -> None:
    answer = desk.upload(samples.a_pdf(), ticket=desk.service.token())

    answer.refused(401, "ticket-invalid")


def test_a_ticket_is_for_its_document_alone(desk: Desk) -> None:
    ticket = desk.ticket(a_document_id())

    answer = desk.upload(samples.a_pdf(), document_id=a_document_id(), ticket=ticket)
    answer.refused(403, "ticket-for-other-use")


def test_a_ticket_is_for_its_version_alone(desk: Desk) -> None:
    first = desk.uploaded(samples.a_pdf(1))
    second = desk.uploaded(samples.a_pdf(2), document_id=first["document_id"])
    ticket = desk.read_ticket(first)["ticket"]

    answer = desk.anybody.get(f"{path_of(second)}/content", headers={"Ticket": ticket})
    answer.refused(403, "ticket-for-other-use")


def test_an_upload_ticket_reads_nothing(desk: Desk) -> None:
    version = desk.uploaded()
    ticket = desk.ticket(version["document_id"])

    answer = desk.anybody.get(f"{path_of(version)}/content", headers={"Ticket": ticket})
    answer.refused(403, "ticket-for-other-use")


def test_a_person_who_is_known_must_be_the_holder(documents: Api, desk: Desk) -> None:
    document_id = a_document_id()
    ticket = desk.ticket(document_id, holder="wang")
    li = Desk(documents.as_role("applicant", subject="li"))
    wang = Desk(documents.as_role("applicant", subject="wang"))

    refused = li.upload(samples.a_pdf(), document_id=document_id, ticket=ticket)
    refused.refused(403, "ticket-of-another-holder")
    wang.upload(samples.a_pdf(), document_id=document_id, ticket=ticket).ok(201)


def test_a_token_that_comes_along_must_be_a_good_one(desk: Desk) -> None:
    answer = desk.upload(samples.a_pdf(), headers={"Authorization": "Bearer x.y.z"})

    answer.refused(401, "token-refused")


@pytest.mark.parametrize("role", ["applicant", "city-officer", "auditor", "operator"])
def test_only_services_ask_for_tickets(documents: Api, role: str) -> None:
    answer = documents.as_role(role).post("/v1/tickets", a_request(), key=None)

    answer.refused(403, "role-forbidden")
