"""``python -m tests.bench.cohort_numpy_peer``: the same cohort read into columns, the same rules as array operations.

It counts outcomes before and after, and nothing else: no flips, no units, no list of who is affected.
"""

import asyncio
import json
import resource
import sys
import time
from collections import Counter
from typing import Any

import numpy as np

from services.scoring.domain import checks
from services.scoring.domain.edition import Criterion, Edition, Kind
from services.scoring.domain.simulation.cohort import Choice
from services.scoring.store.bundle_files import check_bundle
from services.scoring.store.cohorts import choose_cohort, requests_of
from shared.database import Database
from tests.bench.cohort import OTHER
from tests.scoring.builders import ROUND_ID, TIERS, edition
from tests.scoring.bundles import RAISED, a_bundle

AT_ONCE = 2000
WORDS = ("met", "not-met", "incomplete")

Columns = dict[str, Any]


async def run(url: str) -> dict[str, object]:
    files = a_bundle(OTHER, changes=RAISED)
    other = check_bundle({name: text.encode() for name, text in files.items()}).edition
    assert other is not None
    base = edition()
    database = Database.from_url(url)
    try:
        start, cpu = time.perf_counter(), time.process_time()
        columns = await _columns(database, base)
    finally:
        await database.dispose()
    outcomes: Counter[str] = Counter()
    for tier in TIERS:
        pairs = 3 * _outcome(base, tier, columns) + _outcome(other, tier, columns)
        for pair, n in enumerate(np.bincount(pairs, minlength=9)):
            if n:
                outcomes[f"{tier} {WORDS[pair // 3]} {WORDS[pair % 3]}"] = int(n)
    return {
        "seconds": time.perf_counter() - start,
        "cpu_s": time.process_time() - cpu,
        "outcomes": dict(outcomes),
    }


async def _columns(database: Database, held: Edition) -> Columns:
    """Read everything into one array a fact: 1 true, 0 false, -1 unknown; a set of stages is bits."""
    choice = Choice(round_id=None, tier=None, units=None)
    async with database.transaction(read_only=True) as connection:
        members = (await choose_cohort(connection, choice)).assessment_ids
    names = [name for name in held.facts if name not in ("scenes", "indicators", "maturity_score")]
    columns: Columns = {name: np.full(len(members), -1, np.int8) for name in (*names, "stages")}
    bit = {stage: 1 << place for place, stage in enumerate(held.element_stages)}
    stage_of = {name: bit[stage.element_stage] for name, stage in held.scene_guide.stages.items()}
    row = 0
    for start in range(0, len(members), AT_ONCE):
        async with database.transaction(read_only=True) as connection:
            found = await requests_of(connection, members[start : start + AT_ONCE])
        for one in found:
            facts = json.loads(one.content)["facts"]
            for name in names:
                if name in facts:
                    value = facts[name]
                    columns[name][row] = value if isinstance(value, int) else value is not None
            if "scenes" in facts:
                bits = 0
                for scene in facts["scenes"]:
                    bits |= stage_of[scene["guide_stage"]]
                columns["stages"][row] = bits
            row += 1
    columns["bits"] = bit
    return columns


def _outcome(held: Edition, tier: str, columns: Columns) -> Any:
    """Give 0 met, 1 not met, 2 incomplete."""
    size = len(columns["stages"])
    is_missed, is_open = np.zeros(size, bool), np.zeros(size, bool)
    for one in held.criteria_of(tier, ROUND_ID):
        if one.kind is Kind.REQUIRED:
            missed, unknown = _found(one, columns)
            is_missed |= missed
            is_open |= unknown
    return np.where(is_missed, 1, np.where(is_open, 2, 0)).astype(np.int64)


def _found(one: Criterion, columns: Columns) -> tuple[Any, Any]:
    assert one.check is not None
    true, false = _truth(one.check, columns)
    unknown = ~true & ~false
    if one.only_when is None:
        return false, unknown
    applies, not_at_all = _truth(one.only_when, columns)
    return applies & false, ~not_at_all & (unknown | ~applies)


def _truth(check: checks.Check, columns: Columns) -> tuple[Any, Any]:
    """Give where a check holds, and where it does not."""
    match check:
        case checks.IsTrue(fact=fact):
            return columns[fact] == 1, columns[fact] == 0
        case checks.IsFilled(fact=fact):
            return columns[fact] == 1, columns[fact] == 0
        case checks.AtLeast(fact=fact, threshold=threshold):
            known = columns[fact] >= 0
            return known & (columns[fact] >= int(threshold)), known & (
                columns[fact] < int(threshold)
            )
        case checks.Covers(required=required):
            wanted = sum(columns["bits"][stage] for stage in required)
            known, covers = columns["stages"] >= 0, (columns["stages"] & wanted) == wanted
            return known & covers, known & ~covers
        case checks.AnyOf(checks=parts):
            found = [_truth(part, columns) for part in parts]
            true, false = found[0]
            for also, neither in found[1:]:
                true, false = true | also, false & neither
            return true, false
        case _:
            raise TypeError(type(check))


def main() -> None:
    found = asyncio.run(run(sys.stdin.read()))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**found, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
