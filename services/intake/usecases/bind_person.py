"""Bind a person to an enterprise: requested by the person, confirmed, refused or revoked by the district."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.bundles.credit_code import is_valid_credit_code
from services.intake.domain.binding_errors import BoundByClaim
from services.intake.domain.bindings import Binding, BindingState
from services.intake.domain.credit_code import normalised_credit_code
from services.intake.domain.errors import CreditCodeInvalid
from services.intake.store.bindings import (
    add_binding,
    binding_for,
    confirmed_binding_of,
    enterprise_bound_to,
    page_of_bindings,
    save_binding,
)
from services.intake.store.enterprises import find_by_credit_code
from services.intake.usecases.context import Caller, IntakeContext
from shared.database import Database
from shared.errors import Fault
from shared.etags import require_version
from shared.event_log import NewEvent, append_event


def enterprise_lookup(database: Database) -> Callable[[str], Awaitable[str | None]]:
    """Give the gate its question: for which enterprise may this subject act?"""

    async def look(subject: str) -> str | None:
        async with database.transaction(read_only=True) as connection:
            return await enterprise_bound_to(connection, subject)

    return look


async def request_binding(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    credit_code: str,
    enterprise_name: str,
    unit_code: str,
    statement: str,
) -> Binding:
    """Ask to be bound; raise CreditCodeInvalid, UnitNotFound, BoundByClaim or BindingExists.

    It does not tell whether the enterprise is known here, and gives no right over it.
    """
    code = normalised_credit_code(credit_code)
    if not is_valid_credit_code(code):
        fault = Fault(pointer="/credit_code", code="check-digit", message=CreditCodeInvalid.title)
        raise CreditCodeInvalid(faults=[fault])
    unit = context.unit(unit_code)
    confirmed = await confirmed_binding_of(connection, caller.subject)
    if caller.access.principal.enterprise is not None and confirmed is None:
        raise BoundByClaim
    binding = Binding(
        binding_id=str(uuid.uuid4()),
        subject=caller.subject,
        credit_code=code,
        enterprise_name=enterprise_name,
        unit_code=unit.code,
        unit_path=unit.path,
        statement=statement,
        state=BindingState.REQUESTED,
        version=1,
        requested_at=context.clocks.business(),
    )
    await add_binding(connection, binding)
    await _record(connection, binding, "binding.requested", caller, binding.requested_at)
    return binding


async def decide_binding(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    binding_id: str,
    state: BindingState,
    *,
    reason: str,
    expected: frozenset[int],
) -> Binding:
    """Confirm, refuse or revoke.

    Raises BindingNotFound, StaleETag, BindingNotInState, EnterpriseOfOtherUnit (a confirmation only).
    """
    binding = await binding_for(connection, binding_id, caller.access, lock=True)
    require_version(binding.version, expected)
    steps = {
        BindingState.CONFIRMED: binding.confirmed,
        BindingState.REFUSED: binding.refused,
        BindingState.REVOKED: binding.revoked,
    }
    at = context.clocks.business()
    decided = steps[state](by=caller.subject, at=at, reason=reason)
    if state is BindingState.CONFIRMED:
        enterprise = await find_by_credit_code(connection, binding.credit_code)
        if enterprise is not None:
            binding.require_reach(enterprise.unit_path)
    await save_binding(connection, decided)
    await _record(connection, decided, f"binding.{state}", caller, at)
    return decided


async def read_binding(connection: AsyncConnection, caller: Caller, binding_id: str) -> Binding:
    """Read a binding within the caller's scope; raise BindingNotFound."""
    return await binding_for(connection, binding_id, caller.access)


async def list_bindings(
    connection: AsyncConnection,
    caller: Caller,
    *,
    state: BindingState | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Binding]:
    """List bindings, newest first; at most ``limit`` + 1, the last telling that there are more."""
    return await page_of_bindings(
        connection, caller.access, state=state, after=after, limit=limit + 1
    )


async def _record(
    connection: AsyncConnection, binding: Binding, kind: str, caller: Caller, at: datetime
) -> None:
    await append_event(
        connection,
        NewEvent(
            aggregate_type="binding",
            aggregate_id=binding.binding_id,
            kind=kind,
            data={
                "subject": binding.subject,
                "credit_code": binding.credit_code,
                "unit_code": binding.unit_code,
                "state": binding.state.value,
                "reason": binding.reason,
            },
            actor=caller.subject,
            at=at,
        ),
    )
