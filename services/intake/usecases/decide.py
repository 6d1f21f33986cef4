"""The officers' single steps: district review and recommendation, the city's review."""

import uuid

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Decision
from services.intake.domain.lifecycle import Action
from services.intake.store.applications import add_decision, application_for
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import require_open_to_units, take_step
from shared.etags import require_version

#: What a recommending unit does, inside its own window.
UNIT_ACTIONS = frozenset({Action.PASS, Action.NOT_PASS, Action.RECOMMEND})


async def decide(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    action: Action,
    *,
    reason: str,
    expected: frozenset[int],
) -> Application:
    """Take one step with its reason on record.

    Raises ApplicationNotFound, StaleETag, UnitWindowClosed, IllegalTransition.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    if action in UNIT_ACTIONS:
        require_open_to_units(context, application, caller)
    at = context.clocks.business()
    moved = await take_step(
        connection, application, action, actor=caller.subject, at=at, data={"reason": reason}
    )
    await add_decision(
        connection,
        Decision(
            decision_id=str(uuid.uuid4()),
            application_id=application_id,
            action=action,
            reason=reason,
            decided_by=caller.subject,
            decided_at=at,
        ),
    )
    return moved
