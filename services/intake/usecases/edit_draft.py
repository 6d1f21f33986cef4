"""Edit a draft: autosave of the form and the figures of the maturity report.

Autosave overwrites the draft and leaves no event, unless it cuts a revision because the newest one is ten minutes
old. Editing what was finalised opens it again: its revision stays on record, the stamped scan of it is void. Saving there
 what already stands changes nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, MaturityReport, RevisionCause
from services.intake.domain.errors import FormFaulty, IllegalTransition
from services.intake.domain.form import Form, Json
from services.intake.domain.form_schema import FieldKind, FormNode
from services.intake.domain.lifecycle import EDITABLE, Action, State
from services.intake.domain.revisions import is_due
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for, save_application
from services.intake.store.revisions import void_attachment
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.cut_revision import cut_if_changed
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.errors import Fault
from shared.etags import require_version
from shared.merge_patch import MAX_DEPTH, depth_of, merge
from shared.text import Text

_TOO_DEEP = Text(zh="嵌套过深", en="is nested too deeply")


async def save_form(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    patch: dict[str, Any],
    expected: frozenset[int],
) -> Application:
    """Apply a merge patch (RFC 7396) to the draft's form.

    Raises ApplicationNotFound, StaleETag, WindowClosed, IllegalTransition, FormFaulty.
    """
    application = await lock_editable(context, connection, caller, application_id, expected)
    if depth_of(patch) > MAX_DEPTH:
        raise FormFaulty(faults=[Fault(pointer="", code="too-deep", message=_TOO_DEEP)])
    form = merge(dict(application.form), patch)
    schema = context.round_named(application.round_id).form_schema
    # What the patch does not touch was checked when it was saved.
    faults = schema.draft_faults(touched(schema.root, form, patch))
    if faults:
        raise FormFaulty(faults=faults)
    if application.state is State.FINALISED and form == application.form:
        return application
    return await save_draft(context, connection, caller, application, form=form)


def touched(node: FormNode, form: Form, patch: Mapping[str, Any]) -> Form:
    """Cut a form down to the fields that a patch touched.

    Fields of a group do not bear on one another in a draft. A list is kept whole, for the number of its
    entries, and so is a group whose texts are counted together.
    """
    if node.kind is not FieldKind.GROUP or node.max_characters is not None:
        return form
    cut: dict[str, Json] = {}
    for name, change in patch.items():
        child, value = node.child(name), form.get(name)
        if child is not None and isinstance(value, Mapping) and isinstance(change, Mapping):
            cut[name] = touched(child, value, change)
        elif name in form:
            cut[name] = value
    return cut


async def record_maturity_report(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    report: MaturityReport,
    expected: frozenset[int],
) -> Application:
    """Keep the figures of the maturity report as the enterprise typed them.

    Raises ApplicationNotFound, StaleETag, WindowClosed, IllegalTransition.
    """
    application = await lock_editable(context, connection, caller, application_id, expected)
    if application.state is State.FINALISED and report == application.maturity_report:
        return application
    return await save_draft(context, connection, caller, application, maturity_report=report)


async def lock_editable(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    expected: frozenset[int] | None,
) -> Application:
    """Lock an application that its enterprise may edit now.

    ``expected`` None leaves the version unchecked, for changes that cannot overwrite another's.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    if expected is not None:
        require_version(application.version, expected)
    require_open_to_enterprises(context, application, caller)
    if application.state not in EDITABLE:
        raise IllegalTransition.of(application.state, "edit")
    return application


async def opened_again(
    context: IntakeContext, connection: AsyncConnection, caller: Caller, application: Application
) -> Application:
    """Open a locked application again if it was finalised; its stamped scan is void."""
    if application.state is not State.FINALISED:
        return application
    at = context.clocks.business()
    voided = await void_attachment(
        connection, application.application_id, DocumentKind.STAMPED_SCAN.value, at=at
    )
    return await take_step(
        connection,
        application,
        Action.REOPEN,
        actor=caller.subject,
        at=at,
        data={"revision_number": application.revision_number, "scan_voided": voided},
    )


async def save_draft(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application: Application,
    **changes: Any,  # noqa: ANN401 - fields of an application
) -> Application:
    """Overwrite fields of a locked draft, and keep what it says now as a revision once that is due."""
    at = context.clocks.business()
    application = await opened_again(context, connection, caller, application)
    saved = replace(application, **changes).touched(at=at)
    if is_due(saved, at):
        saved, _, _ = await cut_if_changed(
            context, connection, caller, saved, RevisionCause.AUTOSAVED
        )
    await save_application(connection, saved)
    return saved
