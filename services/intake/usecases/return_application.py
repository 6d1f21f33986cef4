"""Return for correction (退回补正): the unit says what to mend, and the enterprise has until its own close.

The notice knows no correction after the close (三（二）1: 申报截止后，系统将关闭申报和修改功能), so there is no
return after it either.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Correction, Decision, RevisionCause
from services.intake.domain.corrections import require_known_places
from services.intake.domain.lifecycle import Action
from services.intake.store.applications import add_decision, application_for
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.cut_revision import cut_if_changed
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
    at = context.clocks.business()
    application.after(Action.RETURN, at=at)
    kept, revision, _ = await cut_if_changed(
        context, connection, caller, application, RevisionCause.RETURNED
    )
    returned = await end_submission(
        connection,
        kept,
        Action.RETURN,
        actor=caller.subject,
        at=at,
        data={
            "corrections": [each.as_json() for each in corrections],
            # What was submitted, and what was returned; hardly ever two.
            "revision_number": application.revision_number,
            "returned_revision_number": revision.number,
        },
    )
    await add_decision(
        connection, _decision(caller, application_id, corrections, at=at, number=revision.number)
    )
    return returned


def _decision(
    caller: Caller,
    application_id: str,
    corrections: Sequence[Correction],
    *,
    at: datetime,
    number: int,
) -> Decision:
    return Decision(
        decision_id=str(uuid.uuid4()),
        application_id=application_id,
        action=Action.RETURN,
        reason="\n".join(each.reason for each in corrections),
        decided_by=caller.subject,
        decided_at=at,
        corrections=tuple(corrections),
        revision_number=number,
    )
