"""The files of an application: upload tickets, attaching, reading."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.intake.domain import document_errors, errors
from services.intake.domain.rounds import DocumentKind
from services.intake.routes.bodies.attachments import (
    AttachmentView,
    AttachRequest,
    ReadTicket,
    UploadTicket,
    UploadTicketRequest,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CHANGES, CREATES, READS
from services.intake.usecases import ask_tickets as tickets
from services.intake.usecases import attach_document as documents
from services.intake.usecases.delete_attachment import delete_attachment as delete
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.transactions import TransactionalRoute, Tx

OneOfSeveral = Annotated[
    Id | None,
    Query(description="同类文件有多份时指明哪一份 · which one, where several of the kind stand"),
]

router = APIRouter(prefix="/v1", tags=["documents"], route_class=TransactionalRoute)


@router.post(
    "/applications/{application_id}/upload-tickets",
    status_code=201,
    summary="申请上传凭证 · Ask for an upload ticket",
    responses=problems(
        *CREATES,
        errors.ApplicationNotFound,
        errors.WindowClosed,
        errors.IllegalTransition,
        document_errors.DocumentKindWrong,
        document_errors.DocumentSlotNotFound,
        document_errors.FileNameUnusable,
        ServiceUnavailable,
    ),
)
async def ask_upload_ticket(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    body: UploadTicketRequest,
    response: Response,
) -> UploadTicket:
    """取得一个文件编号与上传凭证；文件内容直接 PUT 到返回的地址，然后调用“关联文件”。大文件可在该地址下的 /uploads/{upload_id} 分片直传；凭证过期后，附上 document_id 换新。

    Gives a document id and a ticket. PUT the bytes to the url with the header `Ticket`, then attach the version. A large
    file may be sent in parts, under /uploads/{upload_id} of that url; name the document_id to renew its ticket.
    """
    document_id, ticket = await tickets.ask_upload_ticket(
        context,
        tx,
        caller,
        application_id,
        kind=body.kind,
        file_name=body.file_name,
        renewed_id=body.document_id,
    )
    response.headers["Location"] = ticket.url
    return UploadTicket(
        document_id=document_id,
        method="PUT",
        url=ticket.url,
        ticket=ticket.ticket,
        expires_at=ticket.expires_at,
        max_files=ticket.max_files or 1,
    )


@router.put(
    "/applications/{application_id}/attachments/{kind}",
    summary="关联文件 · Attach an uploaded file",
    responses=problems(
        *CHANGES,
        errors.ApplicationNotFound,
        document_errors.DocumentSlotNotFound,
        document_errors.DocumentKindWrong,
        document_errors.DocumentNotUploaded,
        document_errors.TooManyAttachments,
        errors.WindowClosed,
        errors.IllegalTransition,
        ServiceUnavailable,
    ),
)
async def attach_document(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    kind: DocumentKind,
    body: AttachRequest,
) -> AttachmentView:
    """将已上传的文件版本关联到申报。只许一份的类别，原有文件作废；可有多份的类别，各文件并存，仅同一 document_id 的旧版本作废，内容相同的文件只关联一次。盖章扫描件须在定稿后关联，只证明当前定稿。

    Pins an uploaded version. Of a kind with one file, the one that stood is void. Of a kind with several, each stands beside
    the others, an older version of the same document_id is void, and the same bytes are attached once. A stamped scan is attached after
    finalising and proves that revision alone. Safe to repeat.
    """
    attachment = await documents.attach_document(
        context,
        tx,
        caller,
        application_id,
        kind=kind,
        document_id=body.document_id,
        version_id=body.version_id,
    )
    return AttachmentView.of(attachment)


@router.delete(
    "/applications/{application_id}/attachments/{kind}",
    status_code=204,
    summary="删除附件 · Delete an attachment",
    responses=problems(
        *READS,
        errors.ApplicationNotFound,
        document_errors.AttachmentNotFound,
        document_errors.AttachmentAmbiguous,
        errors.WindowClosed,
        errors.IllegalTransition,
    ),
)
async def delete_attachment(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    kind: DocumentKind,
    document_id: OneOfSeveral = None,
) -> None:
    """删除附件，仅限截止前且未提交时；文件内容随后从存储中删除。定稿、登记或提交曾列明的文件，内容一律保留。删除盖章扫描件以外的附件，会使已定稿的申报回到草稿。可重复调用。

    The attachment is void and its bytes are deleted from the store shortly after. Bytes that a finalised revision, a
    record or a submission has ever named are kept, also once it was taken back or returned. Only before the close and
    while nothing is submitted. Deleting anything but the stamped scan makes a finalised application a draft again.
    Safe to repeat.
    """
    await delete(context, await tx.connection(), caller, application_id, kind, document_id)


@router.get(
    "/applications/{application_id}/attachments/{kind}/content",
    summary="取得附件下载地址 · Get an attachment's download address",
    responses=problems(
        *READS,
        errors.ApplicationNotFound,
        document_errors.AttachmentNotFound,
        document_errors.AttachmentAmbiguous,
        ServiceUnavailable,
    ),
)
async def ask_read_ticket(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    kind: DocumentKind,
    document_id: OneOfSeveral = None,
) -> ReadTicket:
    """取得短时有效的下载地址，下载支持断点续传；同一凭证可取页面及核查发现的图像，见 version_url。

    A short-lived address; ranges are supported. The same ticket opens the pictures of pages and findings: see version_url.
    """
    ticket = await tickets.ask_read_ticket(
        context, tx, caller, application_id, kind.value, document_id
    )
    return ReadTicket.of(ticket)
