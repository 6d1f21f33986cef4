"""Uploads, and what is known about versions."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response, status

from services.documents.context import Context
from services.documents.domain import errors, keeping_errors
from services.documents.routes.ids import DocumentId, VersionId, location_of, shown
from services.documents.routes.presented_ticket import UploadTicket
from services.documents.routes.request_body import chunks_of, declared_size_of
from services.documents.routes.responses import (
    DANGER_ERRORS,
    JSON_ERRORS,
    TICKET_ERRORS,
    TOKEN_ERRORS,
)
from services.documents.usecases.delete_version import delete_version as delete
from services.documents.usecases.freeze_version import freeze_version as freeze
from services.documents.usecases.read_version import read_version as read
from services.documents.usecases.store_document import Upload, store_document
from shared.authorisation import CurrentAccess
from shared.contracts.documents import DocumentVersion, FreezeRequest
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["documents"], route_class=TransactionalRoute)

_BINARY = {"schema": {"type": "string", "format": "binary"}}


@router.put(
    "/documents/{document_id}",
    status_code=status.HTTP_201_CREATED,
    summary="上传文件 · Upload a document",
    description=(
        "请求体即文件内容，Content-Type 为其真实类型。大小、格式、能否打开、是否加密、有无动态内容均在应答前判定；"
        "中断的上传不留任何内容。同一内容再次上传得到同一版本（200）；锁定前可以上传新版本。\n\n"
        "The body is the file, Content-Type its true type. Size, type, whether it opens, whether "
        "it is encrypted and whether it acts by itself are decided before the answer; an upload that breaks off leaves nothing. "
        "The same bytes again give the same version (200). Until the document is frozen, other "
        "bytes make a new version."
    ),
    responses={
        200: {"model": DocumentVersion, "description": "内容相同的版本已存在 · the same bytes"},
        **problems(
            *TICKET_ERRORS,
            errors.ContentDigestMalformed,
            errors.UploadAborted,
            errors.FileTooLarge,
            errors.TypeNotAccepted,
            errors.TypeMismatch,
            errors.DigestMismatch,
            errors.FileEmpty,
            errors.FileDamaged,
            errors.FileEncrypted,
            errors.TooManyPages,
            errors.TooManyPixels,
            *DANGER_ERRORS,
            errors.DocumentKindDiffers,
            errors.DocumentFrozen,
            errors.ObjectStoreUnavailable,
        ),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/pdf": _BINARY,
                "image/jpeg": _BINARY,
                "image/png": _BINARY,
            },
        },
    },
)
async def upload_document(
    document_id: DocumentId,
    request: Request,
    response: Response,
    context: Context,
    tx: Tx,
    ticket: UploadTicket,
    content_digest: Annotated[
        str | None,
        Header(description="RFC 9530，如 sha-256=:…: · checked when it is given"),
    ] = None,
) -> DocumentVersion:
    upload = Upload(
        document_id=document_id,
        content_type=request.headers.get("content-type"),
        content_digest=content_digest,
        declared_size_bytes=declared_size_of(request),
        chunks=chunks_of(request, idle_timeout_s=context.settings.upload_idle_timeout_s),
    )
    recorded = await store_document(context, tx, ticket, upload)
    response.status_code = status.HTTP_201_CREATED if recorded.is_new else status.HTTP_200_OK
    response.headers["Location"] = location_of(recorded.version)
    return shown(recorded.version)


@router.get(
    "/documents/{document_id}/versions/{version_id}",
    summary="读取版本信息 · Read about a version",
    description=(
        "一个版本的名称、类型、大小、页数和摘要；内容须凭证另取。内容删除后（deleted_at），这些信息仍可读取。\n\n"
        "Name, type, size, pages and digests of a version, also after its bytes were deleted (deleted_at). Its bytes "
        "are read with a ticket."
    ),
    responses=problems(*TOKEN_ERRORS, errors.DocumentNotFound),
)
async def read_version(document_id: DocumentId, version_id: VersionId, tx: Tx) -> DocumentVersion:
    return shown(await read(tx, document_id, version_id))


@router.put(
    "/documents/{document_id}/versions/{version_id}/freeze",
    summary="锁定版本 · Freeze a version",
    description=(
        "提交申报时由申报服务调用：先从存储重新读出并核对摘要，再锁定该版本。此后不能再上传，"
        "旧的上传凭证一律失效。重复调用结果相同。\n\n"
        "Called when an application is submitted. The bytes are read from the store again and "
        "their digests compared, then the version is locked: uploads are refused and old upload "
        "tickets are dead. A repeat gives the same answer."
    ),
    responses=problems(
        *JSON_ERRORS,
        errors.DocumentNotFound,
        errors.DocumentDeleted,
        errors.DigestDiffers,
        errors.DocumentFrozen,
        errors.StoredBytesDiffer,
        errors.ObjectStoreUnavailable,
    ),
)
async def freeze_version(
    document_id: DocumentId,
    version_id: VersionId,
    body: FreezeRequest,
    context: Context,
    tx: Tx,
    access: CurrentAccess,
) -> DocumentVersion:
    version = await freeze(
        context,
        tx,
        document_id=document_id,
        version_id=version_id,
        sha256=body.sha256,
        reason=body.reason,
        actor=access.principal.subject,
    )
    return shown(version)


@router.delete(
    "/documents/{document_id}/versions/{version_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="删除未锁定的版本 · Delete a version that is not frozen",
    description=(
        "仅由申报服务调用：删除该版本的内容，登记信息保留并注明删除时间，下载凭证随即失效。已锁定或被保全的版本不能删除（409）；"
        "重复调用结果相同（204）。\n\n"
        "Ordered by intake alone: the bytes of exactly this version are deleted, what is known about it is kept with the "
        "time of deletion, and tickets to read it are dead. A version that is frozen or held is refused (409). A repeat is a 204 too."
    ),
    responses=problems(
        *TOKEN_ERRORS,
        errors.DocumentNotFound,
        errors.DocumentFrozen,
        errors.PrintedFormKept,
        keeping_errors.LegalHoldStands,
        errors.ObjectStoreUnavailable,
    ),
)
async def delete_version(
    document_id: DocumentId,
    version_id: VersionId,
    context: Context,
    tx: Tx,
    access: CurrentAccess,
) -> None:
    await delete(
        context,
        tx,
        document_id=document_id,
        version_id=version_id,
        actor=access.principal.subject,
    )
