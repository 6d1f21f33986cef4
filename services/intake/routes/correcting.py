"""Return for correction (退回补正), while the enterprise may still correct."""

from fastapi import APIRouter, Response

from services.intake.domain import errors
from services.intake.domain.applications import Correction
from services.intake.routes.bodies.applications import ApplicationSummary, ReturnRequest
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import STEPS
from services.intake.usecases import return_application as returning
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)


@router.post(
    "/applications/{application_id}/return",
    summary="退回补正 · Return for correction",
    responses=problems(*STEPS, errors.WindowClosed, errors.CorrectionPlaceUnknown),
)
async def return_application(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    body: ReturnRequest,
    response: Response,
) -> ApplicationSummary:
    """推荐单位退回已提交的申报，逐条指明位置与须补正的内容；盖章扫描件作废。只能在企业申报截止前退回：通知规定截止后关闭申报和修改功能，没有截止后的补正。

    The unit returns a submission and says, place by place, what to mend; the stamped scan is void. Only before the
    enterprises' close: by the notice nothing can be corrected after it, so a later return would lead nowhere. After
    it, pass or do not pass.
    """
    application = await returning.return_application(
        context,
        await tx.connection(),
        caller,
        application_id,
        corrections=[Correction(**each.model_dump()) for each in body.corrections],
        expected=expected,
    )
    set_etag(response, application.version)
    return ApplicationSummary.of(application)
