"""An evaluation as exact JSON: what is answered, hashed and kept.

What is kept is never written again, so a change of this form leaves older records as they are:
``shared.contracts.earlier_verdicts`` says how they read, and ``tests/scoring/records/`` holds one of each.
"""

from services.scoring.domain.assessment import Subject
from services.scoring.domain.evaluation import Evaluation
from services.scoring.domain.explanation import Value


def assessment_document(
    assessment_id: str,
    subject: Subject,
    *,
    request_sha256: str,
    recorded_at: str,
    verdict: dict[str, Value],
) -> dict[str, Value]:
    """Write an assessment down; its canonical bytes are what is hashed and kept."""
    return {
        "assessment_id": assessment_id,
        "subject": {
            "application_id": subject.application_id,
            "revision_number": subject.revision_number,
            "revision_sha256": subject.revision_sha256,
        },
        "request_sha256": request_sha256,
        "recorded_at": recorded_at,
        "verdict": verdict,
    }


def verdict_document(evaluation: Evaluation) -> dict[str, Value]:
    """Write an evaluation down; numbers that matter are strings."""
    edition, round_id = evaluation.edition, evaluation.round_id
    conditions = edition.conditions[round_id] if round_id is not None else None
    tiers = {one.tier: one.document for one in evaluation.tiers}
    above = evaluation.next_tier
    return {
        "edition_id": edition.edition_id,
        "edition_hash": edition.content_hash.sha256,
        "round_id": round_id,
        "conditions_hash": None if conditions is None else conditions.content_hash.sha256,
        "scenes_built": evaluation.scenes_built,
        "scenes_with_ai": evaluation.scenes_with_ai,
        **tiers[evaluation.verdict.tier],
        "tiers": list(tiers.values()),
        "next_tier": None
        if above is None
        else {name: tiers[above.tier][name] for name in ("tier", "standing", "gaps")},
    }
