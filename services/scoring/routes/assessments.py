"""Assessments: verdicts on revisions of applications, recorded under the caller's id and never changed."""

import json
from http import HTTPStatus

from fastapi import APIRouter, Response

from services.scoring.domain import assessment as domain
from services.scoring.domain.edition_errors import EditionIsDraft
from services.scoring.domain.errors import (
    AssessmentDiffers,
    AssessmentNotFound,
    EvaluationInvalid,
)
from services.scoring.domain.library import Question
from services.scoring.routes.dependencies import (
    AssessmentId,
    CurrentClocks,
    CurrentShelf,
    CurrentSigner,
)
from services.scoring.store.assessment_versions import newest_version
from services.scoring.usecases import read_assessment as reading
from services.scoring.usecases import record_assessment as recording
from shared.authorisation import CurrentAccess
from shared.contracts.scoring import Assessment, AssessmentRequest
from shared.etags import set_etag
from shared.openapi import problems
from shared.request_errors import (
    InvalidRequest,
    MalformedJson,
    NotJson,
    RequestBodyTooLarge,
    RoleForbidden,
    TokenMissing,
    TokenRefused,
)
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["assessments"], route_class=TransactionalRoute)


@router.put(
    "/assessments/{assessment_id}",
    status_code=HTTPStatus.CREATED,
    response_model_exclude_unset=True,  # a record is shown as it was hashed, whatever came later
    summary="记录评估 · Record an assessment",
    description=(
        "核对一份申报修订的事实，并将结果记录在调用方给出的编号下。相同请求可重复发送：首次返回 201，"
        "其后返回 200 和同一记录；同一编号下内容不同的请求被拒绝。同时签发回执。结果的形式与试算相同，四个等级均完整保存。\n\n"
        "Evaluates the facts of one revision of an application and records the verdict, on every tier, under the "
        "caller's id. The same request may be sent again: 201 the first time, then 200 with the same "
        "record; another request under that id is refused. Its signed receipt is made in the same transaction."
    ),
    responses={
        HTTPStatus.OK.value: {"model": Assessment, "description": "已有记录 · it stood already"},
        **problems(
            MalformedJson,
            TokenMissing,
            TokenRefused,
            RoleForbidden,
            AssessmentDiffers,
            EditionIsDraft,
            RequestBodyTooLarge,
            NotJson,
            InvalidRequest,
            EvaluationInvalid,
        ),
    },
)
async def record_assessment(
    assessment_id: AssessmentId,
    body: AssessmentRequest,
    response: Response,
    tx: Tx,
    access: CurrentAccess,
    shelf: CurrentShelf,
    signer: CurrentSigner,
    clocks: CurrentClocks,
) -> Assessment:
    order = recording.Recording(
        assessment_id=assessment_id,
        subject=domain.Subject(**body.subject.model_dump()),
        question=Question(
            edition_id=body.edition_id, tier=body.tier, round_id=body.round_id, facts=body.facts
        ),
        request=body.as_recorded(),
        actor=access.principal.subject,
        at=clocks.wall(),
        labels=_labels_of(body),
    )
    library = await shelf.library_with(tx, body.edition_id)
    assessment, is_new = await recording.record_assessment(
        await tx.connection(), library, order, signer
    )
    if is_new:
        response.headers["Location"] = f"/v1/assessments/{assessment_id}"
    else:
        response.status_code = HTTPStatus.OK
    return _shown(assessment)


@router.get(
    "/assessments/{assessment_id}",
    response_model_exclude_unset=True,  # a record is shown as it was hashed, whatever came later
    summary="查看评估 · Read an assessment",
    description=(
        "读取一条评估记录。其摘要值按去掉两个摘要字段后的规范化 JSON（RFC 8785）计算，可自行复核。"
        "较早的记录保持当时的形式：未证实称作 unknown，tiers 仅列条件编号或没有。ETag 为最新裁定版本号，记录本身不变。\n\n"
        "Reads a recorded assessment. Its digests are over the canonical JSON (RFC 8785) of this body "
        "without the two digests, so that anyone can check them. Earlier records keep the form of their time: "
        "unproven is called unknown there, and tiers name criteria by id only or are not there. The ETag is the number "
        "of the newest version that rulings made; the record itself never changes."
    ),
    responses=problems(
        TokenMissing, TokenRefused, RoleForbidden, InvalidRequest, AssessmentNotFound
    ),
)
async def read_assessment(assessment_id: AssessmentId, tx: Tx, response: Response) -> Assessment:
    connection = await tx.connection()
    assessment = await reading.read_assessment(connection, assessment_id)
    set_etag(response, await newest_version(connection, assessment_id))
    return _shown(assessment)


def _labels_of(body: AssessmentRequest) -> domain.Labels:
    of_filing = body.labels
    return domain.Labels(
        round_id=body.round_id,
        unit_code=of_filing.unit_code if of_filing else None,
        industry=of_filing.industry if of_filing else None,
    )


def _shown(assessment: domain.Assessment) -> Assessment:
    """Show the very bytes that were hashed, with their digests."""
    return Assessment.model_validate(
        {
            **json.loads(assessment.document.content),
            "assessment_sha256": assessment.document.sha256,
            "assessment_sm3": assessment.document.sm3,
        }
    )
