"""Industries (GB/T 4754): what a front end offers for the form's industry code."""

from fastapi import APIRouter

from services.intake.routes.bodies.industries import IndustryList
from services.intake.routes.dependencies import Context, CurrentCaller
from services.intake.routes.responses import READS
from shared.openapi import problems
from shared.transactions import TransactionalRoute

router = APIRouter(prefix="/v1", tags=["rounds"], route_class=TransactionalRoute)


@router.get("/industries", summary="列出行业 · List industries", responses=problems(*READS))
async def list_industries(context: Context, _caller: CurrentCaller) -> IndustryList:
    """国民经济行业分类中属于工业的门类（采矿业、制造业、电力热力燃气及水生产和供应业）及其大类。四位代码只按大类核对。

    The sections of the classification that are industry, with their divisions. A four-digit code is checked by its
    division alone. Which sections a round takes stands in the round.
    """
    return IndustryList.of(context.industries)
