"""Record what was filed in the ministry's portal (登记国家平台申报): its number, its time, its PDF, with a receipt.

The portal's time decides whether the filing was in time, whenever it is recorded here before the units close.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import (
    Application,
    Attachment,
    Receipt,
    RevisionCause,
)
from services.intake.domain.branches import require_step_of
from services.intake.domain.lifecycle import Action
from services.intake.domain.national_portal import PortalFiling
from services.intake.domain.portal_errors import PortalNumberTaken, PortalRecordIncomplete
from services.intake.domain.portal_filing import (
    normalised_number,
    record_faults,
    require_filed_in_time,
    require_not_in_future,
)
from services.intake.store.applications import application_for
from services.intake.store.revisions import add_receipt, standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.cut_revision import cut_revision
from services.intake.usecases.edit_draft import lock_editable, save_draft
from services.intake.usecases.issue_receipt import ReceiptKind, event_data, receipt_of
from services.intake.usecases.order_consequences import order_consequences
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.canonical import JsonValue
from shared.etags import require_version
from shared.failpoints import fail_point


async def save_portal_filing(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    filing: PortalFiling,
    expected: frozenset[int],
) -> Application:
    """Keep the portal's number and time in the draft.

    Raises ApplicationNotFound, StaleETag, WindowClosed, IllegalTransition, StepOfOtherBranch, PortalFiledInFuture.
    """
    application = await lock_editable(context, connection, caller, application_id, expected)
    require_step_of(Action.RECORD, context.rules_for(application.round_id, application.tier))
    require_not_in_future(filing.filed_at, now=context.clocks.business())
    filing = replace(filing, number=normalised_number(filing.number))
    return await save_draft(context, connection, caller, application, portal_filing=filing)


async def record_portal_filing(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    expected: frozenset[int],
) -> tuple[Application, Receipt]:
    """Record the filing: from now on its unit reviews it.

    Raises ApplicationNotFound, StaleETag, StepOfOtherBranch, WindowClosed, IllegalTransition,
    PortalRecordIncomplete, PortalFiledLate, PortalNumberTaken.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    attachments = await standing_attachments(connection, application_id)
    filing = _recordable(context, caller, application, attachments)
    application, revision = await cut_revision(
        context, connection, caller, application, RevisionCause.RECORDED
    )
    at = revision.cut_at
    rules = context.rules_for(application.round_id, application.tier)
    receipt = receipt_of(
        caller, application, revision, attachments, kind=ReceiptKind.RECORDED, at=at, rules=rules
    )
    await add_receipt(connection, receipt)
    await fail_point("record.after-receipt")
    recorded = await _recorded(
        connection,
        replace(application, receipt_number=receipt.number, verdict=None),
        caller,
        receipt=receipt,
        data={**event_data(receipt, revision), "portal_filing": filing.as_json()},
    )
    await fail_point("record.after-event")
    await order_consequences(context, connection, recorded, revision, attachments, receipt)
    await fail_point("record.after-outbox")
    return recorded, receipt


def _recordable(
    context: IntakeContext,
    caller: Caller,
    application: Application,
    attachments: Mapping[str, Attachment],
) -> PortalFiling:
    """Give the filing of an application that may be recorded now."""
    rules = context.rules_for(application.round_id, application.tier)
    require_step_of(Action.RECORD, rules)
    require_open_to_enterprises(context, application, caller)
    application.after(Action.RECORD, at=context.clocks.business())
    faults = record_faults(application, rules, attachments)
    filing = application.portal_filing
    if faults or filing is None:
        raise PortalRecordIncomplete(faults=faults)
    require_filed_in_time(filing, rules)
    return filing


async def _recorded(
    connection: AsyncConnection,
    application: Application,
    caller: Caller,
    *,
    receipt: Receipt,
    data: dict[str, JsonValue],
) -> Application:
    try:
        return await take_step(
            connection,
            application,
            Action.RECORD,
            actor=caller.subject,
            at=receipt.submitted_at,
            data=data,
        )
    except IntegrityError as error:
        # One number of the portal stands for one application of a tier and round.
        raise PortalNumberTaken from error
