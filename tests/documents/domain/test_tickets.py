from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from services.documents.domain.errors import (
    TicketExpired,
    TicketForOtherUse,
    TicketInvalid,
    TicketOfAnotherHolder,
)
from services.documents.domain.tickets import Action, TicketClaims, require_use
from services.documents.ticket_signer import TicketSigner

NOW = datetime(2025, 7, 10, 2, tzinfo=UTC)
SECRET = SecretStr("x" * 32)
UPLOAD = TicketClaims(
    action=Action.UPLOAD,
    document_id="d1",
    holder="wang",
    kind="stamped-scan",
    file_name="𠮷" * 512,
)
READ = TicketClaims(action=Action.READ, document_id="d1", holder="wang", version_id="v1")


def a_signer(now: datetime = NOW, secret: SecretStr = SECRET) -> TicketSigner:
    return TicketSigner(secret, lambda: now)


@pytest.mark.parametrize("claims", [UPLOAD, READ])
def test_a_ticket_says_what_was_signed(claims: TicketClaims) -> None:
    ticket, expires_at = a_signer().sign(claims, valid_for_s=60)

    assert a_signer().read(ticket) == claims
    assert expires_at == NOW + timedelta(seconds=60)


def test_a_ticket_with_the_longest_name_fits_into_a_header() -> None:
    ticket, _ = a_signer().sign(UPLOAD, valid_for_s=60)

    assert len(ticket) < 4096


def test_a_ticket_ends_at_its_second() -> None:
    ticket, expires_at = a_signer().sign(READ, valid_for_s=60)

    a_signer(expires_at - timedelta(seconds=1)).read(ticket)
    with pytest.raises(TicketExpired):
        a_signer(expires_at + timedelta(seconds=1)).read(ticket)


@pytest.mark.parametrize("ticket", ["", "x", "a.b.c", "é.é.é", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(TicketInvalid):
        a_signer().read(ticket)


def test_a_ticket_under_another_secret_is_refused() -> None:
    ticket, _ = a_signer(secret=SecretStr("y" * 32)).sign(READ, valid_for_s=60)

    with pytest.raises(TicketInvalid):
        a_signer().read(ticket)


def test_a_ticket_is_for_its_use_alone() -> None:
    require_use(UPLOAD, action=Action.UPLOAD, document_id="d1")
    require_use(READ, action=Action.READ, document_id="d1", version_id="v1", caller="wang")

    for claims, use in [
        (UPLOAD, {"action": Action.UPLOAD, "document_id": "d2"}),
        (UPLOAD, {"action": Action.READ, "document_id": "d1", "version_id": "v1"}),
        (READ, {"action": Action.READ, "document_id": "d1", "version_id": "v2"}),
        (READ, {"action": Action.UPLOAD, "document_id": "d1"}),
    ]:
        with pytest.raises(TicketForOtherUse):
            require_use(claims, **use)  # type: ignore[arg-type]  # a table of cases


def test_a_caller_who_says_who_they_are_must_be_the_holder() -> None:
    with pytest.raises(TicketOfAnotherHolder):
        require_use(UPLOAD, action=Action.UPLOAD, document_id="d1", caller="li")
