"""人工裁定: what officers rule on the criteria that a machine cannot settle."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.intake.domain import errors
from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CHANGES, MATCHES, READS
from services.intake.usecases import rule_on_verdict as ruling
from shared.contracts.rulings import (
    AssessmentVersion,
    AssessmentVersions,
    Finding,
    Reason,
    RulingRequest,
)
from shared.contracts.verdicts import Name
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.ruling_errors import CriterionNotInVerdict, RulingNotOpen
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["review"], route_class=TransactionalRoute)

CriterionId = Annotated[
    Name, Path(description="条件编号 · criterion", examples=["br-1-competitiveness"])
]


class OfficersRuling(Body):
    """裁定及理由 · What the officer finds, and why."""

    finding: Finding
    reason: Reason


@router.put(
    "/applications/{application_id}/verdict/rulings/{criterion_id}",
    summary="裁定一条条件 · Rule on a criterion",
    responses=problems(
        *CHANGES,
        *MATCHES,
        errors.ApplicationNotFound,
        errors.VerdictNotThere,
        errors.IllegalTransition,
        CriterionNotInVerdict,
        RulingNotOpen,
        ServiceUnavailable,
    ),
)
async def rule_on_verdict(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    criterion_id: CriterionId,
    body: OfficersRuling,
    expected: ExpectedVersions,
    response: Response,
) -> AssessmentVersion:
    """审核中的工作人员判断一条待判断的条件，或说明理由放宽一条原则上应满足的条件。裁定由评估服务留存为新版本，记明何人、何时、为何；机器核验结果和此前各版本不变。If-Match 为当前版本号（无裁定时为 "1"）。

    The reviewing officer judges what is to be judged, or waives with a reason what holds in principle: a district while it
    reviews, the city while it does. Scoring keeps it as a new version that names who, when and why; the machine's
    verdict and the versions before stay. If-Match is the version that stands, "1" where nobody has ruled. Sent
    again, it gives the same answer.
    """
    version = await ruling.rule_on_verdict(
        context,
        tx,
        caller,
        application_id,
        RulingRequest(criterion_id=criterion_id, finding=body.finding, reason=body.reason),
        expected=expected,
    )
    set_etag(response, version.version)
    return version


@router.get(
    "/applications/{application_id}/verdict/rulings",
    summary="列出裁定 · List rulings",
    responses=problems(
        *READS, errors.ApplicationNotFound, errors.VerdictNotThere, ServiceUnavailable
    ),
)
async def list_rulings(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    response: Response,
    after: Annotated[
        int, Query(ge=1, le=1_000_000, description="此版本之后的 · versions after this one")
    ] = 1,
) -> AssessmentVersions:
    """按先后列出核验结果经裁定形成的各版本，每次最多 200 个；没有裁定时为空。ETag 为所列最后一个版本号。

    What rulings made of the verdict, oldest first and at most 200 at a time; empty where nobody has ruled. The ETag is the
    number of the last one listed.
    """
    found = await ruling.list_rulings(context, tx, caller, application_id, after=after)
    set_etag(response, found.versions[-1].version if found.versions else after)
    return found
