"""Hand an officer's ruling on the verdict on to scoring, which keeps it: intake knows whose application it is."""

from services.intake.domain.errors import VerdictNotThere
from services.intake.domain.rulings import require_review_time
from services.intake.store.applications import application_for
from services.intake.usecases.context import Caller, IntakeContext
from shared.contracts.rulings import (
    AssessmentVersion,
    AssessmentVersions,
    ForwardedRuling,
    RulingRequest,
)
from shared.transactions import Transaction


async def rule_on_verdict(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    ruling: RulingRequest,
    *,
    expected: frozenset[int],
) -> AssessmentVersion:
    """Rule on one criterion; nothing is kept here, so that asking again after a crash is safe.

    Raises ApplicationNotFound, VerdictNotThere, IllegalTransition, ServiceUnavailable, and what scoring refuses: StaleETag,
    CriterionNotInVerdict, RulingNotOpen.
    """
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    await transaction.release()
    require_review_time(application.state, caller.access.principal.role, "rule-on-verdict")
    if application.verdict is None:
        raise VerdictNotThere
    forwarded = ForwardedRuling(**ruling.model_dump(), on_behalf_of=caller.subject)
    return await context.scoring.rule(
        application.verdict.assessment_id, forwarded, expected=expected
    )


async def list_rulings(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    *,
    after: int,
) -> AssessmentVersions:
    """List what rulings made of the verdict; raise ApplicationNotFound, VerdictNotThere, ServiceUnavailable."""
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    await transaction.release()
    if application.verdict is None:
        raise VerdictNotThere
    return await context.scoring.list_versions(application.verdict.assessment_id, after=after)
