"""Prints: a revision, or a paper of a hand-in, set as PDF/A."""

from fastapi import APIRouter, Response, status

from services.documents.context import Context
from services.documents.domain import errors
from services.documents.routes.ids import DocumentId, location_of, shown
from services.documents.routes.responses import JSON_ERRORS
from services.documents.usecases.render_printed_form import render_printed_form
from shared.authorisation import CurrentAccess
from shared.contracts.printing import PrintedDocument, PrintJob
from shared.openapi import problems
from shared.printability import unprintable_in
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["printed-forms"], route_class=TransactionalRoute)


@router.put(
    "/printed-forms/{document_id}",
    status_code=status.HTTP_201_CREATED,
    summary="生成申报书、汇总表或推荐函 · Print a form, table or letter",
    description=(
        "将申报的一个定稿，或一次报送的汇总表、推荐函，排成 PDF/A-2b，存为一个文件版本；每页有二维码及同一编码的文字、页码。"
        "同一内容重复调用得到同一版本（200）。字库中没有的字符以〓代替，并在 unprintable 中逐项列明所在栏目。\n\n"
        "Sets a finalised revision, or a hand-in's summary table or recommendation letter, as PDF/A-2b and stores it as a "
        "version of a document. Every page carries a QR, its code in print, and its number. The same job again gives the "
        "same version (200). A character that no font has is printed as 〓 and listed in unprintable with its field."
    ),
    responses={
        200: {"model": PrintedDocument, "description": "此前已生成 · printed before"},
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
) -> PrintedDocument:
    recorded = await render_printed_form(
        context, tx, document_id=document_id, job=body, actor=access.principal.subject
    )
    response.status_code = status.HTTP_201_CREATED if recorded.is_new else status.HTTP_200_OK
    response.headers["Location"] = location_of(recorded.version)
    return PrintedDocument(
        **shown(recorded.version).model_dump(),
        unprintable=unprintable_in(body, context.renderer.covered),
    )
