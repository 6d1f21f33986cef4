"""A hand-in's papers: the prints of its table and letter, and their stamped scans."""

from fastapi import APIRouter, Response

from services.intake.domain import document_errors, errors, list_errors
from services.intake.domain.hand_in_papers import HandInPaper, StampedPaper
from services.intake.routes.bodies.attachments import AttachRequest, ReadTicket, UploadTicket
from services.intake.routes.bodies.hand_ins import HandInAttachmentView, StampedUploadRequest
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CHANGES, CREATES, READS
from services.intake.usecases import hand_in_scans as scans
from services.intake.usecases.print_hand_in import open_paper
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)


@router.get(
    "/hand-ins/{hand_in_id}/papers/{paper}",
    summary="取得汇总表或推荐函下载地址 · Get the address of the table or letter",
    responses=problems(
        *READS,
        list_errors.HandInNotFound,
        list_errors.HandInNotPrinted,
        document_errors.PrintedFormNotReady,
        ServiceUnavailable,
    ),
)
async def read_hand_in_paper(
    context: Context, tx: Tx, caller: CurrentCaller, hand_in_id: Id, paper: HandInPaper
) -> ReadTicket:
    """取得报送后生成的汇总表、推荐函 PDF 的下载地址，供打印、盖章；每页带页码编码。刚报送时可能仍在生成，稍候重试。

    The address of the PDF that the hand-in had printed, to be stamped; each page carries its code. Right after the
    hand-in it may still be printed: try again shortly.
    """
    ticket = await open_paper(context, tx, caller, hand_in_id, paper)
    return ReadTicket.of(ticket)


@router.post(
    "/hand-ins/{hand_in_id}/upload-tickets",
    status_code=201,
    summary="申请上传盖章件 · Ask for a ticket to upload a stamped paper",
    responses=problems(
        *CREATES,
        list_errors.HandInNotFound,
        errors.IllegalTransition,
        document_errors.FileNameUnusable,
        ServiceUnavailable,
    ),
)
async def ask_hand_in_upload_ticket(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    hand_in_id: Id,
    body: StampedUploadRequest,
    response: Response,
) -> UploadTicket:
    """取得盖章汇总表或推荐函扫描件的文件编号与上传凭证，市级接收前均可；文件内容直接 PUT 到返回的地址，然后关联。

    Gives a document id and a ticket for a stamped table or letter, until the city receives the hand-in. PUT the bytes to
    the url with the header `Ticket`, then attach the version.
    """
    document_id, ticket = await scans.ask_upload_ticket(
        context, tx, caller, hand_in_id, kind=body.kind, file_name=body.file_name
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
    "/hand-ins/{hand_in_id}/attachments/{kind}",
    summary="关联盖章件 · Attach a stamped paper",
    responses=problems(
        *CHANGES,
        list_errors.HandInNotFound,
        document_errors.DocumentSlotNotFound,
        document_errors.DocumentKindWrong,
        document_errors.DocumentNotUploaded,
        errors.IllegalTransition,
        ServiceUnavailable,
    ),
)
async def attach_to_hand_in(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    hand_in_id: Id,
    kind: StampedPaper,
    body: AttachRequest,
) -> HandInAttachmentView:
    """将已上传的盖章汇总表或推荐函关联到报送，原有同类文件作废；市级接收后锁定，不能再换。可重复调用。

    Pins an uploaded version to the hand-in; the one of its kind that stood is void. Once the city has received the
    hand-in it is frozen and stays. Safe to repeat.
    """
    return HandInAttachmentView.of(
        await scans.attach_scan(
            context,
            tx,
            caller,
            hand_in_id,
            kind=kind,
            document_id=body.document_id,
            version_id=body.version_id,
        )
    )


@router.get(
    "/hand-ins/{hand_in_id}/attachments/{kind}/content",
    summary="取得盖章件下载地址 · Get a stamped paper's download address",
    responses=problems(
        *READS, list_errors.HandInNotFound, document_errors.AttachmentNotFound, ServiceUnavailable
    ),
)
async def ask_hand_in_read_ticket(
    context: Context, tx: Tx, caller: CurrentCaller, hand_in_id: Id, kind: StampedPaper
) -> ReadTicket:
    """取得盖章汇总表或推荐函扫描件的短时下载地址；同一凭证可取页面及核查发现的图像，见 version_url。

    A short-lived address of a stamped table or letter; the same ticket opens the pictures of pages and findings: see
    version_url.
    """
    ticket = await scans.ask_read_ticket(context, tx, caller, hand_in_id, kind)
    return ReadTicket.of(ticket)
