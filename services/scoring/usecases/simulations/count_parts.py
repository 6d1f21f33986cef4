"""Counts the parts of one simulation and puts them together to its result; runs in a process of its own."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from services.scoring.domain.edition import Edition
from services.scoring.domain.simulation.comparison import Comparer
from services.scoring.domain.simulation.lifecycle import Action
from services.scoring.domain.simulation.report import EditionPin, result_bytes
from services.scoring.domain.simulation.simulation import Simulation, is_pinned
from services.scoring.domain.simulation.tally import Counting, merged
from services.scoring.store.bundle import BrokenBundle
from services.scoring.store.bundle_files import load_edition
from services.scoring.store.cohorts import requests_of
from services.scoring.store.edition_shelf import checked_bundle, files_in
from services.scoring.store.simulation_work import Lease, add_part, holds_lease, tallies_of
from services.scoring.store.simulations import add_result, bundles_of, members_of, simulation_of
from services.scoring.usecases.simulations.steps import WORKER, Signed, take_step
from shared.database import Database
from shared.digests import digests_of

#: Requests read at a time: a part may be larger than what is good to hold at once.
READ_AT_ONCE = 1000


class LeaseLost(Exception):
    """Somebody else works on the simulation now, or it ended."""


class EditionChanged(Exception):
    """An edition that ships is not the one that was pinned."""


class PartCounter:
    """One simulation, read and ready to be counted."""

    def __init__(
        self,
        database: Database,
        lease: Lease,
        simulation: Simulation,
        members: list[str],
        comparer: Comparer,
    ) -> None:
        self._database = database
        self._lease = lease
        self._simulation = simulation
        self._members = members
        self._comparer = comparer

    async def count(self, number: int) -> None:
        """Count one part and keep it; raise LeaseLost."""
        size = self._simulation.part_size
        wanted = self._members[number * size : (number + 1) * size]
        counting = Counting(self._comparer)
        for start in range(0, len(wanted), READ_AT_ONCE):
            async with self._database.transaction(read_only=True) as connection:
                found = await requests_of(connection, wanted[start : start + READ_AT_ONCE])
            for one in found:
                counting.add(one.assessment_id, json.loads(one.content))
        tally = counting.tally()
        async with self._database.transaction() as connection:
            if not await holds_lease(connection, self._lease):
                raise LeaseLost
            await add_part(connection, self._lease.simulation_id, number, tally)

    async def finish(self, now: datetime) -> None:
        """Put the parts together; raise LeaseLost."""
        simulation = self._simulation
        async with self._database.transaction(read_only=True) as connection:
            tallies = await tallies_of(connection, simulation.simulation_id)
        content = result_bytes(
            merged(tallies),
            base=simulation.base,
            other=simulation.other,
            cohort=simulation.cohort,
            titles=self._comparer.titles(),
        )
        digests = digests_of(content)
        async with self._database.transaction() as connection:
            if not await holds_lease(connection, self._lease):
                raise LeaseLost
            standing = await simulation_of(connection, simulation.simulation_id)
            done = replace(standing, result_sha256=digests.sha256, result_sm3=digests.sm3)
            await add_result(connection, simulation.simulation_id, content)
            await take_step(connection, done, Action.FINISH, Signed(by=WORKER, at=now))


async def part_counter(database: Database, lease: Lease, editions: Path) -> PartCounter:
    """Read what a simulation is about; raise EditionChanged."""
    async with database.transaction(read_only=True) as connection:
        simulation = await simulation_of(connection, lease.simulation_id)
        bundles = await bundles_of(connection, lease.simulation_id)
        members = await members_of(connection, lease.simulation_id)
    base = await _edition_of(simulation.base, bundles[0], editions)
    other = await _edition_of(simulation.other, bundles[1], editions)
    return PartCounter(database, lease, simulation, members, Comparer(base, other))


async def _edition_of(pin: EditionPin, bundle: bytes | None, editions: Path) -> Edition:
    if bundle is not None:
        edition = (await checked_bundle(files_in(bundle))).edition
    else:
        try:
            edition = load_edition(editions / pin.edition_id)
        except (BrokenBundle, OSError) as error:
            raise EditionChanged(pin.edition_id) from error
    if edition is None or not is_pinned(edition, pin):
        raise EditionChanged(pin.edition_id)
    return edition
