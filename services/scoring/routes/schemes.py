"""Scoring schemes, read only: they are files that change with a release or with the operator's folder."""

from fastapi import APIRouter

from services.scoring.domain.panel_errors import SchemeNotFound
from services.scoring.routes.bodies.schemes import SchemeDetails, SchemeList, SchemeSummary
from services.scoring.routes.dependencies import CurrentSchemes, SchemeId
from services.scoring.usecases.read_schemes import list_all, read_one
from shared.openapi import problems
from shared.request_errors import InvalidRequest, TokenMissing, TokenRefused
from shared.transactions import TransactionalRoute

router = APIRouter(prefix="/v1", tags=["schemes"], route_class=TransactionalRoute)


@router.get(
    "/schemes",
    summary="列出评分表 · List the scoring schemes",
    description=(
        "列出已装载的评分表。外地评分表和待填模板均有标明；天津市的评分表未找到。\n\n"
        "Lists the schemes that are loaded. Another place's scheme and a template say so; Tianjin's own "
        "was not found."
    ),
    responses=problems(TokenMissing, TokenRefused),
)
async def list_schemes(schemes: CurrentSchemes) -> SchemeList:
    return SchemeList(items=[SchemeSummary.of(scheme) for scheme in list_all(schemes)])


@router.get(
    "/schemes/{scheme_id}",
    summary="查看评分表 · Read a scoring scheme",
    description=(
        "给出各评分项：最高分、由谁计分、规则、来源及其确信程度。\n\n"
        "Gives each item: its points, who scores it, the rule, its source and how sure that is."
    ),
    responses=problems(TokenMissing, TokenRefused, InvalidRequest, SchemeNotFound),
)
async def read_scheme(scheme_id: SchemeId, schemes: CurrentSchemes) -> SchemeDetails:
    return SchemeDetails.with_items(read_one(schemes, scheme_id))
