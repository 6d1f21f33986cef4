"""会同意见: a partner bureau gives its joint opinion, and may change it until the city has decided."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.forwarding import JointOpinion, Opinion
from services.intake.domain.lifecycle import State
from services.intake.domain.order_errors import BureauNotYours, OpinionNotAsked
from services.intake.store.applications import application_for, save_application
from services.intake.store.forwardings import add_opinion, opinions_on
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import AGGREGATE
from shared.etags import require_version_of_change
from shared.event_log import NewEvent, append_event


async def give_opinion(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    bureau: str,
    *,
    opinion: Opinion,
    reason: str,
    expected: frozenset[int] | None,
) -> JointOpinion:
    """Give an opinion, or change the version that was read; saying the same again changes nothing.

    Raises ApplicationNotFound, BureauNotYours, OpinionNotAsked, MissingIfMatch, StaleETag.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    # The application is seen only by a bureau that was asked, so a token's bureau is one of them.
    if caller.access.principal.unit != bureau:
        raise BureauNotYours
    if application.state is not State.AWAITING_OPINIONS:
        raise OpinionNotAsked
    newest = newest_opinions(await opinions_on(connection, [application_id])).get(bureau)
    if newest is not None and (newest.opinion, newest.reason) == (opinion, reason):
        return newest
    require_version_of_change(newest.version if newest else 0, expected)
    given = JointOpinion(
        application_id=application_id,
        bureau=bureau,
        version=newest.version + 1 if newest else 1,
        opinion=opinion,
        reason=reason,
        given_by=caller.subject,
        given_at=context.clocks.business(),
    )
    await add_opinion(connection, given)
    await save_application(connection, application.touched(at=given.given_at))
    await append_event(connection, _event_of(given))
    return given


async def list_opinions(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> list[JointOpinion]:
    """List every version of the opinions on an application; raise ApplicationNotFound."""
    await application_for(connection, application_id, caller.access)
    return await opinions_on(connection, [application_id])


def newest_opinions(opinions: Sequence[JointOpinion]) -> dict[str, JointOpinion]:
    """Give the opinion that counts of each bureau, from all versions on one application, oldest first."""
    return {opinion.bureau: opinion for opinion in opinions}


def _event_of(given: JointOpinion) -> NewEvent:
    return NewEvent(
        aggregate_type=AGGREGATE,
        aggregate_id=given.application_id,
        kind="application.opinion-given",
        data={
            "bureau": given.bureau,
            "version": given.version,
            "opinion": given.opinion.value,
            "reason": given.reason,
        },
        actor=given.given_by,
        at=given.given_at,
    )
