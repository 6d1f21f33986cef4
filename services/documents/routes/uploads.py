"""Uploads that go straight to the store: begun here, sent to signed addresses, completed here."""

from typing import Annotated

from fastapi import APIRouter, Path, Response, status

from services.documents.context import Context
from services.documents.domain import errors, upload_errors
from services.documents.domain.uploads import DirectUpload
from services.documents.routes.ids import DocumentId, location_of, shown
from services.documents.routes.presented_ticket import UploadTicket
from services.documents.routes.responses import DANGER_ERRORS, JSON_ERRORS, TICKET_ERRORS
from services.documents.usecases.abort_upload import abort_upload as abort
from services.documents.usecases.complete_upload import complete_upload as complete
from services.documents.usecases.read_upload import (
    Addresses,
    arrived_sizes,
    first_addresses,
    renew_addresses,
)
from services.documents.usecases.read_upload import read_upload as read
from services.documents.usecases.start_upload import start_upload as start
from shared import request_errors
from shared.contracts.documents import DocumentKind, DocumentVersion, Uuid
from shared.contracts.uploads import (
    PartAddress,
    PartArrived,
    PartUrls,
    PartUrlsRequest,
    Upload,
    UploadStart,
)
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx, computes

router = APIRouter(prefix="/v1", tags=["uploads"], route_class=TransactionalRoute)

UploadId = Annotated[Uuid, Path(description="上传编号，由上传方生成 · made by the sender")]

_JSON_ERRORS = tuple(
    error
    for error in JSON_ERRORS
    if error not in (request_errors.TokenMissing, request_errors.RoleForbidden)
)
_OF_AN_UPLOAD = (
    *TICKET_ERRORS,
    upload_errors.UploadNotFound,
    errors.ObjectStoreUnavailable,
)


@router.put(
    "/documents/{document_id}/uploads/{upload_id}",
    status_code=status.HTTP_201_CREATED,
    summary="开始直传 · Begin an upload straight to the store",
    description=(
        "用于大文件或慢速网络：上传方自定上传编号（UUID），声明大小和类型，得到各分片的直传地址（每次至多 100 个）。"
        "把每一片以 PUT 发往其地址，不带令牌，顺序不限，断线后重发该片即可；全部到达后调用“完成”。"
        "同一编号、同一文件重复调用结果相同（200）。\n\n"
        "For large files and slow lines. The sender makes the upload's id (a UUID), tells size and type, and is given "
        "signed addresses of the parts, 100 at a time. PUT each part to its address, without a token, in any order; "
        "after an interruption send that part again. Then complete it. The same id and file again give the same upload (200)."
    ),
    responses={
        200: {"model": Upload, "description": "这次上传已开始 · it was begun before"},
        **problems(
            *TICKET_ERRORS,
            *_JSON_ERRORS,
            errors.TypeNotAccepted,
            errors.FileTooLarge,
            errors.DocumentKindDiffers,
            errors.DocumentFrozen,
            upload_errors.UploadDiffers,
            upload_errors.TooManyOpenUploads,
            errors.ObjectStoreUnavailable,
        ),
    },
)
async def start_upload(
    document_id: DocumentId,
    upload_id: UploadId,
    body: UploadStart,
    response: Response,
    context: Context,
    tx: Tx,
    ticket: UploadTicket,
) -> Upload:
    started = await start(context, tx, ticket, upload_id=upload_id, start=body)
    upload = started.upload
    response.status_code = status.HTTP_201_CREATED if started.is_new else status.HTTP_200_OK
    response.headers["Location"] = f"/v1/documents/{document_id}/uploads/{upload_id}"
    arrived = {} if started.is_new else await arrived_sizes(context, tx, upload)
    return _shown(upload, arrived, first_addresses(context, upload, arrived))


@router.get(
    "/documents/{document_id}/uploads/{upload_id}",
    summary="读取直传进度 · Read what has arrived of an upload",
    description=(
        "列出已到达的分片，并给出其余分片的新地址（至多 100 个）；断线后由此继续，地址过期后由此换新。\n\n"
        "Lists the parts that have arrived and gives fresh addresses of those that have not, 100 at the most: this is "
        "how an upload is resumed, also after its addresses have expired."
    ),
    responses=problems(*_OF_AN_UPLOAD),
)
async def read_upload(
    document_id: DocumentId, upload_id: UploadId, context: Context, tx: Tx, _ticket: UploadTicket
) -> Upload:
    upload = await read(tx, document_id, upload_id)
    arrived = await arrived_sizes(context, tx, upload)
    return _shown(upload, arrived, first_addresses(context, upload, arrived))


