"""``python -m tests.bench.cohort_ours``: orders a simulation over everything and works on it, as the service does."""

import asyncio
import json
import os
import resource
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from shared.database import Database
from tests.bench.cohort import BASE, OTHER
from tests.scoring.simulation_desk import order, result, supervisor

PROCESSES = 2
PART = 2000


async def run(url: str, watch: "Watch") -> dict[str, Any]:
    database = Database.from_url(url)
    try:
        start = time.perf_counter()
        made = await order(database, base=BASE, other=OTHER, part_size=PART)
        # In the service it stands back behind requests; here there are none.
        await replace(supervisor(database, processes=PROCESSES), niceness=0).work()
        took = time.perf_counter() - start
        # What follows is for the comparison alone.
        watch.ended.set()
        found = json.loads(await result(database, made.simulation_id))
    finally:
        await database.dispose()
    return {
        "seconds": took,
        "applications": found["cohort"]["applications"],
        "outcomes": {
            f"{one['tier']} {one['before']} {one['after']}": one["applications"]
            for one in found["outcomes"]
        },
    }


def main() -> None:
    with Watch() as watch:
        found = asyncio.run(run(sys.stdin.read(), watch))
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of the workers alone: what the process itself does besides is imports and this comparison.
    cpu_s = workers.ru_utime + workers.ru_stime
    sys.stdout.write(json.dumps({**found, "peak_mb": watch.peak_kb / 1024, "cpu_s": cpu_s}))


class Watch:
    """Looks, again and again, how much memory this process and its children hold together."""

    def __init__(self) -> None:
        self.peak_kb = 0
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self.ended.wait(0.02):
            held = sum(_held_kb(each) for each in (os.getpid(), *_children()))
            self.peak_kb = max(self.peak_kb, held)


def _children() -> list[int]:
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(each) for each in children]


def _held_kb(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
