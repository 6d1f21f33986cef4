"""Editions of the criteria and their scene guides; they are read only, and change with a release."""

from fastapi import APIRouter

from services.scoring.domain.errors import EditionNotFound
from services.scoring.routes.dependencies import CurrentLibrary, EditionId
from services.scoring.routes.presentation import shown_edition, shown_scene_guide, shown_summary
from shared.contracts.editions import Edition, EditionList, SceneGuide
from shared.openapi import problems
from shared.request_errors import InvalidRequest, TokenMissing, TokenRefused
from shared.transactions import TransactionalRoute

router = APIRouter(prefix="/v1", tags=["editions"], route_class=TransactionalRoute)


@router.get(
    "/editions",
    summary="列出版次 · List the editions",
    description=(
        "列出已装载的要素条件版次及其内容摘要值。\n\n"
        "Lists the editions of the criteria that are loaded, with the digests of their content."
    ),
    responses=problems(TokenMissing, TokenRefused),
)
async def list_editions(library: CurrentLibrary) -> EditionList:
    return EditionList(items=[shown_summary(edition) for edition in library.editions()])


@router.get(
    "/editions/{edition_id}",
    summary="查看版次 · Read an edition",
    description=(
        "给出该版次的各等级及适用于它的条件，每条的要求、条款、来源、确信程度、由谁判定，以及所用的事实来自申报书何处。各批次"
        "开放的等级和附加条件另列。\n\n"
        "Gives the tiers of an edition and which criteria apply to each; of every criterion the clause, the "
        "source, how sure it is, who decides it, and where in the form its facts come from. The tiers that rounds "
        "open and the conditions that they add stand apart."
    ),
    responses=problems(TokenMissing, TokenRefused, InvalidRequest, EditionNotFound),
)
async def read_edition(edition_id: EditionId, library: CurrentLibrary) -> Edition:
    return shown_edition(library.edition(edition_id))


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
async def read_scene_guide(edition_id: EditionId, library: CurrentLibrary) -> SceneGuide:
    return shown_scene_guide(library.edition(edition_id))
