"""What simulations came to: the bytes that were hashed, a workbook of them, and the cohort to count again offline."""

import asyncio
import base64

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from services.scoring.domain import simulation_errors
from services.scoring.routes.bodies.simulations import SimulationResult
from services.scoring.routes.dependencies import CurrentDatabase, SimulationId
from services.scoring.routes.responses import READS
from services.scoring.routes.simulation_workbook import workbook_of
from services.scoring.usecases.simulations import read as reading
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx
from shared.workbooks import MEDIA_TYPE

router = APIRouter(prefix="/v1", tags=["simulations"], route_class=TransactionalRoute)

_OF_A_DONE_ONE = (
    *READS,
    simulation_errors.SimulationNotFound,
    simulation_errors.SimulationNotInState,
)


@router.get(
    "/simulations/{simulation_id}/result",
    response_model=SimulationResult,
    summary="推演结果 · Read the result",
    description=(
        "矩阵、条件变化、按推荐单位和行业的变化、受影响的申报清单。为规范化 JSON（RFC 8785）：同样的版次和申报总得到同样的字节，"
        "摘要值见 Repr-Digest 和推演本身。\n\n"
        "The matrix, flips by criterion, by unit and by industry, and the affected filings. Canonical JSON (RFC 8785): the "
        "same editions and filings always give the same bytes, whose digest is in Repr-Digest and in the simulation."
    ),
    responses=problems(*_OF_A_DONE_ONE),
)
async def read_simulation_result(simulation_id: SimulationId, tx: Tx) -> Response:
    result = await reading.read_result(await tx.connection(), simulation_id)
    return Response(
        result.content,
        media_type="application/json",
        headers={"Repr-Digest": _digest_header(result.sha256)},
    )


@router.get(
    "/simulations/{simulation_id}/result.xlsx",
    response_class=Response,
    summary="推演结果工作簿 · The result as a workbook",
    description="同一结果的 Excel 工作簿，附摘要值。 · The same result as an Excel workbook, with its digest.",
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
        **problems(*_OF_A_DONE_ONE),
    },
)
async def read_simulation_workbook(simulation_id: SimulationId, tx: Tx) -> Response:
    result = await reading.read_result(await tx.connection(), simulation_id)
    await tx.release()
    content = await asyncio.to_thread(workbook_of, result.content, result.sha256)
    name = f"simulation-{simulation_id}.xlsx"
    return Response(
        content,
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/simulations/{simulation_id}/cohort",
    response_class=StreamingResponse,
    summary="导出推演对象 · Export the cohort",
    description=(
        "逐行 JSON：首行说明版次和范围，其后每行一份保存的评估请求。用 `tidu simulate` 离线重算，结果字节相同。\n\n"
        "JSON Lines: the first line names editions and cohort, every further one is a kept request. `tidu simulate` counts "
        "them again offline, to the same bytes."
    ),
    responses={
        200: {
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            "description": "逐行 JSON · JSON Lines",
        },
        **problems(*READS, simulation_errors.SimulationNotFound),
    },
)
async def export_cohort(
    simulation_id: SimulationId, tx: Tx, database: CurrentDatabase
) -> StreamingResponse:
    found = await reading.read_simulation(await tx.connection(), simulation_id)
    return StreamingResponse(
        reading.exported_cohort(database, found.simulation),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="cohort-{simulation_id}.jsonl"'},
    )


def _digest_header(sha256: str) -> str:
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
