"""Holds facts against all tiers of the scheme at once, each in full.

The tier that was asked for is only picked out: what is said of a tier never depends on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.domain.checks import Known
from services.scoring.domain.decision import Decider
from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.scenes import Derivation, derive
from services.scoring.domain.tiers import TIERS
from services.scoring.domain.verdict import (
    Standing,
    TierVerdict,
    absent_tier,
    criterion_verdict_of,
    tier_verdict_of,
)


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    edition: Edition
    round_id: str | None
    #: The tier that was asked for.
    verdict: TierVerdict
    #: The one above it: the next that the edition has, else the scheme's next; None for the highest.
    next_tier: TierVerdict | None
    #: All tiers of the scheme, from the lowest up.
    tiers: tuple[TierVerdict, ...]
    #: None when the scenes are not known.
    scenes_built: int | None
    scenes_with_ai: int | None


class Evaluator:
    """The criteria of one edition and round, compiled once."""

    def __init__(self, edition: Edition, round_id: str | None) -> None:
        self._edition = edition
        self._round_id = round_id
        criteria = edition.all_criteria(round_id)
        self._decider = Decider(criteria)
        self._places = {tier: _places_of(tier, criteria) for tier in edition.tiers}

    def evaluate(self, facts: Mapping[str, FactValue], tier: str) -> Evaluation:
        """Evaluate facts that were read by the edition's catalogue, for a tier of the scheme."""
        edition = self._edition
        known = _with_derived(facts, edition)
        tiers = self._tiers(known)
        by_name = {one.tier: one for one in tiers}
        above = edition.tier_above(tier)
        return Evaluation(
            edition=edition,
            round_id=self._round_id,
            verdict=by_name[tier],
            next_tier=None if above is None else by_name[above],
            tiers=tiers,
            scenes_built=_count(known, edition, Derivation.SCENES_BUILT),
            scenes_with_ai=_count(known, edition, Derivation.SCENES_WITH_AI),
        )

    def _tiers(self, known: Known) -> tuple[TierVerdict, ...]:
        # What stands for several tiers is decided and put into words once.
        found = [
            (one, criterion_verdict_of(one, known, self._edition))
            for one in self._decider.decide(known)
        ]
        return tuple(
            tier_verdict_of(tier, self._standing(tier), (found[n] for n in self._places[tier]))
            if tier in self._places
            else absent_tier(tier)
            for tier in TIERS
        )

    def _standing(self, tier: str) -> Standing:
        is_opened = self._edition.is_opened(tier, self._round_id)
        return Standing.OPEN if is_opened else Standing.NOT_IN_ROUND


def _places_of(tier: str, criteria: tuple[Criterion, ...]) -> tuple[int, ...]:
    return tuple(place for place, one in enumerate(criteria) if tier in one.tiers)


def _with_derived(facts: Mapping[str, FactValue], edition: Edition) -> Known:
    derived = {
        one.name: derive(one.derivation, facts[one.from_fact], edition.scene_guide)
        for one in edition.derived.values()
        if one.from_fact in facts
    }
    return {**facts, **derived}


def _count(known: Known, edition: Edition, derivation: Derivation) -> int | None:
    for one in edition.derived.values():
        if one.derivation is derivation:
            value = known.get(one.name)
            return value if isinstance(value, int) else None
    return None
