"""Destruction lists: what two officers have destroyed when its retention is over."""

from typing import Annotated

from fastapi import APIRouter, Path, Response, status

from services.documents.context import Context
from services.documents.domain import check_errors, keeping_errors
from services.documents.domain.destruction_lists import DestructionList
from services.documents.routes.quarantine import KEYED_ERRORS, destruction_record
from services.documents.routes.responses import TOKEN_ERRORS
from services.documents.store.destruction_lists import destructions_on
from services.documents.usecases import list_destructions as listing
from shared.authorisation import CurrentAccess
from shared.contracts.document_checks import DestructionRecord
from shared.contracts.document_keeping import DestructionListOrder, DestructionListRecord
from shared.contracts.documents import Uuid
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
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1/destruction-lists", tags=["keeping"], route_class=TransactionalRoute)

ListId = Annotated[Uuid, Path(description="清单编号 · id of the list")]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="提出销毁清单 · Propose a destruction list",
    description=(
        "保密专员就保管期在某日之前届满的已锁定文件提出销毁清单，一次至多 200 份；被保全的、已在其他清单中的不列入。"
        "须由另一名保密专员确认。\n\n"
        "A secrecy officer lists the frozen versions whose retention was over before a day, 200 at most at a time; what is "
        "held or on another list is left out. Another one confirms it."
    ),
    responses=problems(
        *KEYED_ERRORS, keeping_errors.RetentionDayAhead, keeping_errors.NothingToDestroy
    ),
)
async def propose_destruction_list(
    body: DestructionListOrder, context: Context, tx: Tx, access: CurrentAccess, response: Response
) -> DestructionListRecord:
    actor = access.principal.subject
    listed = await listing.propose_list(
        context, tx, before=body.before, reason=body.reason, actor=actor
    )
    response.headers["Location"] = f"{router.prefix}/{listed.id}"
    return _record(listed)


@router.get(
    "/{list_id}",
    summary="读取销毁清单 · Read a destruction list",
    description="谁提出、谁确认、多少份文件。\n\nWho proposed it, who confirmed it, and how many versions it is about.",
    responses=problems(*TOKEN_ERRORS, keeping_errors.DestructionListNotFound),
)
async def read_destruction_list(list_id: ListId, tx: Tx) -> DestructionListRecord:
    return _record(await listing.read_list(tx, list_id))


@router.get(
    "/{list_id}/destructions",
    summary="列出清单中的文件 · List what is on a destruction list",
    description=(
        "清单中的各个文件版本及其执行情况；销毁后登记信息仍在。\n\n"
        "Each version on it and what became of it; the register stays when the bytes are gone."
    ),
    responses=problems(*TOKEN_ERRORS, keeping_errors.DestructionListNotFound, InvalidCursor),
)
async def list_listed_destructions(
    list_id: ListId, tx: Tx, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[DestructionRecord]:
    after = decode_cursor(cursor) if cursor else None
    listed = await listing.read_list(tx, list_id)
    connection = await tx.connection()
    rows = await destructions_on(connection, listed.id, after=after, limit=limit + 1)
    return page_of(rows, limit, key=lambda row: (row.proposed_at, row.id), view=destruction_record)


@router.post(
    "/{list_id}/confirmation",
    summary="确认销毁清单 · Confirm a destruction list",
    description=(
        "由另一名保密专员确认后成为销毁命令，由系统管理员用 `tidu documents-destroy` 执行。提出后被保全的文件从清单中去除。\n\n"
        "Another officer makes orders of it, which the operator carries out with `tidu documents-destroy`. What was held "
        "since it was proposed is taken off."
    ),
    responses=problems(
        *KEYED_ERRORS,
        keeping_errors.DestructionListNotFound,
        keeping_errors.DestructionListNotOpen,
        check_errors.SameOfficer,
    ),
)
async def confirm_destruction_list(
    list_id: ListId, context: Context, tx: Tx, access: CurrentAccess
) -> DestructionListRecord:
    actor = access.principal.subject
    return _record(await listing.confirm_list(context, tx, list_id, actor=actor))


def _record(listed: DestructionList) -> DestructionListRecord:
    return DestructionListRecord(
        list_id=listed.id,
        before=listed.before,
        reason=listed.reason,
        proposed_by=listed.proposed_by,
        proposed_at=listed.proposed_at,
        versions=listed.versions,
        left_out=listed.left_out,
        confirmed_by=listed.confirmed_by,
        confirmed_at=listed.confirmed_at,
    )
