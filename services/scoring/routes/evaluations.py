"""Evaluations: the same facts always give the same verdict, and nothing is stored."""

from fastapi import APIRouter, Response
from pydantic_core import to_json

from services.scoring.domain.errors import EvaluationInvalid
from services.scoring.domain.library import Question
from services.scoring.domain.verdict_document import verdict_document
from services.scoring.routes.dependencies import CurrentShelf
from shared.contracts.editions import DryRun
from shared.contracts.scoring import EvaluationRequest
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
from shared.transactions import TransactionalRoute, Tx, computes

router = APIRouter(prefix="/v1", tags=["evaluations"], route_class=TransactionalRoute)


@router.post(
    "/evaluations",
    response_model=DryRun,
    summary="试算 · Evaluate facts",
    description=(
        "按指定版次逐条核对所给事实，不保存任何内容，可随意重复。给出 round_id 时同时核对该批次通知的附加条件。所问等级的结果"
        "列于首层；梯度培育的四个等级均在 tiers 中完整列出：每条的结果、所用的值、要求、条款与出处，可由机器核验的条件是否满足、"
        "还有多少条须由人员判断；next_tier 说明距上一等级尚缺什么。缺少的事实使条件“未证实”，从不视为不满足。版次可以是草稿，"
        "edition_state 会注明：草稿的结果随草稿改变，不可引用。\n\n"
        "Holds the facts against an edition and stores nothing; repeat it as you like. With round_id the "
        "conditions of that round's notice are checked too. The tier asked for is told at the top, and every tier in "
        "full in `tiers`: of each criterion the result, the value used, the requirement and the clause, whether the "
        "machine-checkable conditions are met, and how many are left to a person; `next_tier` says what is missing "
        "for the tier above. A fact that is missing leaves a criterion unproven, never not met. The edition may be a "
        "draft, which `edition_state` says: what comes of a draft changes with it and is not to be cited."
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
async def evaluate_facts(body: EvaluationRequest, tx: Tx, shelf: CurrentShelf) -> Response:
    library = await shelf.library_with(tx, body.edition_id)
    evaluation = library.evaluate(
        Question(
            edition_id=body.edition_id, tier=body.tier, round_id=body.round_id, facts=body.facts
        )
    )
    state = library.state_of(body.edition_id).value
    # Written as it is, not through the model: holding what we made ourselves against it would be a third of the
    # time of an answer. The tests of its properties do that.
    answer = {"edition_state": state, **verdict_document(evaluation)}
    return Response(to_json(answer), media_type="application/json")
