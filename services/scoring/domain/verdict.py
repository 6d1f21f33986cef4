"""Explains the decisions on one tier: the value each criterion was found on, and what is missing.

It says which machine-checkable conditions are met and how many a person has still to judge. It never
recognises anything, and a fact that is missing leaves its criterion open instead of failing it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.scoring.domain.checks import Known
from services.scoring.domain.decision import Decision, Outcome, Result, outcome_of
from services.scoring.domain.edition import Criterion, Edition, Finding
from services.scoring.domain.explanation import Value, explain, gap_message, value_used
from services.scoring.domain.scenes import Derivation
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class CriterionVerdict:
    criterion: Criterion
    result: Result
    value: Value
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Gap:
    criterion_id: str
    message: Text


@dataclass(frozen=True, kw_only=True)
class Verdict:
    edition: Edition
    round_id: str | None
    tier: str
    outcome: Outcome
    left_to_a_person: int
    criteria: tuple[CriterionVerdict, ...]
    gaps: tuple[Gap, ...]
    #: None when the scenes are not known.
    scenes_built: int | None
    scenes_with_ai: int | None


def verdict_of(
    decisions: tuple[Decision, ...],
    known: Known,
    *,
    edition: Edition,
    tier: str,
    round_id: str | None,
) -> Verdict:
    """Put the decisions on one tier into words."""
    return Verdict(
        edition=edition,
        round_id=round_id,
        tier=tier,
        outcome=outcome_of(decisions),
        left_to_a_person=sum(one.is_left_to_a_person for one in decisions),
        criteria=tuple(_criterion_verdict(one, known, edition) for one in decisions),
        gaps=gaps_of(decisions, known, edition),
        scenes_built=_count(known, edition, Derivation.SCENES_BUILT),
        scenes_with_ai=_count(known, edition, Derivation.SCENES_WITH_AI),
    )


def gaps_of(decisions: Iterable[Decision], known: Known, edition: Edition) -> tuple[Gap, ...]:
    """Say what is missing or not reached, for the applicant."""
    return tuple(
        Gap(
            criterion_id=one.criterion.criterion_id,
            message=gap_message(
                one.criterion,
                Finding(one.result.value),
                _reason(one, known, edition),
                edition.wording.gaps,
            ),
        )
        for one in decisions
        if one.is_open
    )


def _criterion_verdict(one: Decision, known: Known, edition: Edition) -> CriterionVerdict:
    # What kept a criterion from applying is what was found of it.
    read = one.criterion.check if one.applies is Finding.MET else one.criterion.only_when
    return CriterionVerdict(
        criterion=one.criterion,
        result=one.result,
        value=value_used(read, known),
        reason=_reason(one, known, edition),
    )


def _reason(one: Decision, known: Known, edition: Edition) -> Text:
    return explain(one.criterion, known, edition, applies=one.applies, finding=one.finding)


def _count(known: Known, edition: Edition, derivation: Derivation) -> int | None:
    for one in edition.derived.values():
        if one.derivation is derivation:
            value = known.get(one.name)
            return value if isinstance(value, int) else None
    return None
