"""``/healthz`` says that the process lives, ``/readyz`` that it can work, naming what it lacks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

#: Raises when what it checks is not usable.
Check = Callable[[], Awaitable[None]]

#: A check that takes longer than this has failed.
CHECK_TIMEOUT_S = 3.0

log = structlog.get_logger()


class Readiness(BaseModel):
    """Whether the service can work · 就绪状态."""

    model_config = ConfigDict(extra="forbid")
    ready: bool
    failed: list[str] = Field(description="Names of the checks that failed · 未通过的检查")
    passed: list[str]


class Liveness(BaseModel):
    """The process answers · 存活状态."""

    model_config = ConfigDict(extra="forbid")
    alive: bool = True


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """Make the two health endpoints over a service's checks."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="存活检查 · Liveness")
    async def healthz() -> Liveness:
        """进程在运行即返回 200。 · Answers 200 as long as the process runs."""
        return Liveness()

    @router.get(
        "/readyz",
        summary="就绪检查 · Readiness",
        response_model=Readiness,
        responses={503: {"model": Readiness, "description": "未就绪 · not ready"}},
    )
    async def readyz() -> JSONResponse:
        """检查数据库等依赖；503 时 failed 列出未通过的项目。 · Checks what the service needs; `failed` names what is missing."""
        names = list(checks)
        results = await asyncio.gather(*(_passes(name, checks[name]) for name in names))
        failed = [name for name, passed in zip(names, results, strict=True) if not passed]
        readiness = Readiness(
            ready=not failed, failed=failed, passed=[n for n in names if n not in failed]
        )
        status = HTTPStatus.SERVICE_UNAVAILABLE if failed else HTTPStatus.OK
        return JSONResponse(readiness.model_dump(), status_code=status)

    return router


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            await check()
    except Exception as error:  # noqa: BLE001 - see below
        # Whatever went wrong, the answer is the same: not ready, and which part.
        log.warning("readiness.failed", check=name, error=repr(error))
        return False
    return True
