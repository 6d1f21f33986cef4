"""``python -m tests.bench.cohort_singly``: holds every code of the cohort against the single evaluation's."""

import asyncio
import json
import sys

from services.scoring.domain.library import Library, Question
from services.scoring.domain.simulation.cohort import Choice
from services.scoring.domain.simulation.comparison import Comparer
from services.scoring.store.bundle_files import check_bundle
from services.scoring.store.cohorts import choose_cohort, requests_of
from shared.database import Database
from tests.bench.cohort import OTHER
from tests.scoring.builders import ROUND_ID, edition
from tests.scoring.bundles import RAISED, a_bundle

AT_ONCE = 2000


async def run(url: str) -> dict[str, int]:
    files = a_bundle(OTHER, changes=RAISED)
    other = check_bundle({name: text.encode() for name, text in files.items()}).edition
    assert other is not None
    editions = (edition(), other)
    library, comparer = Library(editions), Comparer(*editions)
    database = Database.from_url(url)
    equal = different = 0
    try:
        async with database.transaction(read_only=True) as connection:
            everything = Choice(round_id=None, tier=None, units=None)
            members = (await choose_cohort(connection, everything)).assessment_ids
        for start in range(0, len(members), AT_ONCE):
            async with database.transaction(read_only=True) as connection:
                found = await requests_of(connection, members[start : start + AT_ONCE])
            for one in found:
                facts = json.loads(one.content)["facts"]
                coded = [
                    [(tier.outcome, tier.results) for tier in tiers]
                    for tiers in comparer.codes(facts, ROUND_ID)
                ]
                singly = [
                    [
                        (tier.outcome, tuple(each.result for each in tier.criteria))
                        for tier in library.evaluate(
                            Question(
                                edition_id=held.edition_id,
                                tier="basic",
                                round_id=ROUND_ID,
                                facts=facts,
                            )
                        ).tiers
                    ]
                    for held in editions
                ]
                equal += coded == singly
                different += coded != singly
    finally:
        await database.dispose()
    return {"equal": equal, "different": different}


def main() -> None:
    sys.stdout.write(json.dumps(asyncio.run(run(sys.stdin.read()))))


if __name__ == "__main__":
    main()
