"""Bindings in the database: found within the caller's scope, filtered in the query."""

from datetime import datetime

from sqlalchemy import RowMapping, Select, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.binding_errors import BindingExists, BindingNotFound
from services.intake.domain.bindings import Binding, BindingState
from services.intake.store.binding_tables import bindings
from services.intake.store.rows import columns_of, value_of
from services.intake.store.tables import enterprises
from shared.authorisation import Access, Scope
from shared.database import older_than

_CONFIRMED = select(bindings).where(
    bindings.c.subject == bindparam("subject"), bindings.c.state == BindingState.CONFIRMED.value
)

# Written once: it is asked with every request of an applicant whose token names no enterprise. An
# enterprise may be registered elsewhere after the confirmation, which then counts no longer.
_BELOW = func.substr(enterprises.c.unit_path, 1, func.length(bindings.c.unit_path) + 1)
_ENTERPRISE = (
    _CONFIRMED.with_only_columns(bindings.c.credit_code)
    .outerjoin_from(bindings, enterprises, enterprises.c.credit_code == bindings.c.credit_code)
    .where(
        or_(
            enterprises.c.unit_path.is_(None),
            enterprises.c.unit_path == bindings.c.unit_path,
            bindings.c.unit_path + "/" == _BELOW,
        )
    )
)


async def enterprise_bound_to(connection: AsyncConnection, subject: str) -> str | None:
    """Give the credit code of the enterprise that a subject was confirmed for by a unit whose word counts."""
    found = await connection.execute(_ENTERPRISE, {"subject": subject})
    code = found.scalar_one_or_none()
    return None if code is None else str(code)


async def confirmed_binding_of(connection: AsyncConnection, subject: str) -> Binding | None:
    """Give the confirmed binding of a subject."""
    row = (await connection.execute(_CONFIRMED, {"subject": subject})).mappings().one_or_none()
    return None if row is None else binding_of(row)


async def add_binding(connection: AsyncConnection, binding: Binding) -> None:
    """Store a request; raise BindingExists when the subject has one that stands."""
    try:
        await connection.execute(insert(bindings).values(_columns(binding)))
    except IntegrityError as error:
        raise BindingExists from error


async def save_binding(connection: AsyncConnection, binding: Binding) -> None:
    """Write a changed binding; the caller holds its row."""
    await connection.execute(
        update(bindings)
        .where(bindings.c.binding_id == binding.binding_id)
        .values(_columns(binding))
    )


async def binding_for(
    connection: AsyncConnection, binding_id: str, access: Access, *, lock: bool = False
) -> Binding:
    """Read a binding within the caller's scope; raise BindingNotFound."""
    statement = visible_bindings(select(bindings), access).where(
        bindings.c.binding_id == binding_id
    )
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise BindingNotFound
    return binding_of(row)


async def page_of_bindings(
    connection: AsyncConnection,
    access: Access,
    *,
    state: BindingState | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Binding]:
    """List bindings, newest first, within the caller's scope."""
    statement = visible_bindings(select(bindings), access)
    if state is not None:
        statement = statement.where(bindings.c.state == state.value)
    if after is not None:
        statement = statement.where(
            older_than(bindings.c.requested_at, bindings.c.binding_id, after)
        )
    statement = statement.order_by(
        bindings.c.requested_at.desc(), bindings.c.binding_id.desc()
    ).limit(limit)
    return [binding_of(row) for row in (await connection.execute(statement)).mappings()]


def visible_bindings(
    statement: Select[tuple[object, ...]], access: Access
) -> Select[tuple[object, ...]]:
    """Narrow a query of bindings to the caller's scope."""
    if access.scope is Scope.ALL:
        return statement
    if access.scope is Scope.OWN_UNITS:
        path = access.unit_path or ""
        below = bindings.c.unit_path.startswith(f"{path}/", autoescape=True)
        return statement.where(or_(bindings.c.unit_path == path, below))
    return statement.where(bindings.c.subject == access.principal.subject)


def binding_of(row: RowMapping) -> Binding:
    """Read a binding."""
    return value_of(Binding, {**row, "state": BindingState(row["state"])})


def _columns(binding: Binding) -> dict[str, object]:
    return columns_of(binding) | {"state": binding.state.value}
