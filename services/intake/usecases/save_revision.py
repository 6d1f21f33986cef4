"""Save (保存): keep what the draft says now as a revision, complete or not."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Revision, RevisionCause
from services.intake.domain.lifecycle import State
from services.intake.store.applications import save_application
from services.intake.store.revisions import read_revision
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.cut_revision import cut_if_changed
from services.intake.usecases.edit_draft import lock_editable


async def save_revision(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    expected: frozenset[int],
) -> tuple[Application, Revision, bool]:
    """Cut a revision of the draft unless the newest one says the same; tell whether one was cut.

    What is finalised is kept already: its revision is given, and its stamped scan stays good.
    Raises ApplicationNotFound, StaleETag, WindowClosed, IllegalTransition.
    """
    application = await lock_editable(context, connection, caller, application_id, expected)
    if application.state is State.FINALISED:
        newest = await read_revision(connection, application_id, application.revision_number)
        return application, newest, False
    saved, revision, is_new = await cut_if_changed(
        context, connection, caller, application, RevisionCause.SAVED
    )
    if is_new:
        saved = saved.touched(at=revision.cut_at)
        await save_application(connection, saved)
    return saved, revision, is_new
