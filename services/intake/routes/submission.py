"""From the finished draft to the receipt: pre-check, finalise, submit."""

from fastapi import APIRouter, Response

from services.intake.domain import document_errors, errors
from services.intake.routes.bodies.applications import FaultView, PreCheckResult
from services.intake.routes.bodies.revisions import (
    FinalisedView,
    ReceiptList,
    ReceiptView,
    SubmitRequest,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CREATES, READS, STEPS
from services.intake.usecases import read_applications as reading
from services.intake.usecases.finalise_application import finalise_application as finalise
from services.intake.usecases.pre_check import pre_check
from services.intake.usecases.submit_application import submit_application as submit
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.problem import fault_json
from shared.transactions import TransactionalRoute, Tx, computes

router = APIRouter(prefix="/v1", tags=["submission"], route_class=TransactionalRoute)


@router.post(
    "/applications/{application_id}/pre-check",
    summary="预检 · Pre-check",
    responses=problems(*READS, errors.ApplicationNotFound),
)
@computes
async def pre_check_application(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id
) -> PreCheckResult:
    """列出尚缺的内容，并由评估服务试算各项条件；不改变申报，可随时、反复调用。国家平台申报列出登记所需内容，另列已填栏目中的问题（不妨碍登记）。

    Lists what is missing and asks scoring for a dry run. Changes nothing; call it as often as you like. What is filed in
    the national portal is told what its record asks for, and beside that what is wrong with the form as far as it is
    filled in, which does not keep it from being recorded.
    """
    result = await pre_check(context, tx, caller, application_id)
    return PreCheckResult(
        complete=result.is_complete,
        faults=[FaultView.model_validate(fault_json(fault)) for fault in result.faults],
        verdict=result.verdict,
    )


@router.post(
    "/applications/{application_id}/finalise",
    summary="定稿 · Finalise",
    responses=problems(
        *STEPS, errors.StepOfOtherBranch, errors.WindowClosed, errors.FormIncomplete
    ),
)
async def finalise_application(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> FinalisedView:
    """将完整的草稿定为一个版本并生成申报书：打印、盖章、扫描、上传后即可提交。字库中没有的字符在纸上为〓，逐项列于 warnings。

    Cuts a revision of the complete draft and orders its printed form. Print it, stamp it, scan it, attach the scan. A
    character that no font has stands as 〓 on paper; warnings names each with its field.
    """
    finalised = await finalise(context, await tx.connection(), caller, application_id, expected)
    set_etag(response, finalised.application.version)
    return FinalisedView.with_warnings(finalised.revision, finalised.unprintable)


@router.post(
    "/applications/{application_id}/submit",
    status_code=201,
    summary="提交申报 · Submit",
    responses=problems(
        *CREATES,
        errors.ApplicationNotFound,
        errors.StepOfOtherBranch,
        errors.WindowClosed,
        errors.IllegalTransition,
        errors.RevisionNotFound,
        document_errors.ScanMissing,
        document_errors.ScanVoid,
        document_errors.MaturityReportMissing,
        document_errors.RequiredDocumentMissing,
    ),
)
async def submit_application(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    body: SubmitRequest,
    response: Response,
) -> ReceiptView:
    """提交已定稿且附有盖章扫描件的版本，返回申报回执。以请求首字节到达时间对照截止时间；重复点击只提交一次。

    Submits the finalised revision with its stamped scan and gives the receipt. The request's arrival is compared
    with the close. Repeating it with the same Idempotency-Key gives the same receipt.
    """
    application, receipt = await submit(
        context,
        await tx.connection(),
        caller,
        application_id,
        revision_number=body.revision_number,
    )
    response.headers["Location"] = f"/v1/applications/{application_id}/receipt"
    set_etag(response, application.version)
    return ReceiptView.of(receipt, application)


@router.get(
    "/applications/{application_id}/receipt",
    summary="读取申报回执 · Read the receipt",
    responses=problems(*READS, errors.ApplicationNotFound, errors.ReceiptNotFound),
)
async def read_receipt(tx: Tx, caller: CurrentCaller, application_id: Id) -> ReceiptView:
    """读取最近一次提交的申报回执；`stands` 说明该次提交是否仍然有效。

    The receipt of the newest submission; `stands` tells whether that submission still does.
    """
    application, receipt = await reading.read_receipt_of(
        await tx.connection(), caller, application_id
    )
    return ReceiptView.of(receipt, application)


@router.get(
    "/applications/{application_id}/receipts",
    summary="列出申报回执 · List receipts",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def list_receipts(tx: Tx, caller: CurrentCaller, application_id: Id) -> ReceiptList:
    """列出历次提交的回执；撤回或退回后，原回执仍然保留。 · All receipts, oldest first; none is ever removed."""
    application, found = await reading.list_receipts(await tx.connection(), caller, application_id)
    return ReceiptList(items=[ReceiptView.of(receipt, application) for receipt in found])
