"""Find what an application still needs before somebody can take the step that is waited for."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.inbox import Need
from services.intake.domain.lifecycle import State
from services.intake.domain.portal_filing import equals_online
from services.intake.domain.units import is_within
from services.intake.store.forwardings import opinions_on
from services.intake.store.paper_copies import paper_copies_on
from services.intake.store.priority_orders import open_orders
from services.intake.usecases.context import IntakeContext


async def find_needs(
    context: IntakeContext, connection: AsyncConnection, found: Sequence[Application]
) -> dict[Need, set[str]]:
    """Tell which of some applications lack what, by their ids."""
    by_state = {
        state: [each for each in found if each.state is state]
        for state in (State.PORTAL_FILED, State.RECOMMENDED, State.AWAITING_OPINIONS)
    }
    return {
        Need.PAPER_COPY: await _without_paper(connection, by_state[State.PORTAL_FILED]),
        Need.PRIORITY_ORDER: await _without_order(connection, by_state[State.RECOMMENDED]),
        Need.JOINT_OPINIONS: await _without_opinions(
            context, connection, by_state[State.AWAITING_OPINIONS]
        ),
    }


async def _without_paper(connection: AsyncConnection, found: Collection[Application]) -> set[str]:
    if not found:
        return set()
    logged = await paper_copies_on(connection, [each.application_id for each in found])
    return {
        each.application_id
        for each in found
        if not equals_online(
            [copy for copy in logged if copy.application_id == each.application_id],
            revision_number=each.revision_number,
        )
    }


async def _without_order(connection: AsyncConnection, found: Collection[Application]) -> set[str]:
    """A unit's own order, or one of a unit above it, may name an application."""
    if not found:
        return set()
    orders = await open_orders(connection)
    return {
        each.application_id
        for each in found
        if not any(
            each.application_id in order.application_ids
            and is_within(each.unit_path, order.unit_path)
            for order in orders
        )
    }


async def _without_opinions(
    context: IntakeContext, connection: AsyncConnection, found: Collection[Application]
) -> set[str]:
    if not found:
        return set()
    given = {
        (opinion.application_id, opinion.bureau)
        for opinion in await opinions_on(connection, [each.application_id for each in found])
    }
    return {
        each.application_id
        for each in found
        for bureau in context.rules_for(each.round_id, each.tier).bureaus
        if (each.application_id, bureau.code) not in given
    }
