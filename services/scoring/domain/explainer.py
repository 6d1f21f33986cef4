"""One criterion, decided and put into words; the words are kept by the values that they are about.

A value is known by its text and not by what it equals: 2.0 and 2.00 are one number and two texts, and a verdict
says what was stated. What is kept is bounded, and nothing depends on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.scoring.domain.checks import Known, facts_read_by
from services.scoring.domain.decision import Decider, Decision
from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.verdict import CriterionVerdict, criterion_verdict_of

#: Kept wordings of one criterion, or of one tier; past them it begins anew.
MOST_KEPT = 256

#: Types of which equal values of one fact are written alike.
_PLAIN = frozenset({bool, int, str, type(None)})

_ABSENT = object()


@dataclass(frozen=True, kw_only=True, eq=False)
class Explained:
    """What was decided of a criterion, and in which words; the same values give the very same one."""

    decision: Decision
    verdict: CriterionVerdict


class Explainer:
    """One criterion of an edition."""

    def __init__(self, criterion: Criterion, edition: Edition) -> None:
        self._edition = edition
        self._decider = Decider([criterion])
        checks = [check for check in (criterion.only_when, criterion.check) if check is not None]
        #: The facts on which everything depends that is said of the criterion.
        self.reads = tuple(dict.fromkeys(name for check in checks for name in facts_read_by(check)))
        self._only = self.reads[0] if len(self.reads) == 1 else None
        self._kept: dict[object, Explained] = {}

    def explained(self, known: Known, keys: Mapping[str, object]) -> Explained:
        """Decide and explain; ``keys`` are those of the known facts."""
        key: object
        if self._only is not None:
            key = keys.get(self._only, _ABSENT)
        else:
            key = tuple([keys.get(name, _ABSENT) for name in self.reads])
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            [decision] = self._decider.decide(known)
            found = self._kept[key] = Explained(
                decision=decision, verdict=criterion_verdict_of(decision, known, self._edition)
            )
        return found


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
