"""An evaluation as exact JSON: what is answered, hashed and kept.

What stands in records is never taken away or renamed here: records made before a part was added do not
have it, and stay as they are.
"""

from services.scoring.domain.evaluation import Evaluation, TierOutcome
from services.scoring.domain.explanation import Value
from services.scoring.domain.verdict import CriterionVerdict, Gap


def verdict_document(evaluation: Evaluation) -> dict[str, Value]:
    """Write an evaluation down; numbers that matter are strings."""
    verdict, above = evaluation.verdict, evaluation.next_tier
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
        "gaps": [_gap_document(gap) for gap in verdict.gaps],
        "scenes_built": verdict.scenes_built,
        "scenes_with_ai": verdict.scenes_with_ai,
        "tiers": [_tier_document(one) for one in evaluation.tiers],
        "next_tier": (
            None
            if above is None
            else {"tier": above.tier, "gaps": [_gap_document(gap) for gap in above.gaps]}
        ),
    }


def _tier_document(one: TierOutcome) -> dict[str, Value]:
    return {
        "tier": one.tier,
        "outcome": one.outcome.value,
        "left_to_a_person": one.left_to_a_person,
        "not_met": list(one.not_met),
        "unknown": list(one.unknown),
        "to_be_judged": list(one.to_be_judged),
        "not_applicable": list(one.not_applicable),
    }


def _gap_document(gap: Gap) -> dict[str, Value]:
    return {"criterion_id": gap.criterion_id, "message": gap.message.as_json()}


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
