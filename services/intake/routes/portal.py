"""What is filed in the ministry's portal (卓越级, 领航级): recorded here, with the log of its paper copies."""

from fastapi import APIRouter, Response

from services.intake.domain import errors, portal_errors
from services.intake.routes.bodies.applications import ApplicationSummary
from services.intake.routes.bodies.portal import (
    NewPaperCopy,
    PaperCopyList,
    PaperCopyView,
    PortalFilingBody,
)
from services.intake.routes.bodies.revisions import ReceiptView
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CHANGES, CREATES, MATCHES, READS, STEPS
from services.intake.usecases import log_paper_copy as logging_paper
from services.intake.usecases import record_portal_filing as recording
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["portal"], route_class=TransactionalRoute)


@router.put(
    "/applications/{application_id}/portal-filing",
    summary="填写国家平台申报信息 · Save the portal's number and time",
    responses=problems(
        *CHANGES,
        *MATCHES,
        errors.ApplicationNotFound,
        errors.StepOfOtherBranch,
        errors.WindowClosed,
        errors.IllegalTransition,
        portal_errors.PortalFiledInFuture,
    ),
)
async def save_portal_filing(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    body: PortalFilingBody,
    response: Response,
) -> ApplicationSummary:
    """在草稿中填写国家平台的申报编号与申报时间（卓越级、领航级）；登记之前可随时修改，不产生效力。

    Keeps the national portal's number and filing time in the draft (excellent, leading). It may be changed until it is
    recorded, and has no effect before.
    """
    application = await recording.save_portal_filing(
        context, await tx.connection(), caller, application_id, body.as_filing(), expected
    )
    set_etag(response, application.version)
    return ApplicationSummary.of(application)


@router.post(
    "/applications/{application_id}/record",
    status_code=201,
    summary="登记国家平台申报 · Record what was filed in the national portal",
    responses=problems(
        *STEPS,
        errors.StepOfOtherBranch,
        errors.WindowClosed,
        portal_errors.PortalRecordIncomplete,
        portal_errors.PortalFiledLate,
        portal_errors.PortalNumberTaken,
    ),
)
async def record_portal_filing(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> ReceiptView:
    """登记已在国家平台完成的申报，返回登记回执；须附平台导出的申报书（portal-form）。是否逾期以国家平台的申报时间为准，登记可在推荐单位截止前补办。

    Records an application that was filed in the national portal and gives the receipt; the form exported from there
    must be attached (portal-form). The portal's time is compared with the enterprises' close; the record itself may
    be completed until the units close.
    """
    application, receipt = await recording.record_portal_filing(
        context, await tx.connection(), caller, application_id, expected
    )
    response.headers["Location"] = f"/v1/applications/{application_id}/receipt"
    set_etag(response, application.version)
    return ReceiptView.of(receipt, application)


@router.post(
    "/applications/{application_id}/paper-copies",
    status_code=201,
    summary="登记收到纸质申报书 · Log a paper copy",
    responses=problems(
        *CREATES,
        errors.ApplicationNotFound,
        portal_errors.PaperNotExpected,
        portal_errors.ReceivedInFuture,
    ),
)
async def log_paper_copy(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    body: NewPaperCopy,
    response: Response,
) -> PaperCopyView:
    """登记收到加盖公章的纸质申报书，并注明内容是否与线上一致。只增不改：有误时另登一条，以最新一条为准。

    Logs the arrival of the stamped paper form and whether its text equals the online one. Lines are never changed: a
    mistake is put right by another line, and the newest one counts.
    """
    copy = await logging_paper.log_paper_copy(
        context,
        await tx.connection(),
        caller,
        application_id,
        logging_paper.Arrival(**body.model_dump()),
    )
    response.headers["Location"] = f"/v1/applications/{application_id}/paper-copies"
    return PaperCopyView.of(copy)


@router.get(
    "/applications/{application_id}/paper-copies",
    summary="列出纸质申报书登记 · List the paper copies",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def list_paper_copies(tx: Tx, caller: CurrentCaller, application_id: Id) -> PaperCopyList:
    """列出一份申报收到纸质申报书的全部登记，由旧到新。 · The whole log of one application, oldest first."""
    found = await logging_paper.list_paper_copies(await tx.connection(), caller, application_id)
    return PaperCopyList(items=[PaperCopyView.of(copy) for copy in found])
