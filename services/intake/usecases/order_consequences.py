"""What a submission, or the record of a portal's filing, asks of the other services: freeze, assess, look into.

Written to the outbox in the transaction of its cause, so that it is not forgotten whatever is down.
"""

import re
import uuid

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Attachment, Receipt, Revision
from services.intake.domain.form import text_at
from services.intake.store.outbox import write_outbox
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.order_expectations import order_expectations
from services.intake.usecases.pre_check import evaluation_request
from shared.contracts.documents import FreezeRequest
from shared.contracts.scoring import (
    AssessedDocument,
    AssessmentLabels,
    AssessmentRequest,
    AssessmentSubject,
)

#: The outbox kinds of what is asked of the other services.
FREEZE_DOCUMENT = "freeze-document"
ASSESS = "assess"

#: A code of GB/T 4754 from the division down, as scoring takes it.
_INDUSTRY = re.compile(r"[0-9]{2,4}")

#: Makes an assessment's id from what it is about, so that a repeated order is the same order.
_ASSESSMENTS = uuid.UUID("6f2b1c9e-0d54-5d0a-9a3f-6f1f2b7f6c51")


def labels_of(application: Application) -> AssessmentLabels:
    """Say where a filing belongs as it is handed over: its unit, and its industry if the form has a code."""
    industry = text_at(application.form, "applicant", "industry_code")
    is_code = industry is not None and _INDUSTRY.fullmatch(industry) is not None
    return AssessmentLabels(unit_code=application.unit_code, industry=industry if is_code else None)


async def order_consequences(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    revision: Revision,
    attachments: dict[str, Attachment],
    receipt: Receipt,
) -> None:
    """Order all that is to be done about a revision that was submitted or recorded."""
    await order_freezing(context, connection, application, attachments)
    await order_assessment(context, connection, application, revision, attachments)
    await order_expectations(
        context,
        connection,
        application,
        revision,
        attachments,
        submitted_at=receipt.submitted_at,
    )


async def order_freezing(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    attachments: dict[str, Attachment],
) -> None:
    """Order that each attached version be frozen."""
    for attachment in attachments.values():
        await order_freeze(
            context,
            connection,
            document_id=attachment.document_id,
            version_id=attachment.version_id,
            sha256=attachment.sha256,
            reason=application.application_id,
        )


async def order_freeze(
    context: IntakeContext,
    connection: AsyncConnection,
    *,
    document_id: str,
    version_id: str,
    sha256: str,
    reason: str,
) -> None:
    """Order that one version be frozen, for the application or hand-in that ``reason`` names."""
    await write_outbox(
        connection,
        kind=FREEZE_DOCUMENT,
        ordering_key=document_id,
        target_id=f"{document_id}/{version_id}",
        body=FreezeRequest(sha256=sha256, reason=reason).model_dump_json().encode(),
        at=context.clocks.wall(),
    )


async def order_assessment(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    revision: Revision,
    attachments: dict[str, Attachment],
) -> None:
    """Order that the facts of a revision be assessed, once, with the digests of what is attached to it."""
    evaluation = await evaluation_request(context, connection, application)
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
        documents=[
            AssessedDocument(kind=attachment.kind, sha256=attachment.sha256, sm3=attachment.sm3)
            for _, attachment in sorted(attachments.items())
        ],
        labels=labels_of(application),
    )
    await write_outbox(
        connection,
        kind=ASSESS,
        ordering_key=application.application_id,
        target_id=str(uuid.uuid5(_ASSESSMENTS, f"{application.application_id}/{revision.number}")),
        body=request.model_dump_json().encode(),
        at=context.clocks.wall(),
    )
