"""Return for correction (退回补正): the unit says what to mend, and the enterprise has until its own close.

The notice knows no correction after the close (三（二）1: 申报截止后，系统将关闭申报和修改功能), so there is no
return after it either.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Correction, Decision
from services.intake.domain.corrections import require_known_places
from services.intake.domain.lifecycle import Action
from services.intake.store.applications import add_decision, application_for
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.give_up_submission import end_submission
from services.intake.usecases.steps import require_open_to_enterprises
from shared.etags import require_version


async def return_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    *,
    corrections: Sequence[Correction],
    expected: frozenset[int],
) -> Application:
    """Give a submission back to its enterprise; its stamped scan is void.

    Raises ApplicationNotFound, StaleETag, CorrectionPlaceUnknown, WindowClosed, IllegalTransition.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    require_known_places(context.round_named(application.round_id).form_schema.root, corrections)
    require_open_to_enterprises(context, application, caller)
    decision = Decision(
        decision_id=str(uuid.uuid4()),
        application_id=application_id,
        action=Action.RETURN,
        reason="\n".join(each.reason for each in corrections),
        decided_by=caller.subject,
        decided_at=context.clocks.business(),
        corrections=tuple(corrections),
    )
    returned = await end_submission(
        connection,
        application,
        Action.RETURN,
        actor=decision.decided_by,
        at=decision.decided_at,
        data={"corrections": [each.as_json() for each in corrections]},
    )
    await add_decision(connection, decision)
    return returned
