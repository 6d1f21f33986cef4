"""Submit (申报): exactly the finalised revision with its stamped scan, inside the window, with a receipt.

Everything that others have to do about it (freezing the documents, assessing the facts) is written to the
outbox in the same transaction: the submission is safe once that commits, whatever else is down.
"""

import secrets
import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import (
    Application,
    Attachment,
    Receipt,
    Revision,
    code_from,
)
from services.intake.domain.document_errors import MaturityReportMissing, ScanMissing, ScanVoid
from services.intake.domain.lifecycle import Action
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for
from services.intake.store.enterprises import read_enterprise
from services.intake.store.outbox import write_outbox
from services.intake.store.revisions import add_receipt, read_revision, standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.pre_check import evaluation_request
from services.intake.usecases.steps import require_open_to_enterprises, take_step
from shared.canonical import JsonValue, canonical_bytes
from shared.contracts.documents import FreezeRequest
from shared.contracts.scoring import AssessmentRequest, AssessmentSubject
from shared.digests import digests_of
from shared.failpoints import fail_point

#: The outbox kinds of what a submission asks of the other services.
FREEZE_DOCUMENT = "freeze-document"
ASSESS = "assess"

#: Makes an assessment's id from what it is about, so that a repeated order is the same order.
_ASSESSMENTS = uuid.UUID("6f2b1c9e-0d54-5d0a-9a3f-6f1f2b7f6c51")


async def submit_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    *,
    revision_number: int,
) -> tuple[Application, Receipt]:
    """Submit one revision.

    Raises ApplicationNotFound, WindowClosed, IllegalTransition, RevisionNotFound, ScanMissing, ScanVoid,
    MaturityReportMissing.
    """
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_open_to_enterprises(context, application, caller)
    at = context.clocks.business()
    application.after(Action.SUBMIT, at=at)
    revision = await read_revision(connection, application_id, revision_number)
    attachments = await standing_attachments(connection, application_id)
    _require_documents(application, revision, attachments)
    closes_at = context.rules_for(
        application.round_id, application.tier
    ).window.enterprise_closes_at
    receipt = _receipt(caller, application, revision, attachments, at=at, closes_at=closes_at)
    await add_receipt(connection, receipt)
    await fail_point("submit.after-receipt")
    submitted = await take_step(
        connection,
        replace(application, receipt_number=receipt.number, verdict=None),
        Action.SUBMIT,
        actor=caller.subject,
        at=at,
        data=_event_data(receipt, revision),
    )
    await fail_point("submit.after-event")
    await _order_freezing(context, connection, submitted, attachments)
    await _order_assessment(context, connection, submitted, revision)
    await fail_point("submit.after-outbox")
    return submitted, receipt


def _event_data(receipt: Receipt, revision: Revision) -> dict[str, JsonValue]:
    return {
        "receipt_number": receipt.number,
        "receipt_sha256": receipt.sha256,
        "revision_number": revision.number,
        "revision_sha256": revision.sha256,
        "arrived_at": receipt.arrived_at.isoformat(),
    }


def _require_documents(
    application: Application, revision: Revision, attachments: dict[str, Attachment]
) -> None:
    """The stamped scan must prove exactly the revision that is submitted."""
    if DocumentKind.MATURITY_REPORT.value not in attachments:
        raise MaturityReportMissing
    scan = attachments.get(DocumentKind.STAMPED_SCAN.value)
    if scan is None:
        raise ScanMissing
    if scan.revision_number != revision.number or revision.number != application.revision_number:
        raise ScanVoid


def _receipt(
    caller: Caller,
    application: Application,
    revision: Revision,
    attachments: dict[str, Attachment],
    *,
    at: datetime,
    closes_at: datetime,
) -> Receipt:
    number = code_from(secrets.token_bytes(16), groups=4)
    content = canonical_bytes(
        {
            "receipt_number": number,
            "application_id": application.application_id,
            "round_id": application.round_id,
            "tier": application.tier.value,
            "credit_code": application.credit_code,
            "unit_code": application.unit_code,
            "revision_number": revision.number,
            "revision_sha256": revision.sha256,
            "revision_sm3": revision.sm3,
            "form_code": revision.form_code,
            "documents": {kind: attached.as_json() for kind, attached in attachments.items()},
            "arrived_at": caller.arrived_at.isoformat(),
            "submitted_at": at.isoformat(),
            "window_closes_at": closes_at.isoformat(),
            "submitted_by": caller.subject,
        }
    )
    digests = digests_of(content)
    return Receipt(
        application_id=application.application_id,
        number=number,
        revision_number=revision.number,
        content=content,
        sha256=digests.sha256,
        sm3=digests.sm3,
        arrived_at=caller.arrived_at,
        submitted_at=at,
    )


async def _order_freezing(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    attachments: dict[str, Attachment],
) -> None:
    for attachment in attachments.values():
        request = FreezeRequest(sha256=attachment.sha256, reason=application.application_id)
        await write_outbox(
            connection,
            kind=FREEZE_DOCUMENT,
            ordering_key=attachment.document_id,
            target_id=f"{attachment.document_id}/{attachment.version_id}",
            body=request.model_dump_json().encode(),
            at=context.clocks.wall(),
        )


async def _order_assessment(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    revision: Revision,
) -> None:
    enterprise = await read_enterprise(connection, application.enterprise_id)
    evaluation = evaluation_request(context, application, enterprise)
    request = AssessmentRequest(
        edition_id=evaluation.edition_id,
        tier=evaluation.tier,
        round_id=evaluation.round_id,
        facts=evaluation.facts,
        subject=AssessmentSubject(
            application_id=application.application_id,
            revision_number=revision.number,
            revision_sha256=revision.sha256,
        ),
    )
    await write_outbox(
        connection,
        kind=ASSESS,
        ordering_key=application.application_id,
        target_id=str(uuid.uuid5(_ASSESSMENTS, f"{application.application_id}/{revision.number}")),
        body=request.model_dump_json().encode(),
        at=context.clocks.wall(),
    )
