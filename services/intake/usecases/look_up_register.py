"""Ask the register (认定名录) about an application: which entries match, and on which lists it stands."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Enterprise, Factory
from services.intake.domain.register import (
    Applicant,
    Match,
    RegisterEntry,
    is_on_one_of,
    match_of,
)
from services.intake.store.applications import application_for
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.store.register import entries_about, held_lists
from services.intake.usecases.context import Caller, IntakeContext


async def listings_of(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> dict[str, bool]:
    """Tell by fact whether the register has the applicant on the lists that each tier's prerequisite names.

    All tiers of the round are answered, because a verdict tells of all of them. What the register cannot tell
    is left out.
    """
    wanted = context.round_named(application.round_id).round.lists_by_fact
    if not wanted:
        return {}
    applicant = await _applicant(connection, application)
    rows = [entry.row for entry in await _entries(connection, applicant)]
    held = await held_lists(connection, [each for lists in wanted.values() for each in lists])
    answers = {
        fact: is_on_one_of(lists, rows, applicant, held=held) for fact, lists in wanted.items()
    }
    return {fact: answer for fact, answer in answers.items() if answer is not None}


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
