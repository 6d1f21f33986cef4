"""Submit (申报): exactly the finalised revision with its stamped scan, inside the window, with a receipt.

Everything that others have to do about it (freezing the documents, assessing the facts, looking into the files) is written to the
outbox in the same transaction: the submission is safe once that commits, whatever else is down.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Receipt
from services.intake.domain.branches import require_step_of
from services.intake.domain.lifecycle import Action
from services.intake.domain.required_documents import require_documents
from services.intake.store.applications import application_for
from services.intake.store.revisions import add_receipt, read_revision, standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.issue_receipt import ReceiptKind, event_data, receipt_of
from services.intake.usecases.order_consequences import order_consequences
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.failpoints import fail_point


async def submit_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    *,
    revision_number: int,
) -> tuple[Application, Receipt]:
    """Submit one revision.

    Raises ApplicationNotFound, StepOfOtherBranch, WindowClosed, IllegalTransition, RevisionNotFound, ScanMissing,
    ScanVoid, MaturityReportMissing, RequiredDocumentMissing.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    rules = context.rules_for(application.round_id, application.tier)
    require_step_of(Action.SUBMIT, rules)
    require_open_to_enterprises(context, application, caller)
    at = context.clocks.business()
    application.after(Action.SUBMIT, at=at)
    revision = await read_revision(connection, application_id, revision_number)
    attachments = await standing_attachments(connection, application_id)
    require_documents(application, revision, rules, attachments)
    receipt = receipt_of(
        caller, application, revision, attachments, kind=ReceiptKind.SUBMITTED, at=at, rules=rules
    )
    await add_receipt(connection, receipt)
    await fail_point("submit.after-receipt")
    submitted = await take_step(
        connection,
        replace(application, receipt_number=receipt.number, verdict=None),
        Action.SUBMIT,
        actor=caller.subject,
        at=at,
        data=event_data(receipt, revision),
    )
    await fail_point("submit.after-event")
    await order_consequences(context, connection, submitted, revision, attachments, receipt)
    await fail_point("submit.after-outbox")
    return submitted, receipt
