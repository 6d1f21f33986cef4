"""Read what scoring found about a submission, from scoring itself: intake keeps only the summary."""

from services.intake.domain.errors import VerdictNotThere
from services.intake.store.applications import application_for
from services.intake.usecases.context import Caller, IntakeContext
from shared.contracts.scoring import Assessment
from shared.transactions import Transaction


async def read_verdict(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> Assessment:
    """Read the whole assessment; raise ApplicationNotFound, VerdictNotThere or ServiceUnavailable."""
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    await transaction.release()
    if application.verdict is None:
        raise VerdictNotThere
    assessment = await context.scoring.read_assessment(application.verdict.assessment_id)
    if assessment is None:
        raise VerdictNotThere
    return assessment
