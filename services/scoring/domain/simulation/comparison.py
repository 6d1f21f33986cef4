"""Two editions on the same filing: what each finds for every tier, and what flips between them.

A round's own conditions are held only where both editions state them for the round, so that a flip is the
editions' and never comes of a condition that one of them merely lacks. A tier that one edition does not cover
flips nothing: nothing was held against anything.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.scoring.domain.decision import Outcome, Result
from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.simulation.atoms import Atoms
from services.scoring.domain.simulation.codes import AbsentTier, TierCoder, TierCodes, coders_of
from services.scoring.domain.simulation.columns import Columns, LeftOut, Side
from services.scoring.domain.tiers import TIERS
from shared.text import Text

#: The result of a criterion in an edition that does not ask for it.
NOT_ASKED = "not-asked"

#: The highest tier of a filing for which the conditions are met under no tier.
NO_TIER = "none"

#: Kept comparisons of one round; past them it begins anew.
MOST_KEPT = 50_000

#: What a criterion that only one edition asks for is found, where it makes a difference.
_FALLS_SHORT = frozenset({Result.NOT_MET.value, Result.UNPROVEN.value})

Coder = TierCoder | AbsentTier


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One criterion of one tier that is found otherwise."""

    tier: str
    criterion_id: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Shift:
    """The outcome of one tier before and after."""

    tier: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """What two editions find of a filing; filings of which they find the same share it."""

    outcomes: tuple[Shift, ...]
    highest: tuple[str, str]
    flips: tuple[Flip, ...]
    #: The outcomes that flip.
    shifts: tuple[Shift, ...]
    #: What flips, as canonical JSON; None when nothing does.
    told: str | None


class Comparer:
    """Compares two editions on filings, as they were sent."""

    def __init__(self, base: Edition, other: Edition) -> None:
        self._editions = (base, other)
        first = Atoms(_all_criteria(base))
        second = Atoms(_all_criteria(other), first_bit=first.next_bit)
        self._atoms = (first, second)
        self._columns = Columns(
            [Side(edition=base, atoms=first), Side(edition=other, atoms=second)]
        )
        self._of_round: dict[str | None, _RoundComparer] = {}

    def shares_conditions(self, round_id: str | None) -> bool:
        """Tell whether both editions state the round's own conditions."""
        return round_id is not None and all(round_id in one.conditions for one in self._editions)

    def compare(
        self, facts: Mapping[str, object], round_id: str | None
    ) -> tuple[Compared, tuple[LeftOut, ...]]:
        """Compare both editions on one filing; give what was left out of its facts, too."""
        bits, left_out = self._columns.read(facts)
        return self._comparer_of(round_id).compared(bits), left_out

    def codes(
        self, facts: Mapping[str, object], round_id: str | None
    ) -> tuple[tuple[TierCodes, ...], tuple[TierCodes, ...]]:
        """Give what each edition finds, code by code."""
        bits, _ = self._columns.read(facts)
        return self._comparer_of(round_id).codes(bits)

    def titles(self) -> dict[tuple[str, str], Text]:
        """Name each criterion of a tier, as the later edition does where it has it."""
        return {
            (tier, one.criterion_id): one.title
            for edition in self._editions
            for one in _all_criteria(edition)
            for tier in one.tiers
        }

    def _comparer_of(self, round_id: str | None) -> "_RoundComparer":
        shared = round_id if self.shares_conditions(round_id) else None
        found = self._of_round.get(shared)
        if found is None:
            coders = [
                coders_of(edition, shared, atoms)
                for edition, atoms in zip(self._editions, self._atoms, strict=True)
            ]
            found = self._of_round[shared] = _RoundComparer(coders[0], coders[1])
        return found


class _RoundComparer:
    def __init__(self, base: Sequence[Coder], other: Sequence[Coder]) -> None:
        self._base = tuple(base)
        self._other = tuple(other)
        self._mask = 0
        for coder in (*self._base, *self._other):
            self._mask |= coder.mask
        self._by_bits: dict[int, Compared] = {}
        self._by_codes: dict[tuple[TierCodes, ...], Compared] = {}

    def codes(self, bits: int) -> tuple[tuple[TierCodes, ...], tuple[TierCodes, ...]]:
        return (
            tuple([coder.codes(bits) for coder in self._base]),
            tuple([coder.codes(bits) for coder in self._other]),
        )

    def compared(self, bits: int) -> Compared:
        own = bits & self._mask
        found = self._by_bits.get(own)
        if found is None:
            if len(self._by_bits) >= MOST_KEPT:
                self._by_bits.clear()
            found = self._by_bits[own] = self._of_codes(own)
        return found

    def _of_codes(self, bits: int) -> Compared:
        before, after = self.codes(bits)
        key = (*before, *after)
        found = self._by_codes.get(key)
        if found is None:
            if len(self._by_codes) >= MOST_KEPT:
                self._by_codes.clear()
            found = self._by_codes[key] = self._compared(before, after)
        return found

    def _compared(
        self, before: tuple[TierCodes, ...], after: tuple[TierCodes, ...]
    ) -> Compared:
        outcomes = tuple(
            Shift(tier=tier, before=one.outcome.value, after=other.outcome.value)
            for tier, one, other in zip(TIERS, before, after, strict=True)
        )
        flips: list[Flip] = []
        for place, tier in enumerate(TIERS):
            one, other = before[place], after[place]
            if Outcome.NOT_COVERED not in (one.outcome, other.outcome):
                found = _results(self._base[place], one), _results(self._other[place], other)
                flips.extend(_flips(tier, *found))
        shifts = tuple(
            one
            for one in outcomes
            if one.before != one.after and Outcome.NOT_COVERED.value not in (one.before, one.after)
        )
        return Compared(
            outcomes=outcomes,
            highest=(_highest(before), _highest(after)),
            flips=tuple(flips),
            shifts=shifts,
            told=_told(shifts, flips) if shifts or flips else None,
        )


def _all_criteria(edition: Edition) -> tuple[Criterion, ...]:
    of_rounds = [one for each in edition.conditions.values() for one in each.criteria]
    return (*edition.criteria, *of_rounds)


def _results(coder: Coder, codes: TierCodes) -> dict[str, str]:
    return {
        one.criterion_id: result.value
        for one, result in zip(coder.criteria, codes.results, strict=True)
    }


def _flips(tier: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Flip]:
    found = []
    for criterion_id in dict.fromkeys((*before, *after)):
        one, other = before.get(criterion_id, NOT_ASKED), after.get(criterion_id, NOT_ASKED)
        is_asked_twice = NOT_ASKED not in (one, other)
        if one != other and (is_asked_twice or not _FALLS_SHORT.isdisjoint((one, other))):
            found.append(Flip(tier=tier, criterion_id=criterion_id, before=one, after=other))
    return found


def _highest(codes: Sequence[TierCodes]) -> str:
    met = [one.tier for one in codes if one.outcome is Outcome.MET]
    return met[-1] if met else NO_TIER


def _told(shifts: Sequence[Shift], flips: Sequence[Flip]) -> str:
    # Plain names and codes alone: sorted keys without spaces are their canonical form.
    return json.dumps(
        {"criteria": [vars(one) for one in flips], "outcomes": [vars(one) for one in shifts]},
        sort_keys=True,
        separators=(",", ":"),
    )
