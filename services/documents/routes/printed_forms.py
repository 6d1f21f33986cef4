"""Printed forms: a revision set as PDF/A."""

from fastapi import APIRouter, Response, status

from services.documents.context import Context
from services.documents.domain import errors
from services.documents.routes.ids import DocumentId, location_of, shown
from services.documents.routes.responses import JSON_ERRORS
from services.documents.usecases.render_printed_form import render_printed_form
from shared.authorisation import CurrentAccess
from shared.contracts.documents import DocumentVersion, PrintJob
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["printed-forms"], route_class=TransactionalRoute)


@router.put(
    "/printed-forms/{document_id}",
    status_code=status.HTTP_201_CREATED,
    summary="生成申报书 · Print a form",
    description=(
        "将申报的一个修订版排成 PDF/A-2b，存为一个文件版本；每页页脚有申报书编码、修订摘要和页码。"
        "同一内容重复调用得到同一版本（200）。\n\n"
        "Sets a revision as PDF/A-2b and stores it as a version of a document. Every page carries "
        "the form's code, the revision's digest and the page's number. The same job again gives "
        "the same version (200)."
    ),
    responses={
        200: {"model": DocumentVersion, "description": "此前已生成 · printed before"},
        **problems(
            *JSON_ERRORS,
            errors.PrintedFormDiffers,
            errors.DocumentKindDiffers,
            errors.TooManyPages,
            errors.ObjectStoreUnavailable,
        ),
    },
)
async def put_printed_form(
    document_id: DocumentId,
    body: PrintJob,
    response: Response,
    context: Context,
    tx: Tx,
    access: CurrentAccess,
) -> DocumentVersion:
    recorded = await render_printed_form(
        context, tx, document_id=document_id, job=body, actor=access.principal.subject
    )
    response.status_code = status.HTTP_201_CREATED if recorded.is_new else status.HTTP_200_OK
    response.headers["Location"] = location_of(recorded.version)
    return shown(recorded.version)
