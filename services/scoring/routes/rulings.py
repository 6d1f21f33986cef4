"""人工裁定: what persons rule on criteria that a machine cannot settle."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.scoring.domain import assessment as domain
from services.scoring.domain.errors import AssessmentNotFound
from services.scoring.domain.rulings import Ruling, RulingFinding
from services.scoring.routes.dependencies import AssessmentId, CurrentClocks, CurrentSigner
from services.scoring.routes.responses import CREATES, MATCHES, READS
from services.scoring.store.assessment_versions import versions_of
from services.scoring.usecases import rule_on_criterion as ruling
from services.scoring.usecases.read_assessment import read_assessment
from shared.authorisation import Access, CurrentAccess
from shared.contracts.rulings import AssessmentVersion, AssessmentVersions, ForwardedRuling
from shared.errors import Fault
from shared.etags import ExpectedVersions, set_etag
from shared.identity.principal import Role
from shared.openapi import problems
from shared.ruling_errors import (
    CriterionNotInVerdict,
    OfficerToBeNamed,
    RulingNotOpen,
)
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["rulings"], route_class=TransactionalRoute)

#: Versions told at a time.
_MOST = 200


@router.post(
    "/assessments/{assessment_id}/rulings",
    status_code=HTTPStatus.CREATED,
    summary="裁定一条条件 · Rule on a criterion",
    responses=problems(
        *CREATES,
        *MATCHES,
        AssessmentNotFound,
        CriterionNotInVerdict,
        RulingNotOpen,
        OfficerToBeNamed,
    ),
)
async def rule_on_criterion(
    assessment_id: AssessmentId,
    body: ForwardedRuling,
    tx: Tx,
    access: CurrentAccess,
    clocks: CurrentClocks,
    signer: CurrentSigner,
    expected: ExpectedVersions,
    response: Response,
) -> AssessmentVersion:
    """判断一条待判断的条件，或说明理由放宽一条原则上应满足的条件。形成评估的新版本，记明何人、何时、为何；此前各版本和机器核验结果不变。If-Match 为当前版本号。

    Judges a criterion that is to be judged, or waives, with a reason, one that holds in principle. It makes a new version
    that names who, when and why; the versions before and the machine's verdict stay. If-Match is the version that
    stands, as `GET /v1/assessments/{assessment_id}` tells in its ETag. It recognises nothing.
    """
    order = ruling.RulingOrder(
        assessment_id=assessment_id,
        ruling=Ruling(
            criterion_id=body.criterion_id,
            finding=RulingFinding(body.finding),
            reason=body.reason,
            ruled_by=_officer(access, body.on_behalf_of),
            ruled_at=clocks.business(),
        ),
        sent_by=access.principal.subject,
        expected=expected,
    )
    version = await ruling.rule_on_criterion(await tx.connection(), order, signer)
    set_etag(response, version.version)
    response.headers["Location"] = f"/v1/assessments/{assessment_id}/versions"
    return _shown(version)


@router.get(
    "/assessments/{assessment_id}/versions",
    summary="列出裁定版本 · List versions",
    responses=problems(*READS, AssessmentNotFound),
)
async def list_assessment_versions(
    assessment_id: AssessmentId,
    tx: Tx,
    after: Annotated[
        int, Query(ge=1, le=1_000_000, description="此版本之后的 · versions after this one")
    ] = 1,
) -> AssessmentVersions:
    """按先后列出裁定形成的各版本（每次最多 200 个）；没有裁定时为空。第 1 版即评估记录本身。

    What rulings made of the assessment, oldest first and at most 200 at a time; empty where nobody has ruled. Version 1
    is the assessment itself.
    """
    connection = await tx.connection()
    await read_assessment(connection, assessment_id)
    found = await versions_of(connection, assessment_id, after=after, limit=_MOST)
    return AssessmentVersions(
        assessment_id=assessment_id, versions=[_shown(version) for version in found]
    )


def _officer(access: Access, on_behalf_of: str | None) -> str:
    """Give who rules: the caller, or the officer whom a service names."""
    is_service = access.principal.role is Role.SERVICE
    if is_service == (on_behalf_of is None):
        fault = Fault(
            pointer="/on_behalf_of", code="officer-to-be-named", message=OfficerToBeNamed.title
        )
        raise OfficerToBeNamed(faults=[fault])
    return on_behalf_of or access.principal.subject


def _shown(version: domain.AssessmentVersion) -> AssessmentVersion:
    """Show the very bytes that were hashed, with their digests."""
    return AssessmentVersion.model_validate(
        {
            **version.content,
            "version_sha256": version.document.sha256,
            "version_sm3": version.document.sm3,
            "signature": version.signature,
        }
    )
