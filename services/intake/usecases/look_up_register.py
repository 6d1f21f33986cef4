"""Ask the register (认定名录) about an application: which entries match, and whether they meet the prerequisite."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Enterprise, Factory
from services.intake.domain.register import (
    Applicant,
    Match,
    RegisterEntry,
    match_of,
    meets_prerequisite,
)
from services.intake.store.applications import application_for
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.store.register import entries_about, held_lists
from services.intake.usecases.context import Caller, IntakeContext


async def prerequisite_of(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> bool | None:
    """Tell whether the register meets the tier's prerequisite; None when it cannot tell, or nothing is asked."""
    prerequisite = context.rules_for(application.round_id, application.tier).prerequisite
    if prerequisite is None or not prerequisite.recognitions:
        return None
    applicant = await _applicant(connection, application)
    entries = await _entries(connection, applicant)
    return meets_prerequisite(
        prerequisite.recognitions,
        [entry.row for entry in entries],
        applicant,
        held=await held_lists(connection, prerequisite.recognitions),
    )


async def register_matches(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> list[tuple[RegisterEntry, Match]]:
    """List the entries that match an application's enterprise, and how; raise ApplicationNotFound."""
    application = await application_for(connection, application_id, caller.access)
    applicant = await _applicant(connection, application)
    return [
        (entry, match)
        for entry in await _entries(connection, applicant)
        if (match := match_of(entry.row, applicant)) is not None
    ]


async def _applicant(connection: AsyncConnection, application: Application) -> Applicant:
    enterprise: Enterprise = await read_enterprise(connection, application.enterprise_id)
    factory: Factory = await read_factory(connection, application.factory_id)
    return Applicant(
        credit_code=enterprise.credit_code,
        enterprise_name=enterprise.name,
        factory_name=factory.name,
    )


async def _entries(connection: AsyncConnection, applicant: Applicant) -> list[RegisterEntry]:
    return await entries_about(
        connection,
        credit_code=applicant.credit_code,
        enterprise_name=applicant.enterprise_name,
    )
