"""Lists (名单) in the city's hands: drawn, shown in publicity, published by two officers."""

from fastapi import APIRouter, Response

from services.intake.domain import errors, list_errors
from services.intake.domain.lists import ListEntry, OfficialList
from services.intake.domain.working_days import CalendarDoesNotReach
from services.intake.routes.bodies.lists import DrawListRequest, ListDetails, ListSummary
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CREATES, MATCHES, READS
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
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["lists"], route_class=TransactionalRoute)

_STEP = (*CREATES, *MATCHES, list_errors.ListNotFound, list_errors.ListNotInState)


@router.post(
    "/lists",
    status_code=201,
    summary="生成拟认定名单 · Draw a list",
    responses=problems(
        *CREATES,
        errors.RoundNotFound,
        errors.TierNotOffered,
        errors.TierWithoutList,
        list_errors.ListEmpty,
    ),
)
async def draw_list(
    context: Context, tx: Tx, caller: CurrentCaller, body: DrawListRequest, response: Response
) -> ListDetails:
    """将某批次某级别全部拟认定的申报列成名单。 · Puts all proposed applications of a tier on a list."""
    drawn, entries = await publishing.draw_list(
        context, await tx.connection(), caller, round_id=body.round_id, tier=body.tier
    )
    response.headers["Location"] = f"/v1/lists/{drawn.list_id}"
    return _answer(response, drawn, entries)


@router.get(
    "/lists", summary="列出名单 · List the lists", responses=problems(*READS, InvalidCursor)
)
async def list_lists(
    tx: Tx, _caller: CurrentCaller, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[ListSummary]:
    """按新到旧列出全部名单，含未公开的。 · Newest first, those not yet public included."""
    found = await publishing.list_lists(
        await tx.connection(),
        public_only=False,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(found, limit, key=lambda one: (one.drawn_at, one.list_id), view=ListSummary.of)


@router.get(
    "/lists/{list_id}",
    summary="读取名单 · Read a list",
    responses=problems(*READS, list_errors.ListNotFound),
)
async def read_list(tx: Tx, _caller: CurrentCaller, list_id: Id, response: Response) -> ListDetails:
    """读取名单、条目与经办人。 · A list with its entries and who did what."""
    found, entries = await publishing.read_one_list(await tx.connection(), list_id)
    return _answer(response, found, entries)


@router.post(
    "/lists/{list_id}/open-publicity",
    summary="开始公示 · Open the publicity",
    responses=problems(*_STEP, CalendarDoesNotReach, errors.IllegalTransition),
)
async def open_publicity(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    list_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> ListDetails:
    """名单向社会公示，按工作日历计算公示期；公示即日起任何人可读。

    Shows the list to everybody for the round's number of working days by the official calendar.
    """
    opened, entries = await publishing.open_publicity(
        context, await tx.connection(), caller, list_id, expected
    )
    return _answer(response, opened, entries)


@router.post(
    "/lists/{list_id}/request-publication",
    summary="申请发布名单 · Request the publication",
    responses=problems(*_STEP, list_errors.PublicityRunning),
)
async def request_publication(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    list_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> ListDetails:
    """公示期满后由一名市级工作人员申请发布，须另一人确认。

    After the publicity one city officer asks for the publication; another one must confirm.
    """
    requested, entries = await publishing.request_publication(
        context, await tx.connection(), caller, list_id, expected
    )
    return _answer(response, requested, entries)


@router.post(
    "/lists/{list_id}/confirm-publication",
    summary="确认发布名单 · Confirm the publication",
    responses=problems(*_STEP, list_errors.SecondOfficerNeeded),
)
async def confirm_publication(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    list_id: Id,
    expected: ExpectedVersions,
    response: Response,
) -> ListDetails:
    """由另一名市级工作人员确认：公示中的申报获得认定，名单内容固定并公布摘要值。公示中被否决的不列入。

    A second officer confirms: what is still in publicity is recognised, and the list is published with its digests.
    """
    published, entries = await publishing.confirm_publication(
        context, await tx.connection(), caller, list_id, expected
    )
    return _answer(response, published, entries)


def _answer(
    response: Response, official_list: OfficialList, entries: list[ListEntry]
) -> ListDetails:
    set_etag(response, official_list.version)
    return ListDetails.with_entries(official_list, entries)
