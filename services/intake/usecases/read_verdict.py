"""Read what scoring found about a submission, from scoring itself: intake keeps only the summary."""

from typing import TypeVar

from services.intake.domain.errors import VerdictNotThere
from services.intake.store.applications import application_for
from services.intake.usecases.context import Caller, IntakeContext
from shared.contracts.scoring import Assessment
from shared.transactions import Transaction

Found = TypeVar("Found")


async def read_verdict(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> Assessment:
    """Read the whole assessment; raise ApplicationNotFound, VerdictNotThere or ServiceUnavailable."""
    assessment_id = await _assessment_of(transaction, caller, application_id)
    return _there(await context.scoring.read_assessment(assessment_id))


async def read_verdict_receipt(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> bytes:
    """Read the signed receipt of the assessment, byte for byte; raises as read_verdict does."""
    assessment_id = await _assessment_of(transaction, caller, application_id)
    return _there(await context.scoring.read_receipt(assessment_id))


async def read_verdict_receipt_as_pdf(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> bytes:
    """Read the page of the receipt; raises as read_verdict does."""
    assessment_id = await _assessment_of(transaction, caller, application_id)
    return _there(await context.scoring.read_receipt_as_pdf(assessment_id))


async def _assessment_of(transaction: Transaction, caller: Caller, application_id: str) -> str:
    """Find the assessment of what was submitted, and end the transaction before scoring is asked."""
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    await transaction.release()
    if application.verdict is None:
        raise VerdictNotThere
    return application.verdict.assessment_id


def _there(found: Found | None) -> Found:
    if found is None:
        raise VerdictNotThere
    return found
