"""Those who act in tests of use cases, at the instant that a test says; and applications in any state."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.lifecycle import State
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


async def make_application(
    context: IntakeContext, connection: AsyncConnection, state: State
) -> Application:
    """Put an application into a state without the steps that lead there."""
    draft = await make_draft(context, connection)
    application = replace(draft, state=state)
    await save_application(connection, application)
    return application
