"""A service asks for a ticket on behalf of a person it has checked."""

from services.documents.context import DocumentsContext
from services.documents.domain.errors import KindNotUploadable
from services.documents.domain.file_names import require_file_name, visible_file_name
from services.documents.domain.tickets import Action, TicketClaims
from shared.contracts.documents import Ticket, TicketRequest


def issue_ticket(context: DocumentsContext, request: TicketRequest) -> Ticket:
    """Sign a ticket; whether the document takes it is decided when it is used."""
    if request.kind is not None and not context.kinds[request.kind].is_uploadable:
        raise KindNotUploadable
    file_name = None
    if request.file_name is not None:
        file_name = require_file_name(visible_file_name(request.file_name))
    claims = TicketClaims(
        action=Action(request.action),
        document_id=request.document_id,
        holder=request.holder,
        version_id=request.version_id,
        kind=request.kind,
        file_name=file_name,
    )
    ticket, expires_at = context.tickets.sign(claims, valid_for_s=request.valid_for_s)
    url = f"{context.settings.public_url.rstrip('/')}/v1/documents/{request.document_id}"
    if claims.action is Action.UPLOAD:
        return Ticket(
            ticket=ticket,
            method="PUT",
            url=url,
            expires_at=expires_at,
            max_files=context.kinds[request.kind].max_files if request.kind else None,
        )
    # A browser follows a link and sends no header of ours: the ticket travels in the address.
    content = f"{url}/versions/{request.version_id}/content?ticket={ticket}"
    return Ticket(ticket=ticket, method="GET", url=content, expires_at=expires_at)
