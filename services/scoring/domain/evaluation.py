"""Holds facts against all tiers of an edition: one in full, the others by what came out of each.

The full verdict is on the tier that was asked for. Of every tier it is told which criteria are not met,
not known, to be judged and not applicable; of the tier above also what is missing, in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.domain.checks import Known
from services.scoring.domain.decision import Decider, Decision, Outcome, Result, outcome_of
from services.scoring.domain.edition import Edition
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.scenes import derive
from services.scoring.domain.verdict import Gap, Verdict, gaps_of, verdict_of


@dataclass(frozen=True, kw_only=True)
class TierOutcome:
    """What came out for one tier; the criteria it does not name are met or informative."""

    tier: str
    outcome: Outcome
    left_to_a_person: int
    not_met: tuple[str, ...]
    unknown: tuple[str, ...]
    to_be_judged: tuple[str, ...]
    not_applicable: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NextTier:
    """The tier above the one asked for, and what the machine found missing for it."""

    tier: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    verdict: Verdict
    #: In the edition's order, from the lowest tier up.
    tiers: tuple[TierOutcome, ...]
    #: None for the highest tier.
    next_tier: NextTier | None


class Evaluator:
    """The tiers of one edition and round, compiled once."""

    def __init__(self, edition: Edition, round_id: str | None) -> None:
        self._edition = edition
        self._round_id = round_id
        self._deciders = {
            tier: Decider(edition.criteria_of(tier, round_id)) for tier in edition.tiers
        }

    def evaluate(self, facts: Mapping[str, FactValue], tier: str) -> Evaluation:
        """Evaluate facts that were read by the edition's catalogue."""
        known = _with_derived(facts, self._edition)
        decisions = {name: one.decide(known) for name, one in self._deciders.items()}
        return Evaluation(
            verdict=verdict_of(
                decisions[tier], known, edition=self._edition, tier=tier, round_id=self._round_id
            ),
            tiers=tuple(_tier_outcome(name, found) for name, found in decisions.items()),
            next_tier=self._next_tier(tier, decisions, known),
        )

    def _next_tier(
        self, tier: str, decisions: Mapping[str, tuple[Decision, ...]], known: Known
    ) -> NextTier | None:
        above = self._edition.tier_above(tier)
        if above is None:
            return None
        return NextTier(tier=above, gaps=gaps_of(decisions[above], known, self._edition))


def _with_derived(facts: Mapping[str, FactValue], edition: Edition) -> Known:
    derived = {
        one.name: derive(one.derivation, facts[one.from_fact], edition.scene_guide)
        for one in edition.derived.values()
        if one.from_fact in facts
    }
    return {**facts, **derived}


def _tier_outcome(tier: str, decisions: tuple[Decision, ...]) -> TierOutcome:
    return TierOutcome(
        tier=tier,
        outcome=outcome_of(decisions),
        left_to_a_person=sum(one.is_left_to_a_person for one in decisions),
        not_met=_named(decisions, Result.NOT_MET),
        unknown=_named(decisions, Result.UNKNOWN),
        to_be_judged=_named(decisions, Result.TO_BE_JUDGED),
        not_applicable=_named(decisions, Result.NOT_APPLICABLE),
    )


def _named(decisions: tuple[Decision, ...], result: Result) -> tuple[str, ...]:
    return tuple(one.criterion.criterion_id for one in decisions if one.result is result)
