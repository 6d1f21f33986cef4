"""The summary table (汇总表) of a hand-in: what the unit prints, stamps and sends along (notice 三（二）3).

What the city forwards has one like it, and so has, marked as a draft, what a unit could hand in now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.bundles.rounds import LoadedRound
from services.intake.domain.applications import Application, HandIn
from services.intake.domain.china_time import day_of
from services.intake.domain.errors import UnitNotFound
from services.intake.domain.priority_order import no_order
from services.intake.domain.summary_table import TabulatedApplication, cells_of
from services.intake.domain.table_columns import SummaryTable
from services.intake.domain.tiers import Tier
from services.intake.store.applications import (
    ApplicationFilter,
    applications_named,
    ready_to_hand_in,
)
from services.intake.store.enterprises import enterprises_named, factories_named
from services.intake.store.forwardings import read_forwarding
from services.intake.store.lists import hand_in_for
from services.intake.store.priority_orders import find_order
from services.intake.usecases.context import Caller, IntakeContext

#: Lines of a draft at most; one hand-in takes as many.
MOST_LINES = 500


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a table says of itself that nobody has handed in."""

    #: Lines that have no place in the unit's priority order yet; 0 too where the round asks for none.
    unordered: int
    #: Places of the order that hold nothing any more that could be handed in; nor can the order, then.
    gone: int
    #: The unit has handed in what it ordered, and cannot hand in again.
    is_order_frozen: bool
    #: Whether it leaves out what is beyond its last line.
    is_cut_short: bool


@dataclass(frozen=True, kw_only=True)
class HandInTable:
    """A summary table and what its lines are written from."""

    loaded: LoadedRound
    table: SummaryTable
    unit_name: str
    #: None for a draft, which nobody may take for what was handed in.
    handed_in_on: date | None
    #: In the order of the hand-in.
    applications: tuple[TabulatedApplication, ...]
    draft: Draft | None = None

    def lines(self) -> Iterator[list[str]]:
        """Write the lines; of a large hand-in that is work for a thread."""
        placed = len(self.applications) - (self.draft.unordered if self.draft else 0)
        for number, line in enumerate(self.applications, start=1):
            yield cells_of(
                self.table.columns,
                line,
                number=number if number <= placed else None,
                round_=self.loaded.round,
                schema=self.loaded.form_schema.root,
            )


async def summarise_hand_in(
    context: IntakeContext, connection: AsyncConnection, caller: Caller, hand_in_id: str
) -> HandInTable:
    """Gather the table of a hand-in within the caller's scope; raise HandInNotFound."""
    hand_in = await hand_in_for(connection, hand_in_id, caller.access)
    return await table_of_hand_in(context, connection, hand_in)


async def table_of_hand_in(
    context: IntakeContext, connection: AsyncConnection, hand_in: HandIn
) -> HandInTable:
    """Gather the table of a hand-in that is at hand."""
    return HandInTable(
        loaded=context.round_named(hand_in.round_id),
        table=context.rules_for(hand_in.round_id, hand_in.tier).summary_table,
        unit_name=context.unit(hand_in.unit_code).name.zh,
        handed_in_on=day_of(hand_in.handed_in_at),
        applications=await _named(context, connection, hand_in.application_ids),
    )


async def summarise_forwarding(
    context: IntakeContext, connection: AsyncConnection, forwarding_id: str
) -> HandInTable:
    """Gather the table of what the city forwards; raise ForwardingNotFound."""
    forwarding = await read_forwarding(connection, forwarding_id)
    loaded = context.round_named(forwarding.round_id)
    return HandInTable(
        loaded=loaded,
        table=context.rules_for(forwarding.round_id, forwarding.tier).summary_table,
        unit_name=context.unit(loaded.round.city_unit).name.zh,
        handed_in_on=day_of(forwarding.forwarded_at),
        applications=await _named(context, connection, forwarding.application_ids),
    )


async def draft_summary_table(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
    unit_code: str,
) -> HandInTable:
    """Gather the table of what a unit could hand in now, in its priority order where the round asks for one.

    Raises RoundNotFound, TierNotOffered, UnitNotFound.
    """
    rules = context.rules_for(round_id, tier)
    unit = context.unit(unit_code)
    if not caller.access.permits(enterprise=None, unit_path=unit.path):
        raise UnitNotFound
    wanted = ApplicationFilter(round_id=round_id, tier=tier, unit_path=unit.path)
    ready = await ready_to_hand_in(connection, wanted, limit=MOST_LINES + 1)
    order = no_order(round_id, tier, unit.code, unit.path)
    if rules.recommendation_is_ordered:
        order = await find_order(connection, round_id, tier, unit.code) or order
    is_cut_short = len(ready) > MOST_LINES
    shown = order.arranged(ready[:MOST_LINES], name=lambda each: each.application_id)
    placed = sum(each.application_id in order.application_ids for each in shown)
    return HandInTable(
        loaded=context.round_named(round_id),
        table=rules.summary_table,
        unit_name=unit.name.zh,
        handed_in_on=None,
        applications=await _lines_of(context, connection, shown),
        draft=Draft(
            unordered=len(shown) - placed if rules.recommendation_is_ordered else 0,
            gone=0 if is_cut_short else len(order.application_ids) - placed,
            is_order_frozen=order.hand_in_id is not None,
            is_cut_short=is_cut_short,
        ),
    )


async def _named(
    context: IntakeContext, connection: AsyncConnection, application_ids: Sequence[str]
) -> tuple[TabulatedApplication, ...]:
    named = await applications_named(connection, application_ids)
    return await _lines_of(context, connection, [named[each] for each in application_ids])


async def _lines_of(
    context: IntakeContext, connection: AsyncConnection, applications: Sequence[Application]
) -> tuple[TabulatedApplication, ...]:
    """Give each application the names that go with it."""
    enterprises = await enterprises_named(connection, {each.enterprise_id for each in applications})
    factories = await factories_named(connection, {each.factory_id for each in applications})
    return tuple(
        TabulatedApplication(
            application=each,
            enterprise=enterprises[each.enterprise_id],
            factory=factories[each.factory_id],
            unit_name=context.unit(each.unit_code).name.zh,
        )
        for each in applications
    )
