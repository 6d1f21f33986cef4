"""Revisions: saved on demand, listed, read, and the printed form of those that were finalised."""

import json
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.intake.domain import document_errors, errors
from services.intake.routes.bodies.attachments import ReadTicket
from services.intake.routes.bodies.revisions import (
    MAX_REVISION_NUMBER,
    RevisionContent,
    RevisionView,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import READS, STEPS
from services.intake.usecases import read_applications as reading
from services.intake.usecases.save_revision import save_revision as save
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_numbered_cursor,
    page_of,
)
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["submission"], route_class=TransactionalRoute)

RevisionNumber = Annotated[
    int, Path(ge=1, le=MAX_REVISION_NUMBER, description="版本号 · revision number")
]


@router.post(
    "/applications/{application_id}/revisions",
    status_code=201,
    summary="保存 · Save a revision",
    responses={
        200: {"model": RevisionView, "description": "内容未变，返回最新版本 · nothing has changed"},
        **problems(*STEPS, errors.WindowClosed),
    },
)
async def save_revision(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> RevisionView:
    """将草稿当前内容留存为一个版本，完整与否均可。内容与最新版本相同则返回该版本（200）；已定稿的申报不会因此作废扫描件。

    Keeps what the draft says now as a revision, complete or not. Nothing changed since the newest one: that one is
    given (200). Saving what is finalised leaves its stamped scan good.
    """
    application, revision, is_new = await save(
        context, await tx.connection(), caller, application_id, expected
    )
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/v1/applications/{application_id}/revisions/{revision.number}"
    set_etag(response, application.version)
    return RevisionView.of(revision)


@router.get(
    "/applications/{application_id}/revisions",
    summary="列出版本 · List revisions",
    responses=problems(*READS, errors.ApplicationNotFound, InvalidCursor),
)
async def list_revisions(
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[RevisionView]:
    """由旧到新列出保存、自动保存、定稿、登记与退回时留下的版本，注明缘由与操作人，永久保留。提交固定的是其中的定稿。会同部门只见定稿与登记的版本。

    Revisions, oldest first, cut on save, autosave, finalise, record and return, with cause and person; none is ever
    removed. What a submission pins is a finalised one. A bureau sees what was finalised or recorded alone.
    """
    found = await reading.list_revisions(
        await tx.connection(),
        caller,
        application_id,
        after=int(decode_numbered_cursor(cursor)[1]) if cursor else 0,
        limit=limit,
    )
    return page_of(
        found, limit, key=lambda one: (one.cut_at, str(one.number)), view=RevisionView.of
    )


@router.get(
    "/applications/{application_id}/revisions/{number}",
    summary="读取版本 · Read a revision",
    responses=problems(*READS, errors.ApplicationNotFound, errors.RevisionNotFound),
)
async def read_revision(
    tx: Tx, caller: CurrentCaller, application_id: Id, number: RevisionNumber
) -> RevisionContent:
    """读取某一版本的完整内容与摘要值；版本一经留存不再改变。 · What a revision says, with its digests; it is never changed."""
    revision = await reading.read_one_revision(
        await tx.connection(), caller, application_id, number
    )
    view = RevisionView.of(revision)
    return RevisionContent(content=json.loads(revision.content), **view.model_dump())


@router.get(
    "/applications/{application_id}/revisions/{number}/printed-form",
    summary="取得申报书下载地址 · Get the printed form's address",
    responses=problems(
        *READS,
        errors.ApplicationNotFound,
        errors.RevisionNotFound,
        document_errors.RevisionNotPrinted,
        document_errors.PrintedFormNotReady,
        ServiceUnavailable,
    ),
)
async def read_printed_form(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id, number: RevisionNumber
) -> ReadTicket:
    """取得该版本申报书 PDF 的下载地址；刚定稿时可能仍在生成，稍候重试。

    The address of the revision's PDF. Right after finalising it may still be printed: try again shortly.
    """
    ticket = await reading.open_printed_form(context, tx, caller, application_id, number)
    return ReadTicket.of(ticket)
