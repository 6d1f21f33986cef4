"""The draw that nobody can grind: commitment, public value, reveal; and recusal with its replacement."""

from fastapi import APIRouter, Response

from services.scoring.domain import panel_errors
from services.scoring.domain.panels.commitment import PublicValue
from services.scoring.routes.bodies.panel_requests import (
    CommitmentOrder,
    PublicValueOrder,
    RecusalOrder,
    RevealOrder,
)
from services.scoring.routes.bodies.panel_views import PanelDetails
from services.scoring.routes.dependencies import CurrentCaller, PanelId
from services.scoring.routes.panels import answer
from services.scoring.routes.responses import STEPS
from services.scoring.usecases import commit_secret as committing
from services.scoring.usecases import draw_panel as drawing
from services.scoring.usecases import record_public_value as recording
from services.scoring.usecases import recuse_expert as recusing
from shared.etags import ExpectedVersions
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["panels"], route_class=TransactionalRoute)


@router.post(
    "/panels/{panel_id}/commit-secret",
    summary="承诺秘密值 · Commit to a secret",
    description=(
        "登记一个秘密值的摘要，并指定一个此时尚未产生的公开值（如某期彩票号码）及其唯一写法。"
        "`tidu panel secret` 生成秘密值及其摘要；秘密值由承诺人自行保管。\n\n"
        "Records the digest of a secret and names a public value that does not exist yet, such as a lottery "
        "drawing, with the one way to write it. `tidu panel secret` makes a secret; whoever commits keeps it."
    ),
    responses=problems(*STEPS, panel_errors.PublicValueKnown),
)
async def commit_secret(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: CommitmentOrder,
    response: Response,
) -> PanelDetails:
    panel = await committing.commit_secret(
        await tx.connection(), caller, panel_id, body.commitment(), expected=expected
    )
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/record-public-value",
    summary="登记公开值 · Record the public value",
    description=(
        "由另一名工作人员（不知秘密值者）在公开值产生后登记，并注明出处；登记后不可更改。\n\n"
        "By another officer, who does not know the secret, once the value exists; with its source, and for good."
    ),
    responses=problems(
        *STEPS,
        panel_errors.OtherOfficerNeeded,
        panel_errors.PublicValueNotDue,
        panel_errors.PublicValueMisspelt,
    ),
)
async def record_public_value(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: PublicValueOrder,
    response: Response,
) -> PanelDetails:
    value = PublicValue(value=body.value, source=body.source)
    panel = await recording.record_public_value(
        await tx.connection(), caller, panel_id, value, expected=expected
    )
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/draw",
    summary="揭示秘密值并抽取 · Reveal and draw",
    description=(
        "秘密值与承诺相符，即由专家库摘要、秘密值和公开值得出种子并分派专家，一次完成。算法见 docs/panel-draw.md，"
        "可用 `tidu panel redraw` 离线重现。\n\n"
        "The secret is held against its digest; pool digest, secret and public value give the seed, and the "
        "seed the assignment, all in one step. docs/panel-draw.md tells how; `tidu panel redraw` does it again "
        "offline."
    ),
    responses=problems(*STEPS, panel_errors.SecretDiffers),
)
async def draw_panel(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: RevealOrder,
    response: Response,
) -> PanelDetails:
    panel = await drawing.draw_panel(
        await tx.connection(), caller, panel_id, body.secret, expected=expected
    )
    return await answer(response, tx, panel)


@router.post(
    "/panels/{panel_id}/recusals",
    summary="回避 · Recuse an expert",
    description=(
        "使专家退出一件申报（或整个专家组），注明理由；由同一种子按序号抽取替补。已提交的打分票作废但保留。"
        "无人可替补时不补，由最低票数把关。\n\n"
        "Takes an expert off an application, or off the panel, with a reason; the same seed and the recusal's "
        "number draw who takes over. A ballot handed in is void and kept. If nobody is left, nobody takes over."
    ),
    responses=problems(*STEPS, panel_errors.AssignmentNotFound),
)
async def recuse_expert(
    tx: Tx,
    caller: CurrentCaller,
    panel_id: PanelId,
    expected: ExpectedVersions,
    body: RecusalOrder,
    response: Response,
) -> PanelDetails:
    panel = await recusing.recuse_expert(
        await tx.connection(),
        caller,
        panel_id,
        expert_id=body.expert_id,
        application_id=body.application_id,
        reason=body.reason,
        expected=expected,
    )
    return await answer(response, tx, panel)
