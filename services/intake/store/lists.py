"""Hand-ins and official lists in the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import HandIn
from services.intake.domain.lifecycle import State
from services.intake.domain.list_errors import HandInNotFound, ListNotFound
from services.intake.domain.lists import ListEntry, ListState, OfficialList
from services.intake.domain.tiers import Tier
from services.intake.store.rows import (
    columns_of,
    hand_in_columns,
    hand_in_of,
    list_columns,
    list_of,
    value_of,
)
from services.intake.store.tables import applications, hand_ins, list_entries, official_lists
from shared.authorisation import Access, Scope
from shared.database import older_than

#: The states of a list that anybody may read.
PUBLIC_STATES = (ListState.IN_PUBLICITY, ListState.PUBLICATION_REQUESTED, ListState.PUBLISHED)


async def add_hand_in(connection: AsyncConnection, hand_in: HandIn) -> None:
    """Store a hand-in."""
    await connection.execute(insert(hand_ins).values(hand_in_columns(hand_in)))


async def hand_in_for(
    connection: AsyncConnection, hand_in_id: str, access: Access, *, lock: bool = False
) -> HandIn:
    """Read a hand-in within the caller's scope; raise HandInNotFound."""
    statement = select(hand_ins).where(hand_ins.c.hand_in_id == hand_in_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None or not access.permits(enterprise=None, unit_path=row["unit_path"]):
        raise HandInNotFound
    return hand_in_of(row)


@dataclass(frozen=True, kw_only=True)
class HandInFilter:
    """What a list of hand-ins is narrowed to."""

    round_id: str | None = None
    tier: Tier | None = None
    #: Path of a unit: it and everything below.
    unit_path: str | None = None
    is_received: bool | None = None


async def page_of_hand_ins(
    connection: AsyncConnection,
    access: Access,
    wanted: HandInFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[HandIn]:
    """List hand-ins, newest first, within the caller's scope: filtered in the query, never after it."""
    statement = select(hand_ins).where(*hand_ins_seen(access, wanted))
    if after is not None:
        statement = statement.where(
            older_than(hand_ins.c.handed_in_at, hand_ins.c.hand_in_id, after)
        )
    statement = statement.order_by(
        hand_ins.c.handed_in_at.desc(), hand_ins.c.hand_in_id.desc()
    ).limit(limit)
    return [hand_in_of(row) for row in (await connection.execute(statement)).mappings()]


def hand_ins_seen(access: Access, wanted: HandInFilter) -> list[ColumnElement[bool]]:
    """Say which hand-ins are within the caller's scope and asked for."""
    seen = []
    if access.scope is not Scope.ALL:
        seen.append(_handed_in_within(access.unit_path or ""))
    if wanted.round_id is not None:
        seen.append(hand_ins.c.round_id == wanted.round_id)
    if wanted.tier is not None:
        seen.append(hand_ins.c.tier == wanted.tier.value)
    if wanted.unit_path is not None:
        seen.append(_handed_in_within(wanted.unit_path))
    if wanted.is_received is not None:
        received_at = hand_ins.c.received_at
        seen.append(received_at.is_not(None) if wanted.is_received else received_at.is_(None))
    return seen


def _handed_in_within(unit_path: str) -> ColumnElement[bool]:
    path = hand_ins.c.unit_path
    return or_(path == unit_path, path.startswith(f"{unit_path}/", autoescape=True))


async def save_hand_in(connection: AsyncConnection, hand_in: HandIn) -> None:
    """Write a changed hand-in; the caller holds its row."""
    await connection.execute(
        update(hand_ins)
        .where(hand_ins.c.hand_in_id == hand_in.hand_in_id)
        .values(hand_in_columns(hand_in))
    )


async def add_list(
    connection: AsyncConnection, official_list: OfficialList, entries: list[ListEntry]
) -> None:
    """Store a list with its entries."""
    await connection.execute(insert(official_lists).values(list_columns(official_list)))
    await connection.execute(
        insert(list_entries),
        [{"list_id": official_list.list_id, **columns_of(entry)} for entry in entries],
    )


async def read_list(
    connection: AsyncConnection, list_id: str, *, lock: bool = False
) -> OfficialList:
    """Read a list; raise ListNotFound."""
    statement = select(official_lists).where(official_lists.c.list_id == list_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise ListNotFound
    return list_of(row)


async def read_public_list(connection: AsyncConnection, list_id: str) -> OfficialList:
    """Read a list that is in publicity or published; raise ListNotFound for any other."""
    official_list = await read_list(connection, list_id)
    if official_list.state not in PUBLIC_STATES:
        raise ListNotFound
    return official_list


async def save_list(connection: AsyncConnection, official_list: OfficialList) -> None:
    """Write a changed list; the caller holds its row."""
    await connection.execute(
        update(official_lists)
        .where(official_lists.c.list_id == official_list.list_id)
        .values(list_columns(official_list))
    )


async def entries_of(connection: AsyncConnection, list_id: str) -> list[ListEntry]:
    """Read a list's entries in their order."""
    statement = (
        select(list_entries).where(list_entries.c.list_id == list_id).order_by(list_entries.c.place)
    )
    return [value_of(ListEntry, row) for row in (await connection.execute(statement)).mappings()]


async def standing_entries_of(connection: AsyncConnection, list_id: str) -> list[ListEntry]:
    """Read the entries that were not declined meanwhile, in their order."""
    statement = (
        select(list_entries)
        .join(applications, applications.c.application_id == list_entries.c.application_id)
        .where(list_entries.c.list_id == list_id, applications.c.state != State.DECLINED.value)
        .order_by(list_entries.c.place)
    )
    return [value_of(ListEntry, row) for row in (await connection.execute(statement)).mappings()]


async def page_of_lists(
    connection: AsyncConnection,
    *,
    public_only: bool,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[OfficialList]:
    """List the lists, newest first."""
    statement = select(official_lists)
    if public_only:
        states = [state.value for state in PUBLIC_STATES]
        statement = statement.where(official_lists.c.state.in_(states))
    if after is not None:
        statement = statement.where(
            older_than(official_lists.c.drawn_at, official_lists.c.list_id, after)
        )
    statement = statement.order_by(
        official_lists.c.drawn_at.desc(), official_lists.c.list_id.desc()
    ).limit(limit)
    return [list_of(row) for row in (await connection.execute(statement)).mappings()]
