"""Those who act in tests of use cases, at the instant that a test says; and applications in any state."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.domain.units import Unit
from services.intake.store.applications import save_application
from services.intake.usecases.context import Caller, IntakeContext
from shared.authorisation import Access, Scope
from shared.identity.principal import Principal, Role
from tests.intake.relay.finalised import IN_WINDOW, make_draft, the_applicant


def an_applicant(arrived_at: datetime = IN_WINDOW) -> Caller:
    return replace(the_applicant(), arrived_at=arrived_at)


def an_officer(arrived_at: datetime = IN_WINDOW) -> Caller:
    """Give the officer of the unit in which all applications of these tests are."""
    principal = Principal(subject="officer", role=Role.DISTRICT_OFFICER, unit="120116")
    access = Access(principal=principal, scope=Scope.OWN_UNITS, unit_path="120000/120116")
    return Caller(access=access, arrived_at=arrived_at)


def a_city_officer(arrived_at: datetime = IN_WINDOW) -> Caller:
    principal = Principal(subject="city", role=Role.CITY_OFFICER)
    return Caller(access=Access(principal=principal, scope=Scope.ALL), arrived_at=arrived_at)


def a_bureau_officer(bureau: str) -> Caller:
    principal = Principal(subject=f"officer of {bureau}", role=Role.BUREAU_OFFICER, unit=bureau)
    access = Access(principal=principal, scope=Scope.ASKED_BUREAU)
    return Caller(access=access, arrived_at=IN_WINDOW)


async def make_application(
    context: IntakeContext,
    connection: AsyncConnection,
    state: State,
    tier: Tier = Tier.ADVANCED,
    unit: Unit | None = None,
) -> Application:
    """Put an application into a state, and a unit if one is given, without the steps that lead there."""
    draft = await make_draft(context, connection, tier)
    application = replace(draft, state=state)
    if unit is not None:
        application = replace(application, unit_code=unit.code, unit_path=unit.path)
    await save_application(connection, application)
    return application
