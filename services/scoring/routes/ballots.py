"""Experts' own ballots. Nothing here tells anything of another expert, not even by a number."""

from fastapi import APIRouter, Response

from services.scoring.domain import panel_errors
from services.scoring.routes.bodies.ballots import (
    BallotOrder,
    OwnAssignment,
    OwnBallot,
    Recused,
)
from services.scoring.routes.bodies.panel_requests import ReasonOrder
from services.scoring.routes.dependencies import ApplicationId, CurrentCaller, PanelId
from services.scoring.routes.responses import CHANGES, CREATES, OWN_STEPS, READS
from services.scoring.usecases import own_ballot as voting
from services.scoring.usecases import recuse_expert as recusing
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

router = APIRouter(prefix="/v1", tags=["ballots"], route_class=TransactionalRoute)

_CHANGED = (panel_errors.BallotHandedIn, panel_errors.BallotInvalid)


@router.get(
    "/own-assignments",
    summary="列出分派给我的申报 · List what is assigned to me",
    description="仅列本人的分派，按新到旧。 · The caller's own assignments, newest first.",
    responses=problems(*READS, InvalidCursor),
)
async def list_own_assignments(
    tx: Tx, caller: CurrentCaller, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[OwnAssignment]:
    found = await voting.list_own_assignments(
        await tx.connection(),
        caller.subject,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(
        found, limit, key=lambda one: (one[1], one[0].assignment_id), view=OwnAssignment.of
    )


@router.get(
    "/panels/{panel_id}/ballots/{application_id}",
    summary="查看本人的打分票 · Read my ballot",
    description=(
        "给出本人的打分和各项的范围、分档、说明。他人的打分票视同不存在。\n\n"
        "One's own points, and of each item the range, the step and the guidance. Anybody else's ballot does "
        "not exist."
    ),
    responses=problems(*READS, panel_errors.BallotNotFound),
)
async def read_own_ballot(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    application_id: ApplicationId,
    response: Response,
) -> OwnBallot:
    panel, ballot = await voting.read_own_ballot(
        await tx.connection(), caller.subject, panel_id, application_id
    )
    set_etag(response, ballot.version)
    return OwnBallot.of(panel, ballot)


@router.put(
    "/panels/{panel_id}/ballots/{application_id}",
    summary="保存打分 · Save my ballot",
    description=(
        "提交前可反复修改，每次保存均留存；可暂缺若干项。超出范围、不在分档上的各项一次指出。\n\n"
        "It may be changed until it is handed in, and every save is kept; items may still be missing. All "
        "points out of range or off the step are named at once."
    ),
    responses=problems(*CHANGES, *OWN_STEPS, *_CHANGED),
)
async def save_ballot(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    application_id: ApplicationId,
    expected: ExpectedVersions,
    body: BallotOrder,
    response: Response,
) -> OwnBallot:
    panel, ballot = await voting.save_ballot(
        await tx.connection(),
        caller,
        panel_id,
        application_id,
        body.points,
        body.remark,
        expected=expected,
    )
    set_etag(response, ballot.version)
    return OwnBallot.of(panel, ballot)


@router.post(
    "/panels/{panel_id}/ballots/{application_id}/hand-in",
    summary="提交打分票 · Hand my ballot in",
    description=(
        "各项齐全方可提交，提交后不可更改。事件流中只记加盐摘要，盐在结束后随结果公布。\n\n"
        "When every item has its points; from then on it stands. The event carries a salted digest alone, and "
        "the salt is shown with the result."
    ),
    responses=problems(*CREATES, *OWN_STEPS, *_CHANGED),
)
async def hand_in_ballot(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    application_id: ApplicationId,
    expected: ExpectedVersions,
    response: Response,
) -> OwnBallot:
    panel, ballot = await voting.hand_in_ballot(
        await tx.connection(), caller, panel_id, application_id, expected=expected
    )
    set_etag(response, ballot.version)
    return OwnBallot.of(panel, ballot)


@router.post(
    "/panels/{panel_id}/ballots/{application_id}/recuse",
    summary="本人回避 · Recuse myself",
    description=(
        "专家发现自己应当回避时，注明理由退出这件申报；由同一种子抽取替补，不告知替补为何人。\n\n"
        "An expert who should not judge an application says why and leaves it; the same seed draws who takes "
        "over, and the answer does not say who."
    ),
    responses=problems(*CREATES, *OWN_STEPS),
)
async def recuse_myself(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    application_id: ApplicationId,
    expected: ExpectedVersions,
    body: ReasonOrder,
) -> Recused:
    ballot = await recusing.recuse_myself(
        await tx.connection(),
        caller,
        panel_id,
        application_id,
        reason=body.reason,
        expected=expected,
    )
    return Recused(panel_id=panel_id, application_id=application_id, state=ballot.state)
