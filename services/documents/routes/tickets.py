"""Tickets: how a person gets to upload or read one document."""

from fastapi import APIRouter

from services.documents.context import Context
from services.documents.domain.errors import FileNameRefused, KindNotUploadable
from services.documents.routes.responses import JSON_ERRORS
from services.documents.usecases.issue_ticket import issue_ticket as issue
from shared.contracts.documents import Ticket, TicketRequest
from shared.openapi import problems
from shared.transactions import TransactionalRoute, computes

router = APIRouter(prefix="/v1", tags=["tickets"], route_class=TransactionalRoute)


@router.post(
    "/tickets",
    summary="签发凭证 · Issue a ticket",
    description=(
        "由其他服务代某人申请：一张凭证只许一人在限期内对一份文件做一件事（上传或读取一个版本）。"
        "不保存任何内容，因此不需要 Idempotency-Key。\n\n"
        "A service asks on behalf of a person. A ticket lets one person do one thing with one "
        "document for a while. Nothing is stored, so no Idempotency-Key is needed."
    ),
    responses=problems(*JSON_ERRORS, FileNameRefused, KindNotUploadable),
)
@computes
async def issue_ticket(context: Context, body: TicketRequest) -> Ticket:
    return issue(context, body)
