"""What an enterprise undoes itself before the close: take back (撤回), withdraw (撤销申报)."""

from fastapi import APIRouter, Response

from services.intake.domain import errors
from services.intake.routes.bodies.applications import ApplicationSummary, WithdrawRequest
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import STEPS
from services.intake.usecases import give_up_submission as giving_up
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["submission"], route_class=TransactionalRoute)


@router.post(
    "/applications/{application_id}/take-back",
    summary="撤回 · Take a submission back",
    responses=problems(*STEPS, errors.WindowClosed),
)
async def take_back_application(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> ApplicationSummary:
    """截止前撤回已提交的申报，恢复为草稿。原定稿版本与回执保留，盖章扫描件作废；再次提交须重新定稿、盖章、上传。

    Makes a submission a draft again, before the close. Revision and receipt stay on record, the stamped scan is
    void; to submit again, finalise, stamp and upload anew.
    """
    application = await giving_up.take_back_application(
        context, await tx.connection(), caller, application_id, expected
    )
    set_etag(response, application.version)
    return ApplicationSummary.of(application)


@router.post(
    "/applications/{application_id}/withdraw",
    summary="撤销申报 · Withdraw an application",
    responses=problems(*STEPS, errors.WindowClosed),
)
async def withdraw_application(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    body: WithdrawRequest,
    response: Response,
) -> ApplicationSummary:
    """截止前撤销申报，不可恢复；理由可不填。该工厂此后可新建同级别申报。

    Gives the application up for good, before the close; a reason may be left out. The factory may then start
    another application of this tier.
    """
    application = await giving_up.withdraw_application(
        context,
        await tx.connection(),
        caller,
        application_id,
        reason=body.reason,
        expected=expected,
    )
    set_etag(response, application.version)
    return ApplicationSummary.of(application)
