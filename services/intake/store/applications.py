"""Applications in the database: found within the caller's scope, locked for a change, paged by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Decision
from services.intake.domain.errors import ApplicationExists, ApplicationNotFound
from services.intake.domain.lifecycle import TRANSITIONS, Action, State
from services.intake.domain.tiers import Tier
from services.intake.store.portal_tables import opinion_requests
from services.intake.store.rows import (
    application_columns,
    application_of,
    decision_columns,
    decision_of,
)
from services.intake.store.tables import applications, decisions
from shared.authorisation import Access, Scope
from shared.database import older_than

# Written once: composing it anew for every request is a cost that the bench shows.
_ONE = select(applications).where(applications.c.application_id == bindparam("application_id"))
_ONE_LOCKED = _ONE.with_for_update()
_SAVE = update(applications).where(applications.c.application_id == bindparam("saved_id"))


@dataclass(frozen=True, kw_only=True)
class ApplicationFilter:
    """What a list of applications is narrowed to."""

    round_id: str | None = None
    tier: Tier | None = None
    state: State | None = None
    #: Path of a unit: it and everything below.
    unit_path: str | None = None


async def add_application(connection: AsyncConnection, application: Application) -> None:
    """Store a new application; raise ApplicationExists for a second of factory, tier and round."""
    try:
        await connection.execute(insert(applications).values(application_columns(application)))
    except IntegrityError as error:
        raise ApplicationExists from error


async def application_for(
    connection: AsyncConnection, application_id: str, access: Access, *, lock: bool = False
) -> Application:
    """Read an application within the caller's scope; raise ApplicationNotFound for any other.

    ``lock`` holds its row until the transaction ends; SQLite's write transaction holds everything anyway.
    """
    application = await find_application(connection, application_id, lock=lock)
    if application is None or not await _is_permitted(connection, application, access):
        raise ApplicationNotFound
    return application


async def _is_permitted(
    connection: AsyncConnection, application: Application, access: Access
) -> bool:
    if access.scope is Scope.ASKED_BUREAU:
        asked = select(applications.c.application_id).where(
            applications.c.application_id == application.application_id, _asked(access)
        )
        return (await connection.execute(asked)).first() is not None
    return access.permits(enterprise=application.credit_code, unit_path=application.unit_path)


async def find_application(
    connection: AsyncConnection, application_id: str, *, lock: bool = False
) -> Application | None:
    """Read an application for the system itself."""
    statement = _ONE_LOCKED if lock else _ONE
    found = await connection.execute(statement, {"application_id": application_id})
    row = found.mappings().one_or_none()
    return None if row is None else application_of(row)


async def lock_applications(
    connection: AsyncConnection, application_ids: Sequence[str]
) -> list[Application]:
    """Lock several applications, always in the order of their ids, so that two callers cannot deadlock."""
    statement = (
        select(applications)
        .where(applications.c.application_id.in_(application_ids))
        .order_by(applications.c.application_id)
        .with_for_update()
    )
    return [application_of(row) for row in (await connection.execute(statement)).mappings()]


async def applications_named(
    connection: AsyncConnection, application_ids: Sequence[str]
) -> dict[str, Application]:
    """Read several applications by their ids."""
    statement = select(applications).where(applications.c.application_id.in_(application_ids))
    rows = (await connection.execute(statement)).mappings()
    return {row["application_id"]: application_of(row) for row in rows}


async def applications_matching(
    connection: AsyncConnection, wanted: ApplicationFilter
) -> list[Application]:
    """Read all applications that a filter lets through, for the system itself."""
    statement = narrowed(select(applications), wanted).order_by(applications.c.application_id)
    return [application_of(row) for row in (await connection.execute(statement)).mappings()]


async def save_application(connection: AsyncConnection, application: Application) -> None:
    """Write a changed application; the caller holds its row."""
    await connection.execute(
        _SAVE, {"saved_id": application.application_id, **application_columns(application)}
    )


async def page_of_applications(
    connection: AsyncConnection,
    access: Access,
    wanted: ApplicationFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Application]:
    """List applications, newest first, within the caller's scope: filtered in the query, never after it."""
    statement = narrowed(visible(select(applications), access), wanted)
    if after is not None:
        statement = statement.where(
            older_than(applications.c.created_at, applications.c.application_id, after)
        )
    statement = statement.order_by(
        applications.c.created_at.desc(), applications.c.application_id.desc()
    ).limit(limit)
    return [application_of(row) for row in (await connection.execute(statement)).mappings()]


async def ready_to_hand_in(
    connection: AsyncConnection, wanted: ApplicationFilter, *, limit: int
) -> list[Application]:
    """List what a unit could hand in now, in the order in which it was recommended or tabulated."""
    states = [state.value for state, action in TRANSITIONS if action is Action.HAND_IN]
    since = func.coalesce(applications.c.state_since, applications.c.updated_at)
    statement = (
        narrowed(select(applications), wanted)
        .where(applications.c.state.in_(states))
        .order_by(since, applications.c.application_id)
        .limit(limit)
    )
    return [application_of(row) for row in (await connection.execute(statement)).mappings()]


def visible(statement: Select[tuple[object, ...]], access: Access) -> Select[tuple[object, ...]]:
    """Narrow a query of applications to the caller's scope."""
    if access.scope is Scope.ALL:
        return statement
    if access.scope is Scope.OWN_ENTERPRISE:
        # A missing claim compares with NULL, which no row equals.
        return statement.where(applications.c.credit_code == (access.principal.enterprise or ""))
    if access.scope is Scope.ASKED_BUREAU:
        return statement.where(_asked(access))
    return statement.where(_within(access.unit_path or ""))


def _asked(access: Access) -> ColumnElement[bool]:
    """Tell which applications the caller's bureau was asked about; a token without a bureau: none."""
    return exists(
        select(opinion_requests.c.bureau).where(
            opinion_requests.c.application_id == applications.c.application_id,
            opinion_requests.c.bureau == (access.principal.unit or ""),
        )
    )


def narrowed(
    statement: Select[tuple[object, ...]], wanted: ApplicationFilter
) -> Select[tuple[object, ...]]:
    """Narrow a query of applications to what is asked for."""
    if wanted.round_id is not None:
        statement = statement.where(applications.c.round_id == wanted.round_id)
    if wanted.tier is not None:
        statement = statement.where(applications.c.tier == wanted.tier.value)
    if wanted.state is not None:
        statement = statement.where(applications.c.state == wanted.state.value)
    if wanted.unit_path is not None:
        statement = statement.where(_within(wanted.unit_path))
    return statement


def _within(unit_path: str) -> ColumnElement[bool]:
    path = applications.c.unit_path
    return or_(path == unit_path, path.startswith(f"{unit_path}/", autoescape=True))


async def add_decision(connection: AsyncConnection, decision: Decision) -> None:
    """Put an officer's step on record."""
    await connection.execute(insert(decisions).values(decision_columns(decision)))


async def decisions_on(connection: AsyncConnection, application_id: str) -> list[Decision]:
    """List the officers' steps on an application, oldest first."""
    statement = (
        select(decisions)
        .where(decisions.c.application_id == application_id)
        .order_by(decisions.c.decided_at, decisions.c.decision_id)
    )
    rows = (await connection.execute(statement)).mappings()
    return [decision_of(row) for row in rows]
