"""The client that other services use, against the real service."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import httpx
import pytest

from shared.clients.documents import DocumentsClient, HttpDocumentsClient
from shared.clients.service_client import ServiceClient, ServiceRefused
from shared.contracts.documents import FreezeRequest, TicketRequest
from shared.contracts.printing import PrintJob
from shared.request_errors import ServiceUnavailable
from tests.documents import samples
from tests.documents.desk import Desk, a_document_id
from tests.harness.loop_thread import LoopThread
from tests.harness.postgres import free_port

Result = TypeVar("Result")
Call = Callable[[DocumentsClient], Coroutine[Any, Any, Result]]


class FixedToken:
    """Gives one token."""

    def __init__(self, value: str) -> None:
        self._value = value

    async def token(self) -> str:
        return self._value


def call(loop: LoopThread, base_url: str, token: str, use: Call[Result]) -> Result:
    async def scenario() -> Result:
        async with httpx.AsyncClient(trust_env=False) as http:
            service = ServiceClient(
                name="documents", base_url=base_url, http=http, tokens=FixedToken(token)
            )
            return await use(HttpDocumentsClient(service))

    return loop.run(scenario())


def test_a_document_goes_its_way_through_the_client(desk: Desk, loop: LoopThread) -> None:
    job = PrintJob.model_validate(samples.a_print_job())

    async def use(client: DocumentsClient) -> None:
        form = await client.put_printed_form(a_document_id(), job)
        order = FreezeRequest(sha256=form.sha256, reason=str(job.application_id))
        frozen = await client.freeze(form.document_id, form.version_id, order)
        request = TicketRequest(
            action="read",
            document_id=form.document_id,
            version_id=form.version_id,
            holder="wang",
        )
        ticket = await client.request_ticket(request)

        assert frozen.frozen_at is not None
        assert await client.read_version(form.document_id, form.version_id) == frozen
        assert f"/versions/{form.version_id}/content?ticket=" in ticket.url

    call(loop, desk.service.base_url, desk.service.token(), use)


def test_a_version_is_deleted_through_the_client(desk: Desk, loop: LoopThread) -> None:
    version = desk.uploaded()

    async def use(client: DocumentsClient) -> None:
        for _ in range(2):
            await client.delete_version(version["document_id"], version["version_id"])
        told = await client.read_version(version["document_id"], version["version_id"])
        assert told.deleted_at is not None

    call(loop, desk.service.base_url, desk.service.token(), use)


def test_a_refusal_keeps_the_code_of_the_service(desk: Desk, loop: LoopThread) -> None:
    async def use(client: DocumentsClient) -> None:
        await client.read_version(a_document_id(), a_document_id())

    with pytest.raises(ServiceRefused) as refusal:
        call(loop, desk.service.base_url, desk.service.token(), use)

    assert (refusal.value.status, refusal.value.code) == (404, "document-not-found")


def test_a_service_that_is_away_is_unavailable(loop: LoopThread) -> None:
    async def use(client: DocumentsClient) -> None:
        await client.read_version(a_document_id(), a_document_id())

    with pytest.raises(ServiceUnavailable):
        call(loop, f"http://127.0.0.1:{free_port()}", "token", use)
