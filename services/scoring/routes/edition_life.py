"""The life of an edition: imported as a draft, published and retired by two persons each."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from services.scoring.domain import edition_errors as errors
from services.scoring.domain.edition_life import EditionAction, KeptEdition
from services.scoring.domain.errors import EditionNotFound
from services.scoring.routes.bodies.editions import (
    BundleWarning,
    EditionBundle,
    EditionDraft,
    EditionLife,
)
from services.scoring.routes.dependencies import CurrentClocks, CurrentShelf, EditionId
from services.scoring.routes.presentation import shown_edition
from services.scoring.routes.responses import CREATES, MATCHES
from services.scoring.usecases import advance_edition as advancing
from services.scoring.usecases import import_edition as importing
from shared.authorisation import Access, CurrentAccess
from shared.clock import Clocks
from shared.etags import ExpectedVersions, VersionsIfGiven, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["editions"], route_class=TransactionalRoute)

_STEP = problems(
    *CREATES,
    *MATCHES,
    EditionNotFound,
    errors.EditionShipped,
    errors.EditionNotInState,
)
_CONFIRMATION = problems(
    *CREATES,
    *MATCHES,
    EditionNotFound,
    errors.EditionShipped,
    errors.EditionNotInState,
    errors.EditionSecondPersonNeeded,
)


@router.post(
    "/editions",
    status_code=HTTPStatus.CREATED,
    summary="导入版次草稿 · Import a draft",
    responses={
        HTTPStatus.OK.value: {"model": EditionDraft, "description": "已替换 · it was replaced"},
        **problems(
            *CREATES,
            *MATCHES,
            errors.BundleInvalid,
            errors.EditionShipped,
            errors.EditionNotInState,
        ),
    },
)
async def import_edition(
    body: EditionBundle,
    tx: Tx,
    access: CurrentAccess,
    clocks: CurrentClocks,
    shelf: CurrentShelf,
    expected: VersionsIfGiven,
    response: Response,
) -> EditionDraft:
    """整体导入一个版次的全部文件，成为草稿；有任何错误则不导入，并一次列出全部错误及其文件和行号。

    再次导入同一编号替换草稿，须带 If-Match（首次导入可不带）；已发布的版次不可替换。文件以 JSON 对象（文件名 → 文本）提交，总计不超过 2 MB。

    Imports all files of an edition as a draft, or nothing: every fault is named at once with its file and line.
    The same id again replaces the draft and needs If-Match, which the first time does without; what is published
    cannot be replaced. The files come as
    one JSON object and not as a zip, so that they are read as strictly as any body and cannot unpack to more than
    was sent; at most 2 MB.
    """
    order = importing.ImportOrder(
        files=body.files, actor=access.principal.subject, at=clocks.wall(), expected=expected
    )
    imported = await importing.import_edition(await tx.connection(), shelf, order)
    if imported.is_new:
        response.headers["Location"] = f"/v1/edition-drafts/{imported.kept.edition_id}"
    else:
        response.status_code = HTTPStatus.OK
    set_etag(response, imported.kept.version)
    return EditionDraft(
        life=EditionLife.of(imported.kept),
        edition=shown_edition(imported.edition, imported.kept.state, shipped=False),
        warnings=[BundleWarning.of(one) for one in imported.warnings],
    )


@router.post(
    "/editions/{edition_id}/request-publication",
    summary="申请发布版次 · Request the publication",
    responses=_STEP,
)
async def request_edition_publication(
    edition_id: EditionId,
    tx: Tx,
    access: CurrentAccess,
    clocks: CurrentClocks,
    shelf: CurrentShelf,
    expected: ExpectedVersions,
    response: Response,
) -> EditionLife:
    """申请发布草稿，须另一名市级工作人员确认。 · Asks that a draft be published; a city officer must confirm."""
    order = _order(edition_id, EditionAction.REQUEST_PUBLICATION, access, clocks, expected)
    return _answer(response, await advancing.advance_edition(await tx.connection(), shelf, order))


@router.post(
    "/editions/{edition_id}/publish",
    summary="发布版次 · Publish an edition",
    responses=_CONFIRMATION,
)
async def publish_edition(
    edition_id: EditionId,
    tx: Tx,
    access: CurrentAccess,
    clocks: CurrentClocks,
    shelf: CurrentShelf,
    expected: ExpectedVersions,
    response: Response,
) -> EditionLife:
    """由导入人和申请人以外的市级工作人员确认；发布后内容永不改变，各批次即可采用。

    A city officer who neither imported it nor asked for it confirms: from now on it never changes, and rounds may
    name it.
    """
    order = _order(edition_id, EditionAction.PUBLISH, access, clocks, expected)
    return _answer(response, await advancing.advance_edition(await tx.connection(), shelf, order))


@router.post(
    "/editions/{edition_id}/request-retirement",
    summary="申请停用版次 · Request the retirement",
    responses=_STEP,
)
async def request_edition_retirement(
    edition_id: EditionId,
    tx: Tx,
    access: CurrentAccess,
    clocks: CurrentClocks,
    shelf: CurrentShelf,
    expected: ExpectedVersions,
    response: Response,
) -> EditionLife:
    """申请停用已发布的版次，须另一名市级工作人员确认。

    Asks that a published edition be retired; a city officer must confirm.
    """
    order = _order(edition_id, EditionAction.REQUEST_RETIREMENT, access, clocks, expected)
    return _answer(response, await advancing.advance_edition(await tx.connection(), shelf, order))


@router.post(
    "/editions/{edition_id}/retire",
    summary="停用版次 · Retire an edition",
    responses=_CONFIRMATION,
)
async def retire_edition(
    edition_id: EditionId,
    tx: Tx,
    access: CurrentAccess,
    clocks: CurrentClocks,
    shelf: CurrentShelf,
    expected: ExpectedVersions,
    response: Response,
) -> EditionLife:
    """由另一名市级工作人员确认停用：新批次不应再采用；仍可读取、试算，已申报的仍据以记录评估。

    Another city officer confirms: new rounds are not to name it any more. It can still be read and evaluated under,
    and what was submitted under it is still assessed, so that nothing that was begun is left without its verdict.
    """
    order = _order(edition_id, EditionAction.RETIRE, access, clocks, expected)
    return _answer(response, await advancing.advance_edition(await tx.connection(), shelf, order))


def _order(
    edition_id: str,
    action: EditionAction,
    access: Access,
    clocks: Clocks,
    expected: frozenset[int],
) -> advancing.StepOrder:
    return advancing.StepOrder(
        edition_id=edition_id,
        action=action,
        actor=access.principal.subject,
        at=clocks.wall(),
        expected=expected,
    )


def _answer(response: Response, kept: KeptEdition) -> EditionLife:
    set_etag(response, kept.version)
    return EditionLife.of(kept)
