"""Records the verdict on one revision of an application, once and for good.

The caller's id makes it safe to repeat: the same request again gives the assessment that stands, even
if its edition is no longer loaded; another request under the same id is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import NO_LABELS, Assessment, KeptBytes, Labels, Subject
from services.scoring.domain.edition_errors import EditionIsDraft
from services.scoring.domain.errors import AssessmentDiffers
from services.scoring.domain.evaluation import Evaluation
from services.scoring.domain.library import Library, Question
from services.scoring.domain.verdict_document import assessment_document, verdict_document
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.assessments import add_assessment, assessment_of
from services.scoring.usecases.issue_receipt import issue_receipt
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of
from shared.event_log import NewEvent, append_event
from shared.failpoints import fail_point


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What is to be recorded, by whom and when."""

    assessment_id: str
    subject: Subject
    question: Question
    #: The request as it came, in JSON.
    request: Mapping[str, JsonValue]
    actor: str
    at: datetime
    labels: Labels = NO_LABELS


async def record_assessment(
    connection: AsyncConnection, library: Library, recording: Recording, signer: ReceiptSigner
) -> tuple[Assessment, bool]:
    """Give the assessment under this id and whether it is new.

    Raises EvaluationInvalid for a request that cannot be evaluated, EditionIsDraft, and AssessmentDiffers for
    a taken id.
    """
    standing = await assessment_of(connection, recording.assessment_id)
    if standing is not None:
        return _same(standing, recording), False
    if library.state_of(recording.question.edition_id).is_draft:
        raise EditionIsDraft
    evaluation = library.evaluate(recording.question)
    assessment = _assessment(recording, evaluation)
    if not await add_assessment(connection, assessment):
        standing = await assessment_of(connection, recording.assessment_id)
        assert standing is not None  # noqa: S101 - rows of assessments are never deleted
        return _same(standing, recording), False
    await fail_point("record-assessment.after-assessment")
    await issue_receipt(connection, signer, assessment, evaluation.edition)
    await fail_point("record-assessment.after-receipt")
    await append_event(connection, _recorded(assessment, evaluation))
    return assessment, True


def _same(standing: Assessment, recording: Recording) -> Assessment:
    """Give the assessment that stands if it answers this very request."""
    try:
        asked = canonical_bytes(recording.request)
    except (TypeError, ValueError):
        # Numbers without an exact form were never recorded, so this is another request.
        raise AssessmentDiffers from None
    if asked != standing.request.content:
        raise AssessmentDiffers
    return standing


def _assessment(recording: Recording, evaluation: Evaluation) -> Assessment:
    subject, request = recording.subject, _kept(recording.request)
    verdict = evaluation.verdict
    document = assessment_document(
        recording.assessment_id,
        subject,
        request_sha256=request.sha256,
        recorded_at=recording.at.isoformat(),
        verdict=verdict_document(evaluation),
    )
    return Assessment(
        assessment_id=recording.assessment_id,
        subject=subject,
        edition_id=evaluation.edition.edition_id,
        tier=verdict.tier,
        outcome=verdict.outcome.value,
        request=request,
        document=_kept(document),
        recorded_at=recording.at,
        recorded_by=recording.actor,
        labels=recording.labels,
    )


def _kept(value: Mapping[str, JsonValue]) -> KeptBytes:
    content = canonical_bytes(value)
    digests = digests_of(content)
    return KeptBytes(content=content, sha256=digests.sha256, sm3=digests.sm3)


def _recorded(assessment: Assessment, evaluation: Evaluation) -> NewEvent:
    return NewEvent(
        aggregate_type="assessment",
        aggregate_id=assessment.assessment_id,
        kind="assessment.recorded",
        data={
            "application_id": assessment.subject.application_id,
            "revision_number": assessment.subject.revision_number,
            "edition_id": assessment.edition_id,
            "edition_hash": evaluation.edition.content_hash.sha256,
            "tier": assessment.tier,
            "outcome": assessment.outcome,
            "left_to_a_person": evaluation.verdict.left_to_a_person,
            "assessment_sha256": assessment.document.sha256,
        },
        actor=assessment.recorded_by,
        at=assessment.recorded_at,
    )
