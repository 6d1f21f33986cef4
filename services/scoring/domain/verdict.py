"""Explains decisions: the value each criterion was found on, and what is missing for a tier.

It says which machine-checkable conditions are met and how many a person has still to judge. It never
recognises anything, and a fact that is missing leaves its criterion unproven instead of failing it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from services.scoring.domain.checks import Known
from services.scoring.domain.decision import Decision, Outcome, Result, outcome_of
from services.scoring.domain.edition import Criterion, Edition, Finding
from services.scoring.domain.explanation import Value, explain, gap_message, value_used
from shared.text import Text


class Standing(StrEnum):
    """Whether a tier can be applied for at all where the question was asked."""

    #: The round opens it; without a round, the edition has it.
    OPEN = "open"
    #: The round does not open it: it is told under the edition all the same, for orientation.
    NOT_IN_ROUND = "not-in-round"
    #: The edition does not have it, so that there is nothing to hold facts against.
    NOT_IN_EDITION = "not-in-edition"


@dataclass(frozen=True, kw_only=True)
class Gap:
    criterion_id: str
    message: Text


@dataclass(frozen=True, kw_only=True)
class CriterionVerdict:
    criterion: Criterion
    result: Result
    value: Value
    reason: Text
    #: What the applicant is told to be missing, if anything.
    gap: Gap | None
    is_left_to_a_person: bool

    @cached_property
    def document(self) -> Mapping[str, Value]:
        """The verdict as exact JSON, written once; nobody changes it."""
        criterion = self.criterion
        return {
            "criterion_id": criterion.criterion_id,
            "kind": criterion.kind.value,
            "title": criterion.title.as_json(),
            "result": self.result.value,
            "value": self.value,
            "requirement": criterion.requirement.as_json(),
            "clause": criterion.clause.as_json(),
            "source": {"title": criterion.source.title, "url": criterion.source.url},
            "certainty": criterion.certainty.value,
            "reason": self.reason.as_json(),
        }


@dataclass(frozen=True, kw_only=True)
class TierVerdict:
    """What was found for one tier, criterion by criterion."""

    tier: str
    standing: Standing
    outcome: Outcome
    criteria: tuple[CriterionVerdict, ...]

    @property
    def left_to_a_person(self) -> int:
        """Count what only a person can settle."""
        return sum(one.is_left_to_a_person for one in self.criteria)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """List what is missing or not reached, for the applicant."""
        return tuple(one.gap for one in self.criteria if one.gap is not None)

    @cached_property
    def document(self) -> Mapping[str, Value]:
        """The verdict as exact JSON, written once; nobody changes it."""
        return {
            "tier": self.tier,
            "standing": self.standing.value,
            "outcome": self.outcome.value,
            "left_to_a_person": self.left_to_a_person,
            "criteria": [one.document for one in self.criteria],
            "gaps": [
                {"criterion_id": gap.criterion_id, "message": gap.message.as_json()}
                for gap in self.gaps
            ],
        }


def criterion_verdict_of(one: Decision, known: Known, edition: Edition) -> CriterionVerdict:
    """Put one decision into words."""
    criterion = one.criterion
    # What kept a criterion from applying is what was found of it.
    read = criterion.check if one.applies is Finding.MET else criterion.only_when
    reason = explain(criterion, known, edition, applies=one.applies, finding=one.finding)
    gap = one.gap
    return CriterionVerdict(
        criterion=criterion,
        result=one.result,
        value=value_used(read, known),
        reason=reason,
        gap=None
        if gap is None
        else Gap(
            criterion_id=criterion.criterion_id,
            message=gap_message(criterion, gap, reason, edition.wording.gaps),
        ),
        is_left_to_a_person=one.is_left_to_a_person,
    )


def tier_verdict_of(
    tier: str, standing: Standing, found: Iterable[tuple[Decision, CriterionVerdict]]
) -> TierVerdict:
    """Gather what was found for a tier that the edition has."""
    pairs = tuple(found)
    return TierVerdict(
        tier=tier,
        standing=standing,
        outcome=outcome_of(decision for decision, _ in pairs),
        criteria=tuple(verdict for _, verdict in pairs),
    )


def absent_tier(tier: str) -> TierVerdict:
    """Say of a tier that the edition does not have it."""
    return TierVerdict(
        tier=tier, standing=Standing.NOT_IN_EDITION, outcome=Outcome.NOT_COVERED, criteria=()
    )
