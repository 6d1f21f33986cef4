"""The summary table (汇总表) of a hand-in: what the unit prints, stamps and sends along (notice 三（二）3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.bundles.rounds import LoadedRound
from services.intake.domain.china_time import day_of
from services.intake.domain.summary_table import TabulatedApplication, cells_of
from services.intake.domain.table_columns import SummaryTable
from services.intake.store.applications import applications_named
from services.intake.store.enterprises import enterprises_named, factories_named
from services.intake.store.forwardings import read_forwarding
from services.intake.store.lists import hand_in_for
from services.intake.usecases.context import Caller, IntakeContext


@dataclass(frozen=True, kw_only=True)
class HandInTable:
    """A summary table and what its lines are written from."""

    loaded: LoadedRound
    table: SummaryTable
    unit_name: str
    handed_in_on: date
    #: In the order of the hand-in.
    applications: tuple[TabulatedApplication, ...]

    def lines(self) -> Iterator[list[str]]:
        """Write the lines; of a large hand-in that is work for a thread."""
        for number, line in enumerate(self.applications, start=1):
            yield cells_of(
                self.table.columns,
                line,
                number=number,
                round_=self.loaded.round,
                schema=self.loaded.form_schema.root,
            )


async def summarise_hand_in(
    context: IntakeContext, connection: AsyncConnection, caller: Caller, hand_in_id: str
) -> HandInTable:
    """Gather the table of a hand-in within the caller's scope; raise HandInNotFound."""
    hand_in = await hand_in_for(connection, hand_in_id, caller.access)
    return HandInTable(
        loaded=context.round_named(hand_in.round_id),
        table=context.rules_for(hand_in.round_id, hand_in.tier).summary_table,
        unit_name=context.unit(hand_in.unit_code).name.zh,
        handed_in_on=day_of(hand_in.handed_in_at),
        applications=await _lines_of(context, connection, hand_in.application_ids),
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
        applications=await _lines_of(context, connection, forwarding.application_ids),
    )


async def _lines_of(
    context: IntakeContext, connection: AsyncConnection, application_ids: Sequence[str]
) -> tuple[TabulatedApplication, ...]:
    named = await applications_named(connection, application_ids)
    applications = [named[application_id] for application_id in application_ids]
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
