"""A verdict as exact JSON: what is answered, hashed and kept."""

from services.scoring.domain.explanation import Value
from services.scoring.domain.verdict import CriterionVerdict, Verdict


def verdict_document(verdict: Verdict) -> dict[str, Value]:
    """Write a verdict down; numbers that matter are strings."""
    edition, round_id = verdict.edition, verdict.round_id
    conditions = edition.conditions[round_id] if round_id is not None else None
    return {
        "edition_id": edition.edition_id,
        "edition_hash": edition.content_hash.sha256,
        "round_id": round_id,
        "conditions_hash": None if conditions is None else conditions.content_hash.sha256,
        "tier": verdict.tier,
        "outcome": verdict.outcome.value,
        "left_to_a_person": verdict.left_to_a_person,
        "criteria": [_criterion_document(one) for one in verdict.criteria],
        "gaps": [
            {"criterion_id": gap.criterion_id, "message": gap.message.as_json()}
            for gap in verdict.gaps
        ],
        "scenes_built": verdict.scenes_built,
        "scenes_with_ai": verdict.scenes_with_ai,
    }


def _criterion_document(one: CriterionVerdict) -> dict[str, Value]:
    criterion = one.criterion
    return {
        "criterion_id": criterion.criterion_id,
        "kind": criterion.kind.value,
        "title": criterion.title.as_json(),
        "result": one.result.value,
        "value": one.value,
        "requirement": criterion.requirement.as_json(),
        "clause": criterion.clause.as_json(),
        "source": {"title": criterion.source.title, "url": criterion.source.url},
        "certainty": criterion.certainty.value,
        "reason": one.reason.as_json(),
    }
