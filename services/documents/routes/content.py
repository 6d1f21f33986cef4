"""The bytes of a version, whole or in part."""

from typing import Annotated

from fastapi import APIRouter, Header, status
from fastapi.responses import StreamingResponse

from services.documents.context import Context
from services.documents.domain import check_errors, errors
from services.documents.domain.content_digest import digest_header
from services.documents.domain.content_disposition import attachment
from services.documents.routes.ids import DocumentId, VersionId
from services.documents.routes.presented_ticket import ReadTicket
from services.documents.routes.responses import TICKET_ERRORS
from services.documents.usecases.read_version import Download, etag_of, open_content
from services.documents.usecases.readable_version import readable_version
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["documents"], route_class=TransactionalRoute)

BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/documents/{document_id}/versions/{version_id}/content",
    summary="下载文件 · Download a version",
    description=(
        "凭读取凭证（请求头 Ticket，或链接中的 ticket 参数）。支持单个字节范围的断点续传。\n\n"
        "With a ticket for reading, as the header Ticket or in the link. One byte range at a time "
        "is served, so that a download can be resumed."
    ),
    response_class=StreamingResponse,
    responses={
        200: {"content": BINARY, "description": "整个文件 · the whole file"},
        206: {"content": BINARY, "description": "一段 · the part asked for"},
        **problems(
            *TICKET_ERRORS,
            errors.DocumentNotFound,
            errors.DocumentDeleted,
            check_errors.ContentWithheld,
            check_errors.ContentInfected,
            check_errors.ContentNotYetExamined,
            errors.RangeOutsideFile,
            errors.StoredBytesDiffer,
            errors.ObjectStoreUnavailable,
        ),
    },
)
async def read_content(
    document_id: DocumentId,
    version_id: VersionId,
    context: Context,
    tx: Tx,
    _ticket: ReadTicket,
    byte_range: Annotated[str | None, Header(alias="Range", examples=["bytes=0-1023"])] = None,
    if_range: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    version = await readable_version(context, tx, document_id, version_id)
    download = await open_content(context, tx, version, range_header=byte_range, if_range=if_range)
    return streamed(download)


def streamed(download: Download) -> StreamingResponse:
    """Answer with the bytes, or the part of them that was asked for."""
    version, part = download.version, download.part
    digest = digest_header(version.sha256)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": attachment(version.file_name),
        "ETag": etag_of(version),
        # Of the whole file, whatever part of it this answer carries (RFC 9530 §3).
        "Repr-Digest": digest,
    }
    if part is None:
        headers |= {"Content-Length": str(version.size_bytes), "Content-Digest": digest}
    else:
        headers |= {
            "Content-Length": str(part.length),
            "Content-Range": part.content_range(version.size_bytes),
        }
    return StreamingResponse(
        download.chunks,
        status_code=status.HTTP_200_OK if part is None else status.HTTP_206_PARTIAL_CONTENT,
        headers=headers,
        media_type=version.media_type,
    )
