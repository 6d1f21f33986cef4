"""Register an enterprise (申报主体) and its factories, by a person bound to it by the sign-in or by a unit's word."""

import uuid
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.bundles.credit_code import is_valid_credit_code
from services.intake.bundles.region_code import is_region_code
from services.intake.domain.applications import Enterprise, Factory
from services.intake.domain.credit_code import normalised_credit_code
from services.intake.domain.errors import (
    BranchGroundMissing,
    CreditCodeInvalid,
    EnterpriseNotYours,
    RegionCodeInvalid,
)
from services.intake.store.bindings import confirmed_binding_of
from services.intake.store.enterprises import (
    add_enterprise,
    add_factory,
    enterprise_for,
    factories_of,
)
from services.intake.usecases.context import Caller, IntakeContext
from shared.errors import Fault
from shared.event_log import NewEvent, append_event


@dataclass(frozen=True, kw_only=True)
class EnterpriseDetails:
    """What an applicant says about its enterprise."""

    credit_code: str
    name: str
    is_branch: bool
    branch_ground: str | None
    registered_address: str
    #: GB/T 2260, of who is registered outside the city.
    registered_region: str | None
    unit_code: str


@dataclass(frozen=True, kw_only=True)
class FactoryDetails:
    """What an applicant says about a factory."""

    name: str
    address: str
    unit_code: str


async def register_enterprise(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    details: EnterpriseDetails,
) -> Enterprise:
    """Register the enterprise that the caller is bound to.

    Raises CreditCodeInvalid, BranchGroundMissing, RegionCodeInvalid, UnitNotFound, EnterpriseNotYours,
    EnterpriseOfOtherUnit (where a unit's confirmation, not the token, lets the caller act), EnterpriseExists.
    """
    credit_code = _checked_credit_code(details)
    unit = context.unit(details.unit_code)
    await _require_right(connection, caller, credit_code, unit.path)
    at = context.clocks.business()
    enterprise = Enterprise(
        enterprise_id=str(uuid.uuid4()),
        **(vars(details) | {"credit_code": credit_code, "unit_code": unit.code}),
        unit_path=unit.path,
        created_at=at,
    )
    await add_enterprise(connection, enterprise)
    await append_event(
        connection,
        NewEvent(
            aggregate_type="enterprise",
            aggregate_id=enterprise.enterprise_id,
            kind="enterprise.registered",
            data={"credit_code": credit_code, "unit_code": unit.code},
            actor=caller.subject,
            at=at,
        ),
    )
    return enterprise


async def _require_right(
    connection: AsyncConnection, caller: Caller, credit_code: str, unit_path: str
) -> None:
    """Ask for the token or a confirmed binding to name the enterprise: typing its credit code gives no right."""
    if not caller.access.permits(enterprise=credit_code, unit_path=None):
        raise EnterpriseNotYours
    binding = await confirmed_binding_of(connection, caller.subject)
    if binding is not None:
        binding.require_reach(unit_path)


async def register_factory(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    enterprise_id: str,
    details: FactoryDetails,
) -> Factory:
    """Add a factory to the caller's enterprise; raise EnterpriseNotFound or UnitNotFound."""
    enterprise = await enterprise_for(connection, enterprise_id, caller.access)
    unit = context.unit(details.unit_code)
    at = context.clocks.business()
    factory = Factory(
        factory_id=str(uuid.uuid4()),
        enterprise_id=enterprise.enterprise_id,
        name=details.name,
        address=details.address,
        unit_code=unit.code,
        unit_path=unit.path,
        created_at=at,
    )
    await add_factory(connection, factory)
    await append_event(
        connection,
        NewEvent(
            aggregate_type="factory",
            aggregate_id=factory.factory_id,
            kind="factory.registered",
            data={"enterprise_id": enterprise_id, "unit_code": unit.code},
            actor=caller.subject,
            at=at,
        ),
    )
    return factory


async def list_factories(
    connection: AsyncConnection, caller: Caller, enterprise_id: str
) -> list[Factory]:
    """List the factories of an enterprise within the caller's scope; raise EnterpriseNotFound."""
    await enterprise_for(connection, enterprise_id, caller.access)
    return await factories_of(connection, enterprise_id)


def _checked_credit_code(details: EnterpriseDetails) -> str:
    """Give the normalised credit code of details that may be registered."""
    credit_code = normalised_credit_code(details.credit_code)
    if not is_valid_credit_code(credit_code):
        fault = Fault(pointer="/credit_code", code="check-digit", message=CreditCodeInvalid.title)
        raise CreditCodeInvalid(faults=[fault])
    if details.is_branch and not details.branch_ground:
        fault = Fault(pointer="/branch_ground", code="required", message=BranchGroundMissing.title)
        raise BranchGroundMissing(faults=[fault])
    _require_region(details.registered_region)
    return credit_code


def _require_region(region: str | None) -> None:
    if region is not None and not is_region_code(region):
        fault = Fault(
            pointer="/registered_region", code="region-code", message=RegionCodeInvalid.title
        )
        raise RegionCodeInvalid(faults=[fault])
