"""What the enterprise undoes itself, while its window is open: take back (撤回) and withdraw (撤销申报).

Nothing is erased: revisions, receipts and files stay on record, and the stamped scan is void.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.lifecycle import Action
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for
from services.intake.store.revisions import void_attachment
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.canonical import JsonValue
from shared.etags import require_version


async def take_back_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    expected: frozenset[int],
) -> Application:
    """Make a submission a draft again.

    Raises ApplicationNotFound, StaleETag, WindowClosed, IllegalTransition.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    require_open_to_enterprises(context, application, caller)
    return await end_submission(
        connection,
        application,
        Action.TAKE_BACK,
        actor=caller.subject,
        at=context.clocks.business(),
        data={},
    )


async def withdraw_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    *,
    reason: str | None,
    expected: frozenset[int],
) -> Application:
    """Give an application up; the factory may start another of its tier.

    Raises ApplicationNotFound, StaleETag, WindowClosed, IllegalTransition.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    require_open_to_enterprises(context, application, caller)
    return await end_submission(
        connection,
        application,
        Action.WITHDRAW,
        actor=caller.subject,
        at=context.clocks.business(),
        data={"reason": reason},
    )


async def end_submission(
    connection: AsyncConnection,
    application: Application,
    action: Action,
    *,
    actor: str,
    at: datetime,
    data: dict[str, JsonValue],
) -> Application:
    """Take a step after which nothing is submitted any more; raise IllegalTransition.

    The event keeps which receipt stood, so that the record tells what was given up.
    """
    application.after(action, at=at)
    voided = await void_attachment(
        connection, application.application_id, DocumentKind.STAMPED_SCAN.value, at=at
    )
    return await take_step(
        connection,
        application.without_submission(),
        action,
        actor=actor,
        at=at,
        data={
            "receipt_number": application.receipt_number,
            "revision_number": application.revision_number,
            "scan_voided": voided,
            **data,
        },
    )
