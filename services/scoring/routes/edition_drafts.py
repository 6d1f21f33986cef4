"""Drafts of editions, for those who prepare them; nobody else sees what is not published."""

from fastapi import APIRouter, Response

from services.scoring.domain.edition_diff import difference
from services.scoring.domain.edition_errors import EditionDraftNotFound
from services.scoring.domain.errors import EditionNotFound
from services.scoring.routes.bodies.editions import (
    BundleWarning,
    Difference,
    EditionDifference,
    EditionDraft,
    EditionDraftList,
    EditionLife,
    EditionReference,
)
from services.scoring.routes.dependencies import CurrentShelf, DraftId, EditionId, OtherEditionId
from services.scoring.routes.presentation import shown_edition
from services.scoring.routes.responses import READS
from services.scoring.usecases import read_editions as reading
from shared.etags import set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["editions"], route_class=TransactionalRoute)


@router.get("/edition-drafts", summary="列出版次草稿 · List the drafts", responses=problems(*READS))
async def list_edition_drafts(tx: Tx, shelf: CurrentShelf) -> EditionDraftList:
    """列出尚未发布的版次。 · Lists the editions that are not published yet."""
    drafts = await reading.read_drafts(tx, shelf)
    return EditionDraftList(items=[EditionLife.of(one) for one in drafts])


@router.get(
    "/edition-drafts/{draft_id}",
    summary="查看版次草稿 · Read a draft",
    responses=problems(*READS, EditionDraftNotFound),
)
async def read_edition_draft(
    draft_id: DraftId, tx: Tx, shelf: CurrentShelf, response: Response
) -> EditionDraft:
    """给出草稿全文、经手人和提示；ETag 用于替换或发布。

    Gives a draft in full, with who did what and what is odd about it; its ETag is for replacing or publishing it.
    """
    draft = await reading.read_draft(tx, shelf, draft_id)
    set_etag(response, draft.kept.version)
    return EditionDraft(
        life=EditionLife.of(draft.kept),
        edition=shown_edition(draft.edition, draft.kept.state, shipped=False),
        warnings=[BundleWarning.of(one) for one in draft.warnings],
    )


@router.get(
    "/editions/{edition_id}/diff/{other_id}",
    summary="比较两个版次 · Compare two editions",
    responses=problems(*READS, EditionNotFound),
)
async def compare_editions(
    edition_id: EditionId, other_id: OtherEditionId, tx: Tx, shelf: CurrentShelf
) -> EditionDifference:
    """按条件、门槛、条款、场景、环节对应和事实列出从前者到后者的差异，中英文各一句；草稿也可比较。

    Tells what leads from the first edition to the second in terms of criteria, thresholds, clauses, scenes, the
    mapping of stages and facts, each in a sentence in both languages; drafts can be compared too.
    """
    before = await shelf.any_edition(tx, edition_id)
    after = await shelf.any_edition(tx, other_id)
    return EditionDifference(
        before=EditionReference(
            edition_id=before.edition_id, content_sha256=before.content_hash.sha256
        ),
        after=EditionReference(
            edition_id=after.edition_id, content_sha256=after.content_hash.sha256
        ),
        differences=[Difference.of(one) for one in difference(before, after)],
    )
