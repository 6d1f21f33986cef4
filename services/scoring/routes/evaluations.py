"""Evaluations: the same facts always give the same verdict, and nothing is stored."""

from fastapi import APIRouter

from services.scoring.domain.errors import EvaluationInvalid
from services.scoring.domain.library import Question
from services.scoring.domain.verdict_document import verdict_document
from services.scoring.routes.dependencies import CurrentLibrary
from shared.contracts.scoring import EvaluationRequest, Verdict
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
from shared.transactions import TransactionalRoute, computes

router = APIRouter(prefix="/v1", tags=["evaluations"], route_class=TransactionalRoute)


@router.post(
    "/evaluations",
    summary="试算 · Evaluate facts",
    description=(
        "按指定版次和等级逐条核对所给事实，不保存任何内容，可随意重复。给出 round_id 时同时核对该批次通知"
        "的附加条件。同时给出该版次各等级的结果（tiers），以及距上一等级尚缺什么（next_tier）。\n\n"
        "Holds the facts against one tier of one edition and stores nothing; repeat it as you like. With "
        "round_id the conditions of that round's notice are checked too. Beside it stand the outcome of "
        "every tier of the edition (tiers) and what is missing for the tier above (next_tier)."
    ),
    responses=problems(
        MalformedJson,
        TokenMissing,
        TokenRefused,
        RoleForbidden,
        RequestBodyTooLarge,
        NotJson,
        InvalidRequest,
        EvaluationInvalid,
    ),
)
@computes
async def evaluate_facts(body: EvaluationRequest, library: CurrentLibrary) -> Verdict:
    evaluation = library.evaluate(
        Question(
            edition_id=body.edition_id, tier=body.tier, round_id=body.round_id, facts=body.facts
        )
    )
    return Verdict.model_validate(verdict_document(evaluation))
