"""Finalise (定稿): cut a revision of the complete draft and order its printed form.

What is finalised is what will be printed, stamped, scanned and submitted: exactly one revision.
"""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Revision, RevisionCause
from services.intake.domain.branches import require_step_of
from services.intake.domain.errors import FormIncomplete
from services.intake.domain.lifecycle import Action
from services.intake.domain.printed_form import RevisionMark, printed_form
from services.intake.store.applications import application_for
from services.intake.store.outbox import write_outbox
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.cut_revision import cut_revision
from services.intake.usecases.pre_check import completeness_of
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.canonical import as_json_object
from shared.contracts.printing import PrintJob
from shared.etags import require_version

#: The outbox kind of an order to print.
PRINT_FORM = "print-form"


async def finalise_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    expected: frozenset[int],
) -> tuple[Application, Revision]:
    """Cut the next revision.

    Raises ApplicationNotFound, StaleETag, StepOfOtherBranch, WindowClosed, IllegalTransition, FormIncomplete.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    require_step_of(Action.FINALISE, context.rules_for(application.round_id, application.tier))
    require_open_to_enterprises(context, application, caller)
    application.after(Action.FINALISE, at=application.updated_at)
    faults = await completeness_of(context, connection, application)
    if faults:
        raise FormIncomplete(faults=faults)
    application, revision = await cut_revision(
        context, connection, caller, application, RevisionCause.FINALISED
    )
    finalised = await take_step(
        connection,
        application,
        Action.FINALISE,
        actor=caller.subject,
        at=revision.cut_at,
        data={"revision_number": revision.number, "sha256": revision.sha256, "sm3": revision.sm3},
    )
    await _order_printing(context, connection, finalised, revision)
    return finalised, revision


async def _order_printing(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    revision: Revision,
) -> None:
    document_id = str(revision.printed_document_id)
    await write_outbox(
        connection,
        kind=PRINT_FORM,
        ordering_key=document_id,
        target_id=document_id,
        body=_print_job(context, application, revision).model_dump_json().encode(),
        at=context.clocks.wall(),
    )


def _print_job(context: IntakeContext, application: Application, revision: Revision) -> PrintJob:
    loaded = context.round_named(application.round_id)
    printed = printed_form(
        loaded.form_schema.root,
        application.form,
        round_=loaded.round,
        tier=application.tier,
        recommending_unit=context.unit(application.unit_code).name.zh,
        maturity=application.maturity_report,
        mark=RevisionMark(
            application_id=application.application_id,
            revision_number=revision.number,
            revision_sha256=revision.sha256,
            revised_at=revision.cut_at,
            form_code=str(revision.form_code),
        ),
    )
    return PrintJob.model_validate(as_json_object(asdict(printed)))
