"""Has simulations worked on beside the requests: takes one up, starts its workers, and sees it to its end.

Counting runs in processes of its own, so that the event loop, and with it every evaluation, goes on as if nothing
were counted. Parts are handed out one at a time; what was counted is kept, so that whoever comes after a kill
goes on from there.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from services.scoring.domain.simulation.simulation import Failure
from services.scoring.store.simulation_work import renew_lease
from services.scoring.usecases.simulations.claim import (
    Claim,
    claim_simulation,
    fail_simulation,
    let_go,
)
from services.scoring.usecases.simulations.part_worker import COUNTED, FINISHED, LOST, Job
from shared.database import Database
from shared.failpoints import fail_point

#: How often a running simulation is looked at: whether it was cancelled, or taken over.
LOOK_S = 1.0

#: Runs the very code that runs here, wherever it was found.
_START = """\
import sys
sys.path[:] = sys.argv[1:]
from services.scoring.usecases.simulations.part_worker import main
main()
"""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Supervisor:
    """What it takes to have simulations worked on."""

    database: Database
    #: Of the same database, for the workers.
    database_url: str
    editions_folder: Path
    now: Callable[[], datetime]
    #: Processes that count side by side.
    processes: int
    #: How long a simulation stays with a process of ours that is not heard of.
    lease: timedelta
    niceness: int = 10

    async def work(self) -> int:
        """See one simulation to its end, if one waits; the number of simulations that were taken up."""
        claim = await claim_simulation(self.database, now=self.now(), life=self.lease)
        if claim is None:
            return 0
        is_attempt = False
        try:
            is_attempt = not await _Run(self, claim).to_the_end()
        finally:
            # Also when the service stops. After the end, or a cancellation, there is nothing to let go of.
            await let_go(self.database, claim.lease, now=self.now(), is_attempt=is_attempt)
        return 1

    def job(self, claim: Claim) -> Job:
        """Say what a worker is to work on."""
        return Job(
            database_url=self.database_url,
            editions_folder=str(self.editions_folder),
            simulation_id=claim.simulation.simulation_id,
            token=claim.lease.token,
            niceness=self.niceness,
        )


class _WorkerDied(Exception):
    """A worker ended without being told to."""


class _Ended(Exception):
    """There is nothing more to do: the simulation was cancelled, taken over, or has failed."""


class _Run:
    """One simulation, from where it stands to its end."""

    def __init__(self, supervisor: Supervisor, claim: Claim) -> None:
        self._supervisor = supervisor
        self._claim = claim
        self._uncounted = deque(claim.uncounted)

    async def to_the_end(self) -> bool:
        """Count and finish; False when a worker died on the way."""
        tasks = [asyncio.create_task(self._count_all()), asyncio.create_task(self._watch())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except _Ended:
            return True
        except _WorkerDied:
            log.warning("simulation.worker-died", simulation_id=self._claim.lease.simulation_id)
            return False
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return True

    async def _count_all(self) -> None:
        first = await self._started()
        try:
            others = min(self._supervisor.processes, len(self._uncounted)) - 1
            counting = [self._count_with(first)]
            counting += [self._count_beside() for _ in range(others)]
            await _all_or_none(counting)
            await self._asked(first, b"finish\n", FINISHED)
        finally:
            await _ended(first)

    async def _count_beside(self) -> None:
        worker = await self._started()
        try:
            await self._count_with(worker)
        finally:
            await _ended(worker)

    async def _count_with(self, worker: asyncio.subprocess.Process) -> None:
        while self._uncounted:
            number = self._uncounted.popleft()
            await self._asked(worker, b"count %d\n" % number, f"{COUNTED} {number}")
            await fail_point("run-simulation.after-part")

    async def _asked(self, worker: asyncio.subprocess.Process, order: bytes, expected: str) -> None:
        assert worker.stdin is not None  # noqa: S101 - started with pipes
        assert worker.stdout is not None  # noqa: S101 - started with pipes
        try:
            worker.stdin.write(order)
            await worker.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            if not (answer := (await worker.stdout.readline()).decode().strip()):
                raise _WorkerDied from error
        else:
            answer = (await worker.stdout.readline()).decode().strip()
        if answer == Failure.EDITION_CHANGED:
            now = self._supervisor.now()
            await fail_simulation(
                self._supervisor.database, self._claim.lease, Failure.EDITION_CHANGED, now=now
            )
            raise _Ended
        if answer == LOST:
            raise _Ended
        if answer != expected:
            raise _WorkerDied

    async def _watch(self) -> None:
        """Keep the lease; raise _Ended when it is lost, or the simulation was cancelled."""
        lease = self._supervisor.lease
        while True:
            await asyncio.sleep(min(LOOK_S, lease.total_seconds() / 3))
            until = self._supervisor.now() + lease
            async with self._supervisor.database.transaction() as connection:
                if not await renew_lease(connection, self._claim.lease, until=until):
                    raise _Ended

    async def _started(self) -> asyncio.subprocess.Process:
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _START,
            *sys.path,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert worker.stdin is not None  # noqa: S101 - started with pipes
        worker.stdin.write(self._supervisor.job(self._claim).line())
        return worker


async def _all_or_none(counting: list[Coroutine[Any, Any, None]]) -> None:
    """Wait for all; the first that fails takes the others with it, and its reason is told."""
    tasks = [asyncio.ensure_future(one) for one in counting]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _ended(worker: asyncio.subprocess.Process) -> None:
    """End a worker now; what it had not kept is counted again by whoever comes next."""
    if worker.returncode is None:
        worker.kill()
    await worker.wait()
