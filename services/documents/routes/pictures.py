"""Pictures of pages and of findings, and the check sheet, for the holder of a reading ticket."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse

from services.documents.context import Context
from services.documents.domain import check_errors, errors, picture_errors
from services.documents.domain.content_disposition import inline
from services.documents.domain.pictures import LONGEST_PX, SHORTEST_PX, USUAL_PX
from services.documents.routes.ids import DocumentId, VersionId
from services.documents.routes.presented_ticket import ReadTicket
from services.documents.routes.responses import TICKET_ERRORS
from services.documents.usecases.draw_page import PagePicture, draw_page, picture_etag
from services.documents.usecases.open_finding_picture import open_finding_picture
from services.documents.usecases.print_check_sheet import print_check_sheet
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["pictures"], route_class=TransactionalRoute)

_PNG = "image/png"
_PDF = "application/pdf"
#: What handing out anything of a version can come to.
_SHOWN_ERRORS = (
    *TICKET_ERRORS,
    errors.DocumentNotFound,
    errors.DocumentDeleted,
    check_errors.ContentWithheld,
    check_errors.ContentInfected,
    check_errors.ContentNotYetExamined,
    errors.StoredBytesDiffer,
    errors.ObjectStoreUnavailable,
)
_PAGE_ERRORS = (
    picture_errors.PageNotThere,
    picture_errors.PageNotDrawable,
    picture_errors.NoPictureOfType,
)

PageNumber = Annotated[
    int,
    Path(ge=1, le=100_000, description="页码，从 1 起 · the page, counted from 1", examples=[1]),
]
FindingNumber = Annotated[
    int,
    Path(
        ge=1,
        le=100_000,
        description="发现的序号，按检查结果所列，从 1 起 · the finding as the result lists them, counted from 1",
        examples=[1],
    ),
]
Longest = Annotated[
    int,
    Query(
        ge=SHORTEST_PX,
        le=LONGEST_PX,
        description="长边不超过的像素数；不会放大 · the longest side in pixels; nothing is drawn larger than 200 dpi",
        examples=[USUAL_PX],
    ),
]


def _answers(media_type: str, zh: str, en: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {200: {"content": {media_type: {"schema": schema}}, "description": f"{zh} · {en}"}}


@router.get(
    "/documents/{document_id}/versions/{version_id}/pages/{page}.png",
    summary="查看一页的图像 · Look at a page",
    description=(
        "凭读取凭证（请求头 Ticket，或链接中的 ticket 参数）。PDF、JPEG、PNG、TIFF 文件的一页，绘制为 PNG；"
        "检查结果中记有扫描方向的，自动转正。隔离的文件不提供图像。\n\n"
        "With a ticket for reading, as the header Ticket or in the link. One page of a PDF, JPEG, PNG or TIFF as PNG, "
        "turned upright where the checks found how it lies. Of a quarantined file there are no pictures either."
    ),
    response_class=Response,
    responses={
        **_answers(_PNG, "这一页", "the page"),
        **problems(*_SHOWN_ERRORS, *_PAGE_ERRORS),
    },
)
async def read_page_picture(
    document_id: DocumentId,
    version_id: VersionId,
    page: PageNumber,
    context: Context,
    tx: Tx,
    _ticket: ReadTicket,
    longest: Longest = USUAL_PX,
) -> Response:
    drawn = await draw_page(
        context, tx, document_id, version_id, page=page, longest=longest, is_framed=False
    )
    return _shown(drawn, f"{drawn.version.file_name}-{page}.png")


@router.get(
    "/documents/{document_id}/versions/{version_id}/pages/{page}/findings.png",
    summary="查看一页及其中的发现 · Look at a page with its findings",
    description=(
        "凭读取凭证。同上，并框出检查在这一页上的发现；序号为该发现在整个检查结果中的序号，与核查单一致，"
        "颜色表示轻重。检查尚无结果时不提供，以免误认为没有问题。机器所见仅供人员核对。\n\n"
        "With a ticket for reading. The page with what the checks found on it framed and numbered: numbers are those of "
        "the whole result, as on the check sheet, and colours tell the severity. Refused while there is no result, so that "
        "nobody takes a page without frames for one on which nothing was found. A machine's remarks, for an officer."
    ),
    response_class=Response,
    responses={
        **_answers(_PNG, "这一页及其中的发现", "the page with its findings"),
        **problems(*_SHOWN_ERRORS, *_PAGE_ERRORS, picture_errors.CheckNotFinished),
    },
)
async def read_page_findings(
    document_id: DocumentId,
    version_id: VersionId,
    page: PageNumber,
    context: Context,
    tx: Tx,
    _ticket: ReadTicket,
    longest: Longest = USUAL_PX,
) -> Response:
    drawn = await draw_page(
        context, tx, document_id, version_id, page=page, longest=longest, is_framed=True
    )
    return _shown(drawn, f"{drawn.version.file_name}-{page}-findings.png")


@router.get(
    "/documents/{document_id}/versions/{version_id}/findings/{number}.png",
    summary="查看一项发现的截图 · Look at a finding",
    description=(
        "凭读取凭证。检查时为该项发现留存的截图；检查结果的 has_crop 表明哪些项有截图。\n\n"
        "With a ticket for reading. The cut-out that the checks kept of a finding; has_crop in their result tells which "
        "findings have one."
    ),
    response_class=StreamingResponse,
    responses={
        **_answers(_PNG, "该项发现的截图", "the cut-out"),
        **problems(*_SHOWN_ERRORS, picture_errors.FindingPictureNotThere),
    },
)
async def read_finding_picture(
    document_id: DocumentId,
    version_id: VersionId,
    number: FindingNumber,
    context: Context,
    tx: Tx,
    _ticket: ReadTicket,
) -> StreamingResponse:
    found = await open_finding_picture(context, tx, document_id, version_id, number=number)
    headers = {
        "Content-Disposition": inline(f"{found.version.file_name}-finding-{number}.png"),
        "ETag": picture_etag(found.version, found.result),
    }
    return StreamingResponse(found.chunks, headers=headers, media_type=_PNG)


@router.get(
    "/documents/{document_id}/versions/{version_id}/check-sheet.pdf",
    summary="下载核查单 · Print the check sheet",
    description=(
        "凭读取凭证。检查结果的打印件（PDF/A-2b，中英文）：文件、摘要、检查时间，以及逐项发现和截图。"
        "同一结果生成的核查单逐字节相同。机器所见，不作结论。\n\n"
        "With a ticket for reading. The result of the checks for printing, as PDF/A-2b in both languages: the file, its "
        "digest, when it was checked, and each finding with its cut-out. The same result gives the same bytes. A machine's "
        "remarks; it decides nothing."
    ),
    response_class=Response,
    responses={
        **_answers(_PDF, "核查单", "the check sheet"),
        **problems(*_SHOWN_ERRORS, picture_errors.CheckNotFinished),
    },
)
async def read_check_sheet(
    document_id: DocumentId, version_id: VersionId, context: Context, tx: Tx, _ticket: ReadTicket
) -> Response:
    sheet = await print_check_sheet(context, tx, document_id, version_id)
    headers = {
        "Content-Disposition": inline(f"{sheet.version.file_name}-check-sheet.pdf"),
        "ETag": picture_etag(sheet.version, sheet.result),
    }
    return Response(sheet.pdf, headers=headers, media_type=_PDF)


def _shown(drawn: PagePicture, file_name: str) -> Response:
    headers = {
        "Content-Disposition": inline(file_name),
        "ETag": picture_etag(drawn.version, drawn.result),
    }
    return Response(drawn.png, headers=headers, media_type=_PNG)
