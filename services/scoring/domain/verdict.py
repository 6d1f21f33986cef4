"""Explains decisions: the value each criterion was found on, and what is missing for a tier.

It says which machine-checkable conditions are met and how many a person has still to judge. It never
recognises anything, and a fact that is missing leaves its criterion unproven instead of failing it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from services.scoring.domain.checks import Known
from services.scoring.domain.decision import Decision, Outcome, Result
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

    def document(self) -> Mapping[str, Value]:
        """Write the verdict as exact JSON."""
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

    def gap_document(self) -> Mapping[str, Value] | None:
        """Write the gap as exact JSON."""
        gap = self.gap
        if gap is None:
            return None
        return {"criterion_id": gap.criterion_id, "message": gap.message.as_json()}


class TierVerdict(NamedTuple):
    """What was found for one tier, criterion by criterion; a tuple, because four are made for each evaluation."""

    tier: str
    standing: Standing
    outcome: Outcome
    criteria: tuple[CriterionVerdict, ...]
    #: How many only a person can settle.
    left_to_a_person: int
    #: The same as exact JSON; nobody changes it.
    document: Mapping[str, Value]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """List what is missing or not reached, for the applicant."""
        return tuple(one.gap for one in self.criteria if one.gap is not None)


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


#: Plain texts of both, looked up faster than an enumeration gives its value.
_WORDS: Mapping[str, str] = {one: one.value for one in (*Standing, *Outcome)}


def tier_verdict(
    tier: str,
    standing: Standing,
    outcome: Outcome,
    criteria: tuple[CriterionVerdict, ...],
    left_to_a_person: int,
    documents: Sequence[Mapping[str, Value]],
    gaps: Sequence[Mapping[str, Value]],
) -> TierVerdict:
    """Put a tier together; ``documents`` and ``gaps`` say of its criteria what the document repeats."""
    document: Mapping[str, Value] = {
        "tier": tier,
        "standing": _WORDS[standing],
        "outcome": _WORDS[outcome],
        "left_to_a_person": left_to_a_person,
        "criteria": documents,
        "gaps": gaps,
    }
    return TierVerdict(tier, standing, outcome, criteria, left_to_a_person, document)


def absent_tier(tier: str) -> TierVerdict:
    """Say of a tier that the edition does not have it."""
    return tier_verdict(tier, Standing.NOT_IN_EDITION, Outcome.NOT_COVERED, (), 0, [], [])
