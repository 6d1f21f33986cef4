"""Loops that a service runs beside its requests: they outlive errors and end with the service."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

log = structlog.get_logger()

#: After an error a loop rests this long at the most.
MAX_REST_S = 10.0


@dataclass(frozen=True, kw_only=True)
class Loop:
    """One step, repeated."""

    name: str
    #: Does what there is to do and tells how much it was; 0 lets the loop rest.
    step: Callable[[], Awaitable[int]]
    rest_s: float


@asynccontextmanager
async def running(loops: list[Loop]) -> AsyncIterator[None]:
    """Run the loops for the length of the block."""
    tasks = [asyncio.create_task(_run(loop), name=loop.name) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def rest_after(loop: Loop, failures: int) -> float:
    """Say how long a loop rests after so many failures in a row: never shorter than its own rest."""
    longest = max(MAX_REST_S, loop.rest_s)
    return min(loop.rest_s * 2.0 ** min(failures, 10), longest)


async def _run(loop: Loop) -> None:
    failures = 0
    while True:
        try:
            done = await loop.step()
            failures = 0
        except Exception as error:  # noqa: BLE001 - see below
            # A process edge: the loop must go on when the database or a service comes back.
            failures += 1
            log.warning("loop.failed", loop=loop.name, error=repr(error), failures=failures)
            done = 0
        if done == 0:
            await asyncio.sleep(rest_after(loop, failures))
