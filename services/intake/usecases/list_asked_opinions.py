"""A bureau's desk (会同): what it was asked about, and what of that still awaits its opinion."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.forwarding import AskedOpinion
from services.intake.store.forwardings import opinions_on, page_of_asked
from services.intake.usecases.context import Caller


async def list_asked_opinions(
    connection: AsyncConnection,
    caller: Caller,
    *,
    waiting: bool | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[AskedOpinion]:
    """List the newest requests first; at most ``limit`` + 1, the last telling that there are more."""
    found = await page_of_asked(
        connection, caller.access, waiting=waiting, after=after, limit=limit + 1
    )
    given = await opinions_on(connection, [application.application_id for application, _ in found])
    # Oldest first, so that the newest of the caller's bureau stays.
    own = {
        opinion.application_id: opinion
        for opinion in given
        if opinion.bureau == caller.access.principal.unit
    }
    return [
        AskedOpinion(
            application=application,
            requested_at=requested_at,
            opinion=own.get(application.application_id),
        )
        for application, requested_at in found
    ]
