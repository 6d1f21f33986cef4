"""Orders a simulation: pins both editions and the filings, so that nothing later changes what it is about."""

import uuid
from dataclasses import dataclass

from services.scoring.domain.edition import Edition
from services.scoring.domain.errors import EditionNotFound
from services.scoring.domain.simulation.cohort import Choice, cohort_document
from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.report import EditionPin
from services.scoring.domain.simulation.simulation import Simulation, parts_of, pin_of
from services.scoring.domain.simulation_errors import CohortEmpty, SimulationInvalid
from services.scoring.domain.tiers import TIERS
from services.scoring.store.cohorts import choose_cohort
from services.scoring.store.edition_shelf import Shelf
from services.scoring.store.kept_editions import kept_edition_of
from services.scoring.store.simulations import add_simulation
from services.scoring.usecases.simulations.steps import Signed, record
from shared.errors import Fault
from shared.text import Text
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Order:
    """Which editions on which filings."""

    base_edition_id: str
    other_edition_id: str
    choice: Choice
    #: Filings that are counted together.
    part_size: int


@dataclass(frozen=True, kw_only=True)
class _Pinned:
    pin: EditionPin
    bundle: bytes | None


async def create_simulation(
    tx: Transaction, shelf: Shelf, order: Order, signed: Signed
) -> Simulation:
    """Order the simulation; raise SimulationInvalid with every fault, CohortEmpty."""
    base = await _pinned(tx, shelf, order.base_edition_id)
    other = await _pinned(tx, shelf, order.other_edition_id)
    faults = _faults_of(order, base, other)
    if base is None or other is None or faults:
        raise SimulationInvalid(faults=faults)
    connection = await tx.connection()
    cohort = await choose_cohort(connection, order.choice)
    applications = len(cohort.assessment_ids)
    if not applications:
        raise CohortEmpty
    simulation = Simulation(
        simulation_id=str(uuid.uuid4()),
        state=State.QUEUED,
        version=1,
        base=base.pin,
        other=other.pin,
        cohort=cohort_document(cohort),
        applications=applications,
        part_size=order.part_size,
        parts=parts_of(applications, order.part_size),
        attempts=0,
        created_by=signed.by,
        created_at=signed.at,
    )
    await add_simulation(
        connection,
        simulation,
        members=cohort.assessment_ids,
        bundles=(base.bundle, other.bundle),
    )
    await record(connection, simulation, "simulation.created", {}, signed)
    return simulation


def _faults_of(order: Order, base: _Pinned | None, other: _Pinned | None) -> list[Fault]:
    faults = [
        _no_edition(pointer)
        for pointer, found in (("/base_edition_id", base), ("/other_edition_id", other))
        if found is None
    ]
    return faults if order.choice.tier in (None, *TIERS) else [*faults, _NO_TIER]


async def _pinned(tx: Transaction, shelf: Shelf, edition_id: str) -> _Pinned | None:
    library = await shelf.library_with(tx, edition_id)
    try:
        edition: Edition = library.edition(edition_id)
    except EditionNotFound:
        return None
    pin = pin_of(edition, library.state_of(edition_id).value)
    if shelf.ships(edition_id):
        return _Pinned(pin=pin, bundle=None)
    kept = await kept_edition_of(await tx.connection(), edition_id)
    assert kept is not None  # noqa: S101 - rows of editions are never deleted
    if kept.content_sha256 != pin.content_sha256:
        return await _pinned(tx, shelf, edition_id)  # a draft that was replaced in between
    return _Pinned(pin=pin, bundle=kept.bundle.content)


def _no_edition(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="edition-unknown",
        message=Text(zh="没有此版次", en="There is no such edition"),
    )


_NO_TIER = Fault(
    pointer="/cohort/tier",
    code="tier-unknown",
    message=Text(zh="没有此等级", en="There is no such tier"),
)
