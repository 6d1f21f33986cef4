"""Reads the ticket of a request and settles that it is for exactly this use."""

from typing import Annotated

from fastapi import Depends, Header, Query, Request

from services.documents.context import Context, DocumentsContext
from services.documents.domain.errors import TicketMissing
from services.documents.domain.tickets import Action, TicketClaims, require_use
from services.documents.routes.ids import DocumentId, VersionId
from shared.request_errors import TokenRefused

_HEADER = Header(alias="Ticket", description="上传或下载凭证 · the ticket")


async def _upload_ticket(
    request: Request,
    context: Context,
    document_id: DocumentId,
    ticket: Annotated[str | None, _HEADER] = None,
) -> TicketClaims:
    if not ticket:
        raise TicketMissing
    claims = context.tickets.read(ticket)
    caller = await _caller(request, context)
    require_use(claims, action=Action.UPLOAD, document_id=document_id, caller=caller)
    return claims


async def _read_ticket(
    request: Request,
    context: Context,
    document_id: DocumentId,
    version_id: VersionId,
    ticket: Annotated[str | None, _HEADER] = None,
    ticket_in_query: Annotated[
        str | None,
        Query(alias="ticket", description="凭证，用于直接打开的链接 · the ticket of a plain link"),
    ] = None,
) -> TicketClaims:
    presented = ticket or ticket_in_query
    if not presented:
        raise TicketMissing
    claims = context.tickets.read(presented)
    caller = await _caller(request, context)
    require_use(
        claims,
        action=Action.READ,
        document_id=document_id,
        version_id=version_id,
        caller=caller,
    )
    return claims


async def _caller(request: Request, context: DocumentsContext) -> str | None:
    """Tell who calls, when a bearer token came along; a ticket needs none."""
    authorization = request.headers.get("authorization")
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused
    return (await context.verifier.verify(token.strip())).subject


#: Claims of a ticket that allows this upload.
UploadTicket = Annotated[TicketClaims, Depends(_upload_ticket)]
#: Claims of a ticket that allows reading this version.
ReadTicket = Annotated[TicketClaims, Depends(_read_ticket)]
