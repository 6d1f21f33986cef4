"""Lists that anybody may read without a token: in publicity (公示) or published (发布)."""

import json
from typing import Any

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from services.intake.domain import list_errors
from services.intake.domain.lists import ListEntry, OfficialList
from services.intake.routes.bodies.lists import (
    PublicEntry,
    PublicListDetails,
    PublicListSummary,
    public_values,
)
from services.intake.routes.dependencies import Context, Id
from services.intake.routes.list_workbook import workbook_of
from services.intake.usecases import publish_list as publishing
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.openapi import problems
from shared.request_errors import DatabaseUnavailable, InvalidRequest
from shared.transactions import TransactionalRoute, Tx
from shared.workbooks import MEDIA_TYPE

router = APIRouter(prefix="/v1", tags=["public lists"], route_class=TransactionalRoute)

_READS = (InvalidRequest, DatabaseUnavailable)


@router.get(
    "/public-lists",
    summary="列出公开名单 · List the public lists",
    responses=problems(*_READS, InvalidCursor),
)
async def list_public_lists(
    tx: Tx, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[PublicListSummary]:
    """公示中与已发布的名单，按新到旧。 · Lists in publicity and published ones, newest first."""
    found = await publishing.list_lists(
        await tx.connection(),
        public_only=True,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(
        found, limit, key=lambda one: (one.drawn_at, one.list_id), view=PublicListSummary.of
    )


@router.get(
    "/public-lists/{list_id}",
    summary="读取公开名单 · Read a public list",
    responses=problems(*_READS, list_errors.ListNotFound),
)
async def read_public_list(tx: Tx, list_id: Id) -> PublicListDetails:
    """公开名单及条目；已发布的名单附内容摘要值，可自行核验。

    A public list with its entries. A published one comes with the digests of its content.
    """
    found, entries = await publishing.read_one_public_list(await tx.connection(), list_id)
    return _details(found, entries)


@router.get(
    "/public-lists/{list_id}/xlsx",
    summary="下载公开名单 · Download a public list",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPE: {}}, "description": "Excel 工作簿 · workbook"},
        **problems(*_READS, list_errors.ListNotFound),
    },
)
async def read_public_list_as_xlsx(context: Context, tx: Tx, list_id: Id) -> Response:
    """以 Excel 工作簿下载公开名单。 · The same list as an Excel workbook."""
    found, entries = await publishing.read_one_public_list(await tx.connection(), list_id)
    round_ = context.round_named(found.round_id).round
    workbook = await run_in_threadpool(workbook_of, _details(found, entries), round_.title.zh)
    return Response(
        workbook,
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{found.list_id}.xlsx"'},
    )


def _details(official_list: OfficialList, entries: list[ListEntry]) -> PublicListDetails:
    return PublicListDetails(
        entries=[PublicEntry(**entry) for entry in _public_entries(official_list, entries)],
        content=json.loads(official_list.content) if official_list.content is not None else None,
        **public_values(official_list),
    )


def _public_entries(official_list: OfficialList, entries: list[ListEntry]) -> list[dict[str, Any]]:
    """A published list is what was hashed; before that, what is in publicity."""
    if official_list.content is not None:
        published: list[dict[str, Any]] = json.loads(official_list.content)["entries"]
        return published
    return [
        {
            "number": number,
            **{name: getattr(entry, name) for name in PublicEntry.model_fields if name != "number"},
        }
        for number, entry in enumerate(entries, start=1)
    ]
