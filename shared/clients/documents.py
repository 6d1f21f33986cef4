"""What other services need of the documents service, and the client that gets it over HTTP."""

from typing import Protocol, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from shared.clients.service_client import ServiceClient
from shared.contracts.document_checks import DocumentCheck
from shared.contracts.documents import (
    DocumentVersion,
    FreezeRequest,
    Ticket,
    TicketRequest,
)
from shared.contracts.printing import PageCode, PrintedDocument, PrintJob
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.request_errors import ServiceUnavailable

Answer = TypeVar("Answer", bound=BaseModel)

#: Printing a long form, or reading 100 MB again before a freeze, takes its time.
_LONG_TIMEOUT_S = 60.0


class DocumentsClient(Protocol):
    """Every call is safe to repeat.

    Each raises ServiceUnavailable when there is no usable answer, and ServiceRefused with the
    documents service's own code (``file-name-refused``, ``digest-differs`` …) when it says no.
    """

    async def request_ticket(self, request: TicketRequest) -> Ticket:
        """Ask for a ticket on behalf of a person whose right to it the caller has checked."""
        ...

    async def freeze(
        self, document_id: str, version_id: str, request: FreezeRequest
    ) -> DocumentVersion:
        """Have exactly these bytes kept, and no others taken under this document."""
        ...

    async def expect(
        self, document_id: str, version_id: str, order: ScanExpectationOrder
    ) -> DocumentVersion:
        """Have a version held against what it should show; only another order has it looked at again."""
        ...

    async def put_printed_form(self, document_id: str, job: PrintJob) -> PrintedDocument:
        """Print a job under a document's id; the same job gives the same version."""
        ...

    async def read_page_code(self, code: str) -> PageCode:
        """Read what the code of a printed page stands for, as scanned or typed."""
        ...

    async def read_version(self, document_id: str, version_id: str) -> DocumentVersion:
        """Read what is known about a version."""
        ...

    async def read_check(self, document_id: str, version_id: str) -> DocumentCheck:
        """Read where the checks of a version stand and what they found."""
        ...

    async def delete_version(self, document_id: str, version_id: str) -> None:
        """Have the bytes of a version deleted that nothing has frozen."""
        ...


class HttpDocumentsClient:
    """Speaks with the documents service over its REST interface."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def request_ticket(self, request: TicketRequest) -> Ticket:
        # A POST, and so never sent twice by itself; but it stores nothing, so callers may.
        response = await self._service.call("POST", "/v1/tickets", content=_json(request))
        return _read(Ticket, response)

    async def freeze(
        self, document_id: str, version_id: str, request: FreezeRequest
    ) -> DocumentVersion:
        path = f"/v1/documents/{document_id}/versions/{version_id}/freeze"
        response = await self._service.call(
            "PUT", path, content=_json(request), timeout_s=_LONG_TIMEOUT_S
        )
        return _read(DocumentVersion, response)

    async def expect(
        self, document_id: str, version_id: str, order: ScanExpectationOrder
    ) -> DocumentVersion:
        path = f"/v1/documents/{document_id}/versions/{version_id}/expectation"
        response = await self._service.call("PUT", path, content=_json(order))
        return _read(DocumentVersion, response)

    async def put_printed_form(self, document_id: str, job: PrintJob) -> PrintedDocument:
        response = await self._service.call(
            "PUT",
            f"/v1/printed-forms/{document_id}",
            content=_json(job),
            timeout_s=_LONG_TIMEOUT_S,
        )
        return _read(PrintedDocument, response)

    async def read_page_code(self, code: str) -> PageCode:
        response = await self._service.call("GET", f"/v1/page-codes/{quote(code, safe='')}")
        return _read(PageCode, response)

    async def read_version(self, document_id: str, version_id: str) -> DocumentVersion:
        response = await self._service.call(
            "GET", f"/v1/documents/{document_id}/versions/{version_id}"
        )
        return _read(DocumentVersion, response)

    async def read_check(self, document_id: str, version_id: str) -> DocumentCheck:
        response = await self._service.call(
            "GET", f"/v1/documents/{document_id}/versions/{version_id}/check"
        )
        return _read(DocumentCheck, response)

    async def delete_version(self, document_id: str, version_id: str) -> None:
        await self._service.call("DELETE", f"/v1/documents/{document_id}/versions/{version_id}")


def _json(body: BaseModel) -> bytes:
    return body.model_dump_json(exclude_none=True).encode()


def _read(model: type[Answer], response: httpx.Response) -> Answer:
    try:
        return model.model_validate_json(response.content)
    except ValidationError as error:
        # An answer that is not by the contract is as useless as none.
        raise ServiceUnavailable from error
