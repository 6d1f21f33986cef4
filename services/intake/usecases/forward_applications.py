"""择优推荐: the city forwards to the ministry, in order, what has been through the joint opinions."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.branches import require_step_of
from services.intake.domain.forwarding import Forwarding, require_ready
from services.intake.domain.lifecycle import Action
from services.intake.domain.tiers import Tier
from services.intake.store.applications import lock_applications
from services.intake.store.forwardings import add_forwarding, opinions_on, read_forwarding
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import take_step
from shared.canonical import JsonValue
from shared.event_log import NewEvent, append_event


async def forward_applications(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
    application_ids: Sequence[str],
) -> Forwarding:
    """Forward all of them or none, once a tier and round.

    Raises RoundNotFound, TierNotOffered, StepOfOtherBranch, NotReadyToForward, AlreadyForwarded.
    """
    rules = context.rules_for(round_id, tier)
    require_step_of(Action.FORWARD, rules)
    locked = {
        application.application_id: application
        for application in await lock_applications(connection, application_ids)
    }
    require_ready(
        application_ids,
        locked,
        await _bureaus_that_answered(connection, application_ids),
        round_id=round_id,
        tier=tier,
        bureaus=[bureau.code for bureau in rules.bureaus],
    )
    forwarding = Forwarding(
        forwarding_id=str(uuid.uuid4()),
        round_id=round_id,
        tier=tier,
        application_ids=tuple(application_ids),
        forwarded_by=caller.subject,
        forwarded_at=context.clocks.business(),
    )
    await add_forwarding(connection, forwarding)
    await append_event(connection, _event_of(forwarding))
    await _move_all(connection, locked, forwarding)
    return forwarding


async def _bureaus_that_answered(
    connection: AsyncConnection, application_ids: Sequence[str]
) -> dict[str, set[str]]:
    answered: dict[str, set[str]] = {}
    for opinion in await opinions_on(connection, application_ids):
        answered.setdefault(opinion.application_id, set()).add(opinion.bureau)
    return answered


async def _move_all(
    connection: AsyncConnection, locked: Mapping[str, Application], forwarding: Forwarding
) -> None:
    for place, application_id in enumerate(forwarding.application_ids, start=1):
        await take_step(
            connection,
            locked[application_id],
            Action.FORWARD,
            actor=forwarding.forwarded_by,
            at=forwarding.forwarded_at,
            data={"forwarding_id": forwarding.forwarding_id, "place": place},
        )


async def open_forwarding(connection: AsyncConnection, forwarding_id: str) -> Forwarding:
    """Read a forwarding; raise ForwardingNotFound."""
    return await read_forwarding(connection, forwarding_id)


def _event_of(forwarding: Forwarding) -> NewEvent:
    application_ids: list[JsonValue] = list(forwarding.application_ids)
    return NewEvent(
        aggregate_type="forwarding",
        aggregate_id=forwarding.forwarding_id,
        kind="forwarding.made",
        data={
            "round_id": forwarding.round_id,
            "tier": forwarding.tier.value,
            "application_ids": application_ids,
        },
        actor=forwarding.forwarded_by,
        at=forwarding.forwarded_at,
    )
