"""Criteria that read the same facts, decided and put into words together; kept by the values that they are about.

A value is known by its text and not by what it equals: 2.0 and 2.00 are one number and two texts, and a verdict
says what was stated. What is kept is bounded, and nothing depends on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from services.scoring.domain.check_words import Value
from services.scoring.domain.checks import Known, facts_read_by
from services.scoring.domain.decision import Decider, weight_of
from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.verdict import CriterionVerdict, criterion_verdict_of

#: Kept wordings of one group of criteria; past them it begins anew.
MOST_KEPT = 1000

#: Types of which equal values of one fact are written alike.
_PLAIN = frozenset({bool, int, str, type(None)})

_ABSENT = object()


class Explained(NamedTuple):
    """What was found of one criterion."""

    verdict: CriterionVerdict
    document: Mapping[str, Value]
    #: None where nothing is missing.
    gap: Mapping[str, Value] | None
    #: For the outcome of its tiers.
    weight: int


class Explainer:
    """The criteria of an edition that read the same facts."""

    def __init__(
        self, reads: tuple[str, ...], criteria: Sequence[Criterion], edition: Edition
    ) -> None:
        #: The facts on which everything depends that is said of them.
        self.reads = reads
        self._edition = edition
        self._decider = Decider(criteria)
        self._only = reads[0] if len(reads) == 1 else None
        self._kept: dict[object, tuple[Explained, ...]] = {}

    def explained(self, known: Known, keys: Mapping[str, object]) -> tuple[Explained, ...]:
        """Decide and explain each criterion, in their order; ``keys`` are those of the known facts."""
        key: object
        if self._only is not None:
            key = keys.get(self._only, _ABSENT)
        else:
            key = tuple([keys.get(name, _ABSENT) for name in self.reads])
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._computed(known)
        return found

    def _computed(self, known: Known) -> tuple[Explained, ...]:
        return tuple(
            _explained(criterion_verdict_of(one, known, self._edition), weight_of(one))
            for one in self._decider.decide(known)
        )


def _explained(verdict: CriterionVerdict, weight: int) -> Explained:
    return Explained(
        verdict=verdict,
        document=verdict.document(),
        gap=verdict.gap_document(),
        weight=weight,
    )


def explainers_of(
    criteria: Iterable[Criterion], edition: Edition
) -> tuple[tuple[Explainer, ...], tuple[Criterion, ...]]:
    """Group criteria by the facts that they read; give the groups, and the criteria in the order of the groups."""
    groups: dict[tuple[str, ...], list[Criterion]] = {}
    for one in criteria:
        checks = [check for check in (one.only_when, one.check) if check is not None]
        reads = tuple(dict.fromkeys(name for check in checks for name in facts_read_by(check)))
        groups.setdefault(reads, []).append(one)
    explainers = tuple(Explainer(reads, found, edition) for reads, found in groups.items())
    return explainers, tuple(one for found in groups.values() for one in found)


def keys_of(known: Known, names: Iterable[str]) -> dict[str, object]:
    """Give a key for each known fact of some: equal keys of one fact are read and written alike."""
    # A fact has one type in a catalogue, so that True and 1 never meet here.
    keys: dict[str, object] = {}
    for name in names:
        value = known.get(name, _ABSENT)
        if value.__class__ in _PLAIN:
            keys[name] = value
        elif value is not _ABSENT:
            keys[name] = repr(value)
    return keys
