"""Finalise (定稿): cut a revision of the complete draft and order its printed form.

What is finalised is what will be printed, stamped, scanned and submitted: exactly one revision.
"""

import asyncio
from dataclasses import asdict, dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Revision, RevisionCause
from services.intake.domain.branches import require_step_of
from services.intake.domain.errors import FormIncomplete
from services.intake.domain.lifecycle import Action
from services.intake.domain.printed_form import RevisionMark, printed_form
from services.intake.store.applications import application_for
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.cut_revision import cut_revision
from services.intake.usecases.order_printing import job_of, lost_in_print, order_printing
from services.intake.usecases.pre_check import completeness_of
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.contracts.printing import PrintJob, Unprintable
from shared.etags import require_version


@dataclass(frozen=True, kw_only=True)
class Finalised:
    """The application with its new revision, and what the print of it will lack."""

    application: Application
    revision: Revision
    unprintable: list[Unprintable]


async def finalise_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    expected: frozenset[int],
) -> Finalised:
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
    job = _print_job(context, finalised, revision)
    await order_printing(context, connection, str(revision.printed_document_id), job)
    return Finalised(
        application=finalised,
        revision=revision,
        # Reading the font's table takes a while, once.
        unprintable=await asyncio.to_thread(lost_in_print, job),
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
    return job_of(asdict(printed))
