"""Two editions over a whole cohort, from the database to the result, beside the same rules in numpy.

The assessments lie in a PostgreSQL that commits to disk, written there directly: their requests are whole, their
verdicts, which no simulation reads, are left empty. Each side runs in a process of its own that tells how long it
took and how much memory it held at the most. numpy is given everything read: its side is well-formed facts alone, has
three truths like ours, and tells no flips filing by filing. The codes of every filing are then held against the single
evaluation.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import asyncpg

from services.scoring.app import SCHEMA
from services.scoring.store.edition_shelf import Shelf
from services.scoring.store.tables import assessments, editions
from services.scoring.usecases.import_edition import ImportOrder, import_edition
from shared.database import Database
from shared.migrate import upgrade
from tests.bench.figures import Figure
from tests.bench.seeds import new_database
from tests.scoring.builders import library
from tests.scoring.bundles import RAISED, a_bundle
from tests.scoring.cohorts import an_id, seeded, varied_request

OTHER = "city-2027"
BASE = "cn-2025"
SIZES = (25_000, 50_000, 100_000)
MILLION = (10_000, 100_000, 1_000_000)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

#: The cohort over which goals are set, and what they are.
MEASURED = 100_000
MOST_S, MOST_MB = 10.0, 600.0

ROUNDS = 2


def measure(maintenance_url: str, *, million: bool) -> list[Figure]:
    """Measure at three sizes; the same database grows from one to the next."""
    url = asyncio.run(_empty(maintenance_url))
    figures: list[Figure] = []
    of_sizes: list[tuple[int, Figure]] = []
    there = 0
    for size in MILLION if million else SIZES:
        asyncio.run(_fill(url, there, size))
        there = size
        took, cpu, memory = _at(url, size)
        of_sizes.append((size, cpu))
        figures.extend((took, cpu, memory) if size == MEASURED else (took,))
        if size == MEASURED:
            _say(f"every code of {size} filings equals the single evaluation's: {_singly(url)}")
    figures.append(_growth(of_sizes))
    return figures


def _at(url: str, size: int) -> tuple[Figure, Figure, Figure]:
    is_measured = size == MEASURED
    took = Figure(
        name=f"cohort-{size}",
        unit="s",
        goal=f"under {MOST_S:.0f} s on two cores" if is_measured else "",
        most_ours=MOST_S if is_measured else None,
    )
    cpu = Figure(name=f"cohort-{size}-processor", unit="s")
    memory = Figure(
        name=f"cohort-{size}-memory",
        unit="MB",
        goal=f"under {MOST_MB:.0f} MB" if is_measured else "",
        most_ours=MOST_MB if is_measured else None,
    )
    for _ in range(ROUNDS if size <= MEASURED else 1):
        ours, peer = _child("ours", url), _child("numpy_peer", url)
        assert ours["outcomes"] == peer["outcomes"], "the peer counts otherwise"
        assert ours["applications"] == size
        took.ours.append(ours["seconds"])
        took.peer.append(peer["seconds"])
        cpu.ours.append(ours["cpu_s"])
        cpu.peer.append(peer["cpu_s"])
        memory.ours.append(ours["peak_mb"])
        memory.peer.append(peer["peak_mb"])
    return took, cpu, memory


def _growth(of_sizes: list[tuple[int, Figure]]) -> Figure:
    """Compare what a further filing costs the processor between the larger two sizes and the smaller two.

    So that the start of the processes, which is the same for all, is in neither.
    """
    (small, first), (middle, second), (large, third) = of_sizes
    return Figure(
        name="further-filing",
        unit=f"µs, {middle} to {large} beside {small} to {middle}",
        goal="grows linearly: at most 1.25",
        most=1.25,
        ours=[(min(third.ours) - min(second.ours)) / (large - middle) * 1e6],
        peer=[(min(second.ours) - min(first.ours)) / (middle - small) * 1e6],
    )


def _singly(url: str) -> str:
    found = _child("singly", url)
    return f"{found['equal']} equal, {found['different']} different"


def _child(module: str, url: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.cohort_{module}"],
        input=url,
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def _empty(maintenance_url: str) -> str:
    url = await new_database(maintenance_url, "bench_cohort")
    database = Database.from_url(url)
    try:
        await upgrade(database, SCHEMA)
        order = ImportOrder(
            files=a_bundle(OTHER, changes=RAISED), actor="bench", at=AT, expected=None
        )
        async with database.transaction() as connection:
            await import_edition(connection, Shelf(library()), order)
    finally:
        await database.dispose()
    return url


async def _fill(url: str, there: int, wanted: int) -> None:
    server = await asyncpg.connect(url)
    try:
        for start in range(there, wanted, 10_000):
            await server.copy_records_to_table(
                assessments.name,
                records=list(_rows(start, min(wanted, start + 10_000))),
                columns=[column.name for column in assessments.c],
            )
        await server.execute(f"ANALYZE {assessments.name}, {editions.name}")
    finally:
        await server.close()


def _rows(start: int, end: int) -> Iterable[tuple[object, ...]]:
    random = seeded(f"cohort/{start}")
    for _ in range(start, end):
        request = varied_request(random)
        labels = request.get("labels") or {}
        row = {
            "id": an_id(random), "application_id": request["subject"]["application_id"],
            "revision_number": request["subject"]["revision_number"], "revision_sha256": "ab" * 32,
            "edition_id": BASE, "tier": request["tier"], "outcome": "met",
            "request_bytes": _canonical(request), "request_sha256": "", "request_sm3": "",
            "assessment_bytes": b"", "assessment_sha256": "", "assessment_sm3": "",
            "recorded_at": AT, "recorded_by": "bench", "round_id": request["round_id"],
            "unit_code": labels.get("unit_code"), "industry": labels.get("industry"),
        }  # fmt: skip
        yield tuple(row[column.name] for column in assessments.c)


def _canonical(request: dict[str, Any]) -> bytes:
    # Plain enough for sorted keys without spaces to be its canonical form; the general way takes minutes here.
    text = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
