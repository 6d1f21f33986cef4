"""Holds facts against all tiers of the scheme at once, each in full.

The tier that was asked for is only picked out: what is said of a tier never depends on it. What is said of a
criterion depends on the few facts that it reads, so it is put into words once for their values, and taken from
there for the next factory with the same ones.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from services.scoring.domain.checks import Known
from services.scoring.domain.decision import weighed
from services.scoring.domain.edition import Edition
from services.scoring.domain.explainer import Explained, explainers_of, keys_of
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.scenes import Derivation, derive
from services.scoring.domain.tiers import TIERS
from services.scoring.domain.verdict import (
    Standing,
    TierVerdict,
    absent_tier,
    tier_verdict,
)


class Evaluation(NamedTuple):
    """What was found of one factory."""

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
        self._explainers, criteria = explainers_of(edition.all_criteria(round_id), edition)
        self._reads = frozenset(name for one in self._explainers for name in one.reads)
        order = {one: place for place, one in enumerate(map(id, criteria))}
        self._above = {tier: edition.tier_above(tier) for tier in TIERS}
        self._built = _fact_derived_by(edition, Derivation.SCENES_BUILT)
        self._with_ai = _fact_derived_by(edition, Derivation.SCENES_WITH_AI)
        self._gatherers = tuple(
            _Gatherer(
                tier,
                self._standing(tier),
                [order[id(one)] for one in edition.criteria_of(tier, round_id)],
            )
            if tier in edition.tiers
            else None
            for tier in TIERS
        )

    def evaluate(self, facts: Mapping[str, FactValue], tier: str) -> Evaluation:
        """Evaluate facts that were read by the edition's catalogue, for a tier of the scheme."""
        known = _with_derived(facts, self._edition)
        tiers = self._tiers(known)
        place, above = TIERS.index(tier), self._above[tier]
        return Evaluation(
            edition=self._edition,
            round_id=self._round_id,
            verdict=tiers[place],
            next_tier=None if above is None else tiers[TIERS.index(above)],
            tiers=tiers,
            scenes_built=_count(known, self._built),
            scenes_with_ai=_count(known, self._with_ai),
        )

    def _tiers(self, known: Known) -> tuple[TierVerdict, ...]:
        # What stands for several tiers is decided and put into words once.
        keys = keys_of(known, self._reads)
        # This is the hottest place of an evaluation.
        found = list(chain.from_iterable([one.explained(known, keys) for one in self._explainers]))
        return tuple(
            [
                absent_tier(tier) if gatherer is None else gatherer.gathered(found)
                for tier, gatherer in zip(TIERS, self._gatherers, strict=True)
            ]
        )

    def _standing(self, tier: str) -> Standing:
        is_opened = self._edition.is_opened(tier, self._round_id)
        return Standing.OPEN if is_opened else Standing.NOT_IN_ROUND


class _Gatherer:
    """One tier: picks what was found of its criteria, in the edition's order."""

    def __init__(self, tier: str, standing: Standing, places: list[int]) -> None:
        self._tier = tier
        self._standing = standing
        self._pick = _picking(places)

    def gathered(self, found: Sequence[Explained]) -> TierVerdict:
        picked = self._pick(found)
        # A tier without criteria has no columns.
        verdicts, documents, gaps, weights = zip(*picked, strict=True) if picked else ((),) * 4
        outcome, left = weighed(sum(weights))
        return tier_verdict(
            self._tier,
            self._standing,
            outcome,
            verdicts,
            left,
            list(documents),
            [gap for gap in gaps if gap is not None],
        )


def _picking(places: list[int]) -> Callable[[Sequence[Explained]], tuple[Explained, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    # Of one place alone itemgetter would give the bare item.
    return lambda found: tuple(found[place] for place in places)


def _with_derived(facts: Mapping[str, FactValue], edition: Edition) -> Known:
    derived = {
        one.name: derive(one.derivation, facts[one.from_fact], edition.scene_guide)
        for one in edition.derived.values()
        if one.from_fact in facts
    }
    return {**facts, **derived}


def _fact_derived_by(edition: Edition, derivation: Derivation) -> str | None:
    return next(
        (one.name for one in edition.derived.values() if one.derivation is derivation), None
    )


def _count(known: Known, name: str | None) -> int | None:
    value = None if name is None else known.get(name)
    return value if isinstance(value, int) else None
