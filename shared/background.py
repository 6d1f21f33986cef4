"""Loops that a service runs beside its requests: they outlive errors and end with the service."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from shared.bells import Bell

log = structlog.get_logger()

#: After an error a loop rests this long at the most.
MAX_REST_S = 10.0

#: What is rung for more often than this is done together.
SHORTEST_REST_S = 0.01

#: How soon an eager loop looks after its bell; the rests after that double.
FIRST_LOOK_S = 0.04


@dataclass(frozen=True, kw_only=True)
class Loop:
    """One step, repeated."""

    name: str
    #: Does what there is to do and tells how much it was; 0 lets the loop rest.
    step: Callable[[], Awaitable[int]]
    #: Work that rings no bell is found after this long.
    rest_s: float
    #: Ends a rest.
    bell: Bell | None = None
    #: After its bell it looks again soon, then less and less often: for work that will be ready some time after.
    is_eager: bool = False


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


def rest_after(loop: Loop, *, failures: int = 0, idle_steps: int = 0) -> float:
    """Say how long a loop rests after so many failures, or steps without work since its bell, in a row.

    After failures it is never shorter than its own rest.
    """
    if failures:
        longest = max(MAX_REST_S, loop.rest_s)
        return min(loop.rest_s * 2.0 ** min(failures, 10), longest)
    if loop.is_eager:
        return min(FIRST_LOOK_S * 2.0 ** min(idle_steps, 20), loop.rest_s)
    return loop.rest_s


async def _run(loop: Loop) -> None:
    rung = asyncio.Event() if loop.bell is None else loop.bell.listen()
    failures = idle_steps = 0
    while True:
        rung.clear()
        try:
            done = await loop.step()
            failures = 0
        except Exception as error:  # noqa: BLE001 - see below
            # A process edge: the loop must go on when the database or a service comes back.
            failures += 1
            log.warning("loop.failed", loop=loop.name, error=repr(error), failures=failures)
            done = 0
        if done:
            idle_steps = 0
            continue
        rest_s = rest_after(loop, failures=failures, idle_steps=idle_steps)
        # A bell does not make what failed come back any sooner.
        was_rung = await _rest(rest_s, asyncio.Event() if failures else rung)
        idle_steps = 0 if was_rung else idle_steps + 1
        if was_rung and loop.is_eager:
            # What it was rung for is not ready yet.
            await asyncio.sleep(FIRST_LOOK_S)


async def _rest(rest_s: float, rung: asyncio.Event) -> bool:
    """Rest until it is over or the bell rings; tell whether it did."""
    await asyncio.sleep(min(rest_s, SHORTEST_REST_S))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(max(rest_s - SHORTEST_REST_S, 0)):
            await rung.wait()
    return rung.is_set()
