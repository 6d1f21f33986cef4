"""What waits, in the database: each kind of thing the longest wait first, by keyset, within the caller's scope."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, HandIn
from services.intake.domain.bindings import Binding
from services.intake.domain.inbox import BINDING_STEPS, LIST_STEPS, Waiting
from services.intake.domain.lifecycle import State
from services.intake.domain.lists import ListState, OfficialList
from services.intake.domain.tiers import Tier
from services.intake.store.applications import ApplicationFilter, narrowed, visible
from services.intake.store.binding_tables import bindings
from services.intake.store.bindings import binding_of, visible_bindings
from services.intake.store.lists import HandInFilter, hand_ins_seen
from services.intake.store.portal_tables import joint_opinions, priority_orders
from services.intake.store.rows import application_of, hand_in_of, list_of
from services.intake.store.tables import applications, hand_ins, list_entries, official_lists
from shared.authorisation import Access, Scope
from shared.database import newer_than

#: Time and id of the last thing of the page before.
After = tuple[datetime, str] | None


async def waiting_applications(
    connection: AsyncConnection,
    access: Access,
    kinds: Sequence[Waiting],
    wanted: ApplicationFilter,
    *,
    after: After,
    limit: int,
) -> list[Application]:
    """List applications of these kinds, but what waits by its list, and what the caller's bureau has answered."""
    since = func.coalesce(applications.c.state_since, applications.c.updated_at)
    statement = narrowed(visible(select(applications), access), wanted).where(
        or_(false(), *map(_is_of, kinds)), not_(_is_listed())
    )
    if access.scope is Scope.ASKED_BUREAU:
        statement = statement.where(not_(_is_answered(access.principal.unit or "")))
    rows = await _page(
        connection, statement, since, applications.c.application_id, after=after, limit=limit
    )
    return [application_of(row) for row in rows]


async def waiting_hand_ins(
    connection: AsyncConnection,
    access: Access,
    wanted: HandInFilter,
    *,
    after: After,
    limit: int,
) -> list[HandIn]:
    """List the hand-ins that the city has not received yet."""
    statement = select(hand_ins).where(*hand_ins_seen(access, wanted))
    rows = await _page(
        connection,
        statement,
        hand_ins.c.handed_in_at,
        hand_ins.c.hand_in_id,
        after=after,
        limit=limit,
    )
    return [hand_in_of(row) for row in rows]


async def waiting_lists(
    connection: AsyncConnection,
    *,
    round_id: str | None,
    tier: Tier | None,
    subject: str,
    after: After,
    limit: int,
) -> list[OfficialList]:
    """List the lists that are not published, but those whose publication the caller asked for: another confirms."""
    lists = official_lists.c
    statement = select(official_lists).where(
        lists.state.in_([state.value for state in LIST_STEPS]),
        not_(
            and_(
                lists.state == ListState.PUBLICATION_REQUESTED.value,
                lists.requested_by == subject,
            )
        ),
    )
    if round_id is not None:
        statement = statement.where(lists.round_id == round_id)
    if tier is not None:
        statement = statement.where(lists.tier == tier.value)
    since = func.coalesce(lists.publicity_ends_at, lists.drawn_at)
    rows = await _page(connection, statement, since, lists.list_id, after=after, limit=limit)
    return [list_of(row) for row in rows]


async def waiting_bindings(
    connection: AsyncConnection,
    access: Access,
    *,
    unit_path: str | None,
    after: After,
    limit: int,
) -> list[Binding]:
    """List the requests to be bound that nobody has decided."""
    states = [state.value for state in BINDING_STEPS]
    statement = visible_bindings(select(bindings), access).where(bindings.c.state.in_(states))
    if unit_path is not None:
        below = bindings.c.unit_path.startswith(f"{unit_path}/", autoescape=True)
        statement = statement.where(or_(bindings.c.unit_path == unit_path, below))
    rows = await _page(
        connection,
        statement,
        bindings.c.requested_at,
        bindings.c.binding_id,
        after=after,
        limit=limit,
    )
    return [binding_of(row) for row in rows]


async def frozen_orders(connection: AsyncConnection) -> set[tuple[str, Tier, str]]:
    """Tell of which rounds and tiers which units have handed in their order."""
    orders = priority_orders.c
    statement = select(orders.round_id, orders.tier, orders.unit_code).where(
        orders.hand_in_id.is_not(None)
    )
    rows = await connection.execute(statement)
    return {(round_id, Tier(tier), unit_code) for round_id, tier, unit_code in rows}


async def _page(
    connection: AsyncConnection,
    statement: Select[Any],
    since: ColumnElement[datetime],
    name: ColumnElement[str],
    *,
    after: After,
    limit: int,
) -> Sequence[RowMapping]:
    if after is not None:
        statement = statement.where(newer_than(since, name, after))
    rows = await connection.execute(statement.order_by(since, name).limit(limit))
    return list(rows.mappings())


def _is_of(kind: Waiting) -> ColumnElement[bool]:
    return and_(
        applications.c.round_id == kind.round_id,
        applications.c.tier == kind.tier.value,
        applications.c.state == kind.state.value,
        applications.c.unit_code.not_in(sorted(kind.closed_units)),
    )


def _is_listed() -> ColumnElement[bool]:
    """Tell whether an application that is proposed stands on a list already."""
    on_list = exists(
        select(list_entries.c.list_id).where(
            list_entries.c.application_id == applications.c.application_id
        )
    )
    return and_(applications.c.state == State.PROPOSED.value, on_list)


def _is_answered(bureau: str) -> ColumnElement[bool]:
    return exists(
        select(joint_opinions.c.version).where(
            joint_opinions.c.application_id == applications.c.application_id,
            joint_opinions.c.bureau == bureau,
        )
    )
