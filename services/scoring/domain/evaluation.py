"""Holds facts against all tiers of the scheme at once, each in full.

The tier that was asked for is only picked out: what is said of a tier never depends on it. What is said of a
criterion depends on the few facts that it reads, so it is put into words once for their values, and taken from
there for the next factory with the same ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.scoring.domain.checks import Known
from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.explainer import MOST_KEPT, Explained, Explainer, keys_of
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.scenes import Derivation, derive
from services.scoring.domain.tiers import TIERS
from services.scoring.domain.verdict import (
    Standing,
    TierVerdict,
    absent_tier,
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
        self._explainers = tuple(Explainer(one, edition) for one in criteria)
        self._reads = frozenset(name for one in self._explainers for name in one.reads)
        self._tiers_of = tuple(
            _Gatherer(tier, _places_of(tier, criteria), self._standing(tier))
            if tier in edition.tiers
            else None
            for tier in TIERS
        )

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
        keys = keys_of(known, self._reads)
        found = [explainer.explained(known, keys) for explainer in self._explainers]
        return tuple(
            absent_tier(tier) if gatherer is None else gatherer.gathered(found)
            for tier, gatherer in zip(TIERS, self._tiers_of, strict=True)
        )

    def _standing(self, tier: str) -> Standing:
        is_opened = self._edition.is_opened(tier, self._round_id)
        return Standing.OPEN if is_opened else Standing.NOT_IN_ROUND


class _Gatherer:
    """One tier: gathers what was found of its criteria."""

    def __init__(self, tier: str, places: tuple[int, ...], standing: Standing) -> None:
        self._tier = tier
        self._places = places
        self._standing = standing
        self._kept: dict[tuple[Explained, ...], TierVerdict] = {}

    def gathered(self, found: Sequence[Explained]) -> TierVerdict:
        own = tuple([found[place] for place in self._places])
        verdict = self._kept.get(own)
        if verdict is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            pairs = [(one.decision, one.verdict) for one in own]
            verdict = self._kept[own] = tier_verdict_of(self._tier, self._standing, pairs)
        return verdict


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
