"""文件检查: what machines noticed about an application's files, and officers' word on it."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.intake.domain import check_errors, errors
from services.intake.routes.bodies.checks import (
    FileChecksView,
    FileCheckView,
    SetAsideRequest,
    SetAsideView,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CHANGES, READS
from services.intake.usecases import read_checks as reading
from services.intake.usecases import set_finding_aside as setting_aside
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["documents"], route_class=TransactionalRoute)


@router.get(
    "/applications/{application_id}/checks",
    summary="文件检查结果 · The checks of the files",
    responses=problems(*READS, errors.ApplicationNotFound, ServiceUnavailable),
)
async def read_checks(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id
) -> FileChecksView:
    """各附件的检查进度与发现：所在页码和位置、应为与实为。发现均为提示，由工作人员判断；严重发现须说明理由不予采信后方可审核通过。企业可在提交前据此更正。

    Where each attached file's check stands and what it found: page and place, what was expected and what was found. All of
    it is advice and officers decide; a serious finding has to be set aside with a reason before the district review is
    passed. Enterprises may mend their files by it before they submit.
    """
    checks = await reading.read_checks(context, tx, caller, application_id)
    return FileChecksView(files=[FileCheckView.of(each) for each in checks])


@router.put(
    "/applications/{application_id}/checks/{version_id}/findings/{number}/set-aside",
    summary="不予采信一项发现 · Set a finding aside",
    responses=problems(
        *CHANGES,
        errors.ApplicationNotFound,
        errors.IllegalTransition,
        check_errors.FileNotAttached,
        check_errors.FindingNotThere,
        ServiceUnavailable,
    ),
)
async def set_finding_aside(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    version_id: Id,
    number: Annotated[int, Path(ge=1, le=10_000, description="发现的序号 · number of the finding")],
    body: SetAsideRequest,
) -> SetAsideView:
    """审核中的工作人员说明理由，对一项发现不予采信；记明何人、何时、为何，机器的结果不变。可重复调用；另写理由则取代前者，前者留在办理记录中。

    The reviewing officer does not share a finding and says why: a district while it reviews, the city while it does. Who, when and
    why is on record; the machine's result stays. Safe to repeat; another reason takes the place of the first, which
    stays in the history.
    """
    said = await setting_aside.set_finding_aside(
        context,
        tx,
        caller,
        application_id,
        version_id=version_id,
        number=number,
        reason=body.reason,
    )
    return SetAsideView.of(said)
