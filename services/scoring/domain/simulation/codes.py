"""Verdict codes: what is found of every criterion and tier, without a word of explanation.

A tier's codes depend on few bits, and most factories share them: they are kept by those bits, so that the
second factory with the same truths costs one look. What is kept is bounded, and nothing depends on it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from services.scoring.domain.decision import Outcome, Result, result_of
from services.scoring.domain.edition import Criterion, Edition, Finding, Kind
from services.scoring.domain.known import Known
from services.scoring.domain.logic import Truth
from services.scoring.domain.simulation.atoms import Atoms, CheckOfBits, Group
from services.scoring.domain.tiers import TIERS

#: Kept findings of one place; past them it begins anew.
MOST_KEPT = 50_000

_FINDINGS: dict[Truth, Finding] = {
    True: Finding.MET,
    False: Finding.NOT_MET,
    None: Finding.UNPROVEN,
}


@dataclass(frozen=True, kw_only=True, eq=False)
class TierCodes:
    """The outcome of one tier and the result of each of its criteria, in the edition's order."""

    tier: str
    outcome: Outcome
    results: tuple[Result, ...]


class TierCoder:
    """One tier's criteria over the bits of an edition's atoms."""

    def __init__(self, tier: str, criteria: Iterable[Criterion], atoms: Atoms) -> None:
        self.tier = tier
        self.criteria = tuple(one for one in criteria if tier in one.tiers)
        #: The bits on which the tier depends.
        self.mask = 0
        for one in self.criteria:
            self.mask |= atoms.mask_of(one)
        self._results = tuple(coder_of(one, atoms) for one in self.criteria)
        self._required = tuple(
            place for place, one in enumerate(self.criteria) if one.kind is Kind.REQUIRED
        )
        self._kept: dict[int, TierCodes] = {}
        self._by_results: dict[tuple[Result, ...], TierCodes] = {}

    def codes(self, bits: int) -> TierCodes:
        """Find the codes for the bits of one factory."""
        own = bits & self.mask
        found = self._kept.get(own)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[own] = self._computed(own)
        return found

    def _computed(self, bits: int) -> TierCodes:
        results = tuple([find(bits) for find in self._results])
        found = self._by_results.get(results)
        if found is None:
            if len(self._by_results) >= MOST_KEPT:
                self._by_results.clear()
            found = self._by_results[results] = self._with_outcome(results)
        return found

    def _with_outcome(self, results: tuple[Result, ...]) -> TierCodes:
        required = {results[place] for place in self._required}
        outcome = Outcome.MET
        if Result.NOT_MET in required:
            outcome = Outcome.NOT_MET
        elif Result.UNPROVEN in required:
            outcome = Outcome.INCOMPLETE
        return TierCodes(tier=self.tier, outcome=outcome, results=results)


class AbsentTier:
    """A tier that the edition does not have: nothing is held against anything."""

    criteria: tuple[Criterion, ...] = ()
    mask = 0

    def __init__(self, tier: str) -> None:
        self.tier = tier
        self._codes = TierCodes(tier=tier, outcome=Outcome.NOT_COVERED, results=())

    def codes(self, _bits: int) -> TierCodes:
        """Say that the tier is not covered."""
        return self._codes


def coders_of(
    edition: Edition, round_id: str | None, atoms: Atoms
) -> tuple[TierCoder | AbsentTier, ...]:
    """Make the coders of all tiers of the scheme, from the lowest up."""
    criteria = edition.all_criteria(round_id)
    return tuple(
        TierCoder(tier, criteria, atoms) if tier in edition.tiers else AbsentTier(tier)
        for tier in TIERS
    )


class EditionCodes:
    """Codes of all tiers under one edition and round, for facts that were read."""

    def __init__(self, edition: Edition, round_id: str | None) -> None:
        criteria = edition.all_criteria(round_id)
        atoms = Atoms(criteria)
        self._groups = tuple(_Kept(group) for group in atoms.groups())
        self._coders = coders_of(edition, round_id, atoms)

    def codes(self, known: Known) -> tuple[TierCodes, ...]:
        """Find the codes of all tiers; derived facts are among the known ones."""
        bits = 0
        for group in self._groups:
            bits |= group.bits_of(known)
        return tuple([coder.codes(bits) for coder in self._coders])


class _Kept:
    """A group that remembers what it found on which values, where these can be looked up."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._facts = group.facts
        self._only = group.facts[0] if len(group.facts) == 1 else None
        self._bits: dict[object, int] = {}

    def bits_of(self, known: Known) -> int:
        # A fact has one type in a catalogue, so that equal values of it are the same value.
        key: object
        if self._only is not None:
            key = known.get(self._only, _ABSENT)
        else:
            key = tuple([known.get(name, _ABSENT) for name in self._facts])
        try:
            return self._bits[key]
        except KeyError:
            if len(self._bits) >= MOST_KEPT:
                self._bits.clear()
            found = self._bits[key] = self._group.bits_of(known)
            return found
        except TypeError:  # a list of records, or a map, cannot be looked up
            return self._group.bits_of(known)


_ABSENT = object()


def coder_of(criterion: Criterion, atoms: Atoms) -> Callable[[int], Result]:
    """Make the function that finds one criterion's result out of the bits."""
    applies = None if criterion.only_when is None else atoms.compiled(criterion.only_when)
    check = None if criterion.check is None else atoms.compiled(criterion.check)
    kept: dict[int, Result] = {}
    return partial(_result, criterion.kind, applies, check, atoms.mask_of(criterion), kept)


def _result(
    kind: Kind,
    applies: CheckOfBits | None,
    check: CheckOfBits | None,
    mask: int,
    kept: dict[int, Result],
    bits: int,
) -> Result:
    own = bits & mask
    found = kept.get(own)
    if found is None:
        found = kept[own] = result_of(
            kind,
            _FINDINGS[applies(own) if applies else True],
            _FINDINGS[check(own) if check else None],
        )
    return found