@router.post(
    "/documents/{document_id}/uploads/{upload_id}/part-urls",
    summary="换取分片地址 · Renew the addresses of parts",
    description=(
        "为指定分片签发新的直传地址，包括需要重发的分片；不保存任何内容，因此不需要 Idempotency-Key。\n\n"
        "Signs addresses of the parts named, also of parts that are to be replaced. Nothing is stored, so no "
        "Idempotency-Key is needed."
    ),
    responses=problems(
        *_OF_AN_UPLOAD,
        *_JSON_ERRORS,
        upload_errors.UploadClosed,
        upload_errors.PartOutsideUpload,
    ),
)
@computes
async def renew_part_urls(
    document_id: DocumentId,
    upload_id: UploadId,
    body: PartUrlsRequest,
    context: Context,
    tx: Tx,
    _ticket: UploadTicket,
) -> PartUrls:
    upload, addresses = await renew_addresses(
        context, tx, document_id, upload_id, body.part_numbers
    )
    return PartUrls(
        part_urls=_part_urls(upload, addresses), part_urls_expire_at=addresses.expire_at
    )


@router.put(
    "/documents/{document_id}/uploads/{upload_id}/completion",
    status_code=status.HTTP_201_CREATED,
    summary="完成直传 · Complete an upload",
    description=(
        "全部分片到达后调用：合并、从存储读回、计算摘要并检查，合格即成为一个版本。缺片、空片或大小不对时指明是哪些分片（422），"
        "补传后再次调用；文件本身不合格时，这次上传即告结束，存储中不留内容。重复或同时调用只得到一个版本（200）。\n\n"
        "Once all parts have arrived: they are joined, read back from the store, digested and looked into, and become a "
        "version. Parts that are missing, empty or of another size are named (422): send them and call again. A file "
        "that is refused ends the upload, and nothing of it is kept. Repeats, and two at once, give one version (200)."
    ),
    responses={
        200: {"model": DocumentVersion, "description": "已完成过，或内容相同 · it stood already"},
        **problems(
            *_OF_AN_UPLOAD,
            upload_errors.UploadClosed,
            upload_errors.UploadIncomplete,
            errors.DocumentNotFound,
            errors.TypeNotAccepted,
            errors.FileTooLarge,
            errors.TypeMismatch,
            errors.DigestMismatch,
            errors.FileDamaged,
            errors.FileEncrypted,
            errors.TooManyPages,
            errors.TooManyPixels,
            *DANGER_ERRORS,
            errors.DocumentKindDiffers,
            errors.DocumentFrozen,
            errors.StoredBytesDiffer,
        ),
    },
)
async def complete_upload(
    document_id: DocumentId,
    upload_id: UploadId,
    response: Response,
    context: Context,
    tx: Tx,
    ticket: UploadTicket,
) -> DocumentVersion:
    recorded = await complete(context, tx, ticket, document_id, upload_id)
    response.status_code = status.HTTP_201_CREATED if recorded.is_new else status.HTTP_200_OK
    response.headers["Location"] = location_of(recorded.version)
    return shown(recorded.version)


@router.delete(
    "/documents/{document_id}/uploads/{upload_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="放弃直传 · Give an upload up",
    description=(
        "已到达的分片随即删除；重复调用结果相同（204）。已成为版本的上传不能放弃（409）。\n\n"
        "The parts that have arrived are deleted. A repeat is a 204 too. What has become a version is no longer an "
        "upload to give up (409)."
    ),
    responses=problems(*_OF_AN_UPLOAD, upload_errors.UploadClosed),
)
async def abort_upload(
    document_id: DocumentId, upload_id: UploadId, context: Context, tx: Tx, _ticket: UploadTicket
) -> None:
    await abort(context, tx, document_id, upload_id)


def _shown(upload: DirectUpload, arrived: dict[int, int], addresses: Addresses) -> Upload:
    return Upload(
        document_id=upload.document_id,
        upload_id=upload.upload_id,
        state=upload.state.value,
        kind=DocumentKind(upload.kind),
        file_name=upload.file_name,
        media_type=upload.media_type,
        size_bytes=upload.size_bytes,
        sha256=upload.sha256,
        part_bytes=upload.part_bytes,
        part_count=upload.part_count,
        started_at=upload.started_at,
        expires_at=upload.expires_at,
        version_id=upload.version_id,
        arrived=[
            PartArrived(number=number, size_bytes=size) for number, size in sorted(arrived.items())
        ],
        part_urls=_part_urls(upload, addresses),
        part_urls_expire_at=addresses.expire_at if addresses.urls else None,
    )


def _part_urls(upload: DirectUpload, addresses: Addresses) -> list[PartAddress]:
    return [
        PartAddress(number=number, size_bytes=upload.size_of(number), url=url)
        for number, url in addresses.urls.items()
    ]
