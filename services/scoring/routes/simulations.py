"""Simulations: what another edition would do to a cohort; ordered, followed, cancelled."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from services.scoring.domain import simulation_errors
from services.scoring.routes.bodies.simulations import SimulationOrder, SimulationView
from services.scoring.routes.dependencies import (
    CurrentPartSize,
    CurrentShelf,
    CurrentSigned,
    SimulationId,
)
from services.scoring.routes.responses import CREATES, READS
from services.scoring.usecases.simulations import cancel as cancelling
from services.scoring.usecases.simulations import create as creating
from services.scoring.usecases.simulations import read as reading
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

router = APIRouter(prefix="/v1", tags=["simulations"], route_class=TransactionalRoute)


@router.post(
    "/simulations",
    status_code=HTTPStatus.ACCEPTED,
    summary="推演 · Simulate an edition",
    description=(
        "以另一版次（可为草稿）重新核验既有申报的事实，说明哪些结果会改变。所选申报和两个版次在下达时固定；在后台计算，"
        "进度见 Location。不改变任何评估记录，也不作出认定。批次附加条件仅在两个版次均有时核验。\n\n"
        "Holds the facts of recorded filings against another edition, a draft too, and tells what would come out "
        "otherwise. Filings and editions are fixed when it is ordered; it is counted in the background, see Location. No "
        "assessment changes, and nothing is recognised. A round's own conditions are held only where both editions state them."
    ),
    responses=problems(
        *CREATES, simulation_errors.SimulationInvalid, simulation_errors.CohortEmpty
    ),
)
async def create_simulation(
    body: SimulationOrder,
    tx: Tx,
    shelf: CurrentShelf,
    signed: CurrentSigned,
    part_size: CurrentPartSize,
    response: Response,
) -> SimulationView:
    order = creating.Order(
        base_edition_id=body.base_edition_id,
        other_edition_id=body.other_edition_id,
        choice=body.cohort.choice(),
        part_size=part_size,
    )
    simulation = await creating.create_simulation(tx, shelf, order, signed)
    response.headers["Location"] = f"/v1/simulations/{simulation.simulation_id}"
    return SimulationView.of(reading.Progress(simulation=simulation, percent=0))


@router.get(
    "/simulations",
    summary="列出推演 · List the simulations",
    description="按新到旧列出。 · Newest first.",
    responses=problems(*READS, InvalidCursor),
)
async def list_simulations(
    tx: Tx, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[SimulationView]:
    found = await reading.list_simulations(
        await tx.connection(), after=decode_cursor(cursor) if cursor else None, limit=limit
    )
    return page_of(
        found,
        limit,
        key=lambda one: (one.simulation.created_at, one.simulation.simulation_id),
        view=SimulationView.of,
    )


@router.get(
    "/simulations/{simulation_id}",
    summary="查看推演 · Read a simulation",
    description="状态与进度（百分比）；完成后给出结果的摘要值。 · State and progress in percent; once done, the digest of its result.",
    responses=problems(*READS, simulation_errors.SimulationNotFound),
)
async def read_simulation(simulation_id: SimulationId, tx: Tx) -> SimulationView:
    return SimulationView.of(await reading.read_simulation(await tx.connection(), simulation_id))


@router.post(
    "/simulations/{simulation_id}/cancel",
    summary="取消推演 · Cancel a simulation",
    description=(
        "取消排队或运行中的推演，不留下部分结果。状态随后台计算自行变化，因此不需要 If-Match。\n\n"
        "Cancels what waits or runs; no partial result is left. Its state moves by itself, so that no If-Match is asked for."
    ),
    responses=problems(
        *CREATES, simulation_errors.SimulationNotFound, simulation_errors.SimulationNotInState
    ),
)
async def cancel_simulation(
    simulation_id: SimulationId, tx: Tx, signed: CurrentSigned
) -> SimulationView:
    return SimulationView.of(
        await cancelling.cancel_simulation(await tx.connection(), simulation_id, signed)
    )
