"""``python -m tests.bench.cohort_ours``: orders a simulation over everything and works on it, as the service does."""

import asyncio
import json
import resource
import sys
import time
from dataclasses import replace
from typing import Any

from shared.database import Database
from tests.bench.cohort import BASE, OTHER
from tests.scoring.simulation_desk import order, result, supervisor

PROCESSES = 2
PART = 2000


async def run(url: str) -> dict[str, Any]:
    database = Database.from_url(url)
    try:
        start = time.perf_counter()
        made = await order(database, base=BASE, other=OTHER, part_size=PART)
        # In the service it stands back behind requests; here there are none.
        await replace(supervisor(database, processes=PROCESSES), niceness=0).work()
        took = time.perf_counter() - start
        own_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = json.loads(await result(database, made.simulation_id))
    finally:
        await database.dispose()
    return {
        "seconds": took,
        "own_kb": own_kb,
        "applications": found["cohort"]["applications"],
        "outcomes": {
            f"{one['tier']} {one['before']} {one['after']}": one["applications"]
            for one in found["outcomes"]
        },
    }


def main() -> None:
    found = asyncio.run(run(sys.stdin.read()))
    # The supervisor before it read the result for the comparison, and its workers, each at its own peak, as if
    # all had been at once.
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak_mb = (found["own_kb"] + PROCESSES * workers.ru_maxrss) / 1024
    # Of the workers alone: what the process itself does besides is imports and this comparison.
    cpu_s = workers.ru_utime + workers.ru_stime
    sys.stdout.write(json.dumps({**found, "peak_mb": peak_mb, "cpu_s": cpu_s}))


if __name__ == "__main__":
    main()
