"""The facts that criteria may read."""

from fastapi import APIRouter

from services.scoring.routes.dependencies import CurrentShelf
from services.scoring.routes.presentation import shown_facts
from shared.contracts.editions import FactCatalogueList
from shared.openapi import problems
from shared.request_errors import TokenMissing, TokenRefused
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["editions"], route_class=TransactionalRoute)


@router.get(
    "/facts",
    summary="列出事实目录 · List the fact catalogues",
    description=(
        "按版次列出可以提交的事实：名称、类型、单位、来自申报书何处、可佐证的材料种类。未知的事实应省略。\n\n"
        "Lists by edition the facts that may be stated: name, type, unit, where in the form they "
        "come from and which kinds of documents may show them. Leave out what is not known."
    ),
    responses=problems(TokenMissing, TokenRefused),
)
async def list_facts(tx: Tx, shelf: CurrentShelf) -> FactCatalogueList:
    editions = await shelf.standing_editions(tx)
    return FactCatalogueList(items=[shown_facts(edition) for edition, _ in editions])
