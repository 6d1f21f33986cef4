"""The process that counts, started by the supervisor.

It is told what to do on its standard input, a line each, and answers on its standard output. When the service that
started it is gone, its input ends, and so does it: nothing is left behind that works for nobody.

The first line is the job; then ``count N`` is answered by ``counted N`` and ``finish`` by ``finished``. ``lost`` says
that somebody else has the simulation, ``edition-changed`` that it cannot be computed any more.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from services.scoring.domain.simulation.simulation import Failure
from services.scoring.store.simulation_work import Lease
from services.scoring.usecases.simulations.count_parts import (
    EditionChanged,
    LeaseLost,
    PartCounter,
    part_counter,
)
from shared.clock import system_wall_clock
from shared.database import Database

#: What a worker answers.
COUNTED, FINISHED, LOST = "counted", "finished", "lost"


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a worker is told first. It comes over a pipe, because it names a password."""

    database_url: str
    editions_folder: str
    simulation_id: str
    token: str
    #: How far it stands back behind those who answer requests.
    niceness: int

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> None:
    """Work until there are no more orders."""
    orders = sys.stdin
    # Whatever else writes to standard output must not be taken for an answer.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        first = orders.readline()
        if first:
            _work(Job(**json.loads(first)), orders, answers)


def _work(job: Job, orders: TextIO, answers: TextIO) -> None:
    os.nice(job.niceness)
    lease = Lease(simulation_id=job.simulation_id, token=job.token)
    database = Database.from_url(job.database_url, pool_size=1)
    with asyncio.Runner() as runner:
        try:
            counter = runner.run(part_counter(database, lease, Path(job.editions_folder)))
            for line in orders:
                answer = runner.run(_carried_out(counter, line.split()))
                answers.write(f"{answer}\n")
                answers.flush()
        except LeaseLost:
            answers.write(f"{LOST}\n")
        except EditionChanged:
            answers.write(f"{Failure.EDITION_CHANGED}\n")
        finally:
            runner.run(_closed(database.dispose()))


async def _carried_out(counter: PartCounter, words: list[str]) -> str:
    match words:
        case ["count", number]:
            await counter.count(int(number))
            return f"{COUNTED} {number}"
        case ["finish"]:
            await counter.finish(system_wall_clock())
            return FINISHED
        case _:
            raise ValueError(words)


async def _closed(closing: Awaitable[None]) -> None:
    await closing
