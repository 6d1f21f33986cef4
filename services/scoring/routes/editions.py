"""Editions of the criteria and their scene guides: those that ship, and imported ones once they are published."""

from fastapi import APIRouter, Response

from services.scoring.domain.errors import EditionNotFound
from services.scoring.routes.dependencies import CurrentShelf, EditionId
from services.scoring.routes.presentation import shown_edition, shown_scene_guide, shown_summary
from services.scoring.usecases import read_editions as reading
from shared.contracts.editions import Edition, EditionList, SceneGuide
from shared.etags import set_etag
from shared.openapi import problems
from shared.request_errors import InvalidRequest, TokenMissing, TokenRefused
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["editions"], route_class=TransactionalRoute)


@router.get(
    "/editions",
    summary="列出版次 · List the editions",
    description=(
        "列出要素条件各版次及其内容摘要值：随系统发布的，以及导入后已发布或已停用的。草稿不列。\n\n"
        "Lists the editions of the criteria with the digests of their content: those that ship, and imported "
        "ones that are published or retired. Drafts are not listed."
    ),
    responses=problems(TokenMissing, TokenRefused),
)
async def list_editions(tx: Tx, shelf: CurrentShelf) -> EditionList:
    return EditionList(
        items=[
            shown_summary(one, state, shipped=shelf.ships(one.edition_id))
            for one, state in await shelf.standing_editions(tx)
        ]
    )


@router.get(
    "/editions/{edition_id}",
    summary="查看版次 · Read an edition",
    description=(
        "给出该版次的各等级及适用于它的条件，每条的要求、条款、来源、确信程度、由谁判定，以及所用的事实来自申报书何处。各批次"
        "开放的等级和附加条件另列。导入的版次带 ETag，用于停用。\n\n"
        "Gives the tiers of an edition and which criteria apply to each; of every criterion the clause, the "
        "source, how sure it is, who decides it, and where in the form its facts come from. The tiers that rounds "
        "open and the conditions that they add stand apart. What was imported has an ETag, for retiring it."
    ),
    responses=problems(TokenMissing, TokenRefused, InvalidRequest, EditionNotFound),
)
async def read_edition(
    edition_id: EditionId, tx: Tx, shelf: CurrentShelf, response: Response
) -> Edition:
    edition, kept = await reading.read_standing(tx, shelf, edition_id)
    if kept is None:
        return shown_edition(edition, shipped=True)
    set_etag(response, kept.version)
    return shown_edition(edition, kept.state, shipped=False)


@router.get(
    "/editions/{edition_id}/scenes",
    summary="查看场景指引 · Read the scene guide",
    description=(
        "给出场景指引的环节和场景，及其与要素环节的对应。场景说明不是官方原文。\n\n"
        "Gives the guide's stages and scenes and the element stages they count for. The descriptions "
        "are ours and not the official wording."
    ),
    responses=problems(TokenMissing, TokenRefused, InvalidRequest, EditionNotFound),
)
async def read_scene_guide(edition_id: EditionId, tx: Tx, shelf: CurrentShelf) -> SceneGuide:
    return shown_scene_guide(await shelf.standing_edition(tx, edition_id))
