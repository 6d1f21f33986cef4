"""The branch of filing (备案): the unit tabulates, the city files or does not."""

from fastapi import APIRouter

from services.intake.domain import errors
from services.intake.domain.lifecycle import Action
from services.intake.routes.bodies.applications import ApplicationSummary
from services.intake.routes.officer_step import Step
from services.intake.routes.responses import STEPS
from shared.openapi import problems
from shared.transactions import TransactionalRoute

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)


@router.post(
    "/applications/{application_id}/tabulate",
    summary="列入基础级汇总表 · Tabulate",
    responses=problems(*STEPS, errors.UnitWindowClosed, errors.StepOfOtherBranch),
)
async def tabulate_application(step: Step) -> ApplicationSummary:
    """推荐单位将审核通过的基础级申报列入汇总表，待报送。

    The unit puts a basic application that it passed into its summary table, to be handed in.
    """
    return await step.take(Action.TABULATE)


@router.post(
    "/applications/{application_id}/file",
    summary="备案 · File",
    responses=problems(*STEPS, errors.StepOfOtherBranch),
)
async def file_application(step: Step) -> ApplicationSummary:
    """市级对已接收的基础级申报予以备案，并给出备案编号；编号在批次内连续不断号。

    The city files a basic application that it received and numbers it; the round's numbers have no gaps.
    """
    return await step.take(Action.FILE)


@router.post(
    "/applications/{application_id}/not-file",
    summary="不予备案 · Do not file",
    responses=problems(*STEPS, errors.StepOfOtherBranch),
)
async def not_file_application(step: Step) -> ApplicationSummary:
    """市级不予备案，说明理由。 · The city does not file a basic application, and says why."""
    return await step.take(Action.NOT_FILE)
