"""Two editions on the same filing: what each finds for every tier, and what flips between them.

A round's own conditions are held only where both editions state them for the round, so that a flip is the
editions' and never comes of a condition that one of them merely lacks. A tier that one edition does not cover
flips nothing: nothing was held against anything.
"""

import json
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.scoring.domain.decision import Outcome, Result
from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.simulation.atoms import Atoms
from services.scoring.domain.simulation.codes import AbsentTier, TierCoder, TierCodes, coders_of
from services.scoring.domain.simulation.columns import Columns, LeftOut, Side
from shared.text import Text

#: The result of a criterion in an edition that does not ask for it.
NOT_ASKED = "not-asked"

#: The highest tier of a filing for which the conditions are met under no tier.
NO_TIER = "none"

#: Kept comparisons of one tier or round; past them it begins anew.
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


@dataclass(frozen=True, kw_only=True, eq=False)
class _TierCompared:
    """What two editions find of one tier."""

    outcome: Shift
    is_met: tuple[bool, bool]
    flips: tuple[Flip, ...]
    shifts: tuple[Shift, ...]
    #: The flips as members of a canonical array.
    flips_told: str


class _TierComparer:
    """One tier under both editions."""

    def __init__(self, base: Coder, other: Coder) -> None:
        self._base = base
        self._other = other
        self._mask = base.mask | other.mask
        self._by_bits: dict[int, _TierCompared] = {}
        self._by_codes: dict[tuple[TierCodes, TierCodes], _TierCompared] = {}

    def codes(self, bits: int) -> tuple[TierCodes, TierCodes]:
        return self._base.codes(bits), self._other.codes(bits)

    def compared(self, bits: int) -> _TierCompared:
        own = bits & self._mask
        found = self._by_bits.get(own)
        if found is None:
            before, after = self.codes(own)
            found = self._by_codes.get((before, after))
            if found is None:
                _make_room(self._by_codes)
                found = self._by_codes[before, after] = self._computed(before, after)
            _make_room(self._by_bits)
            self._by_bits[own] = found
        return found

    def _computed(self, before: TierCodes, after: TierCodes) -> _TierCompared:
        tier = before.tier
        outcome = Shift(tier=tier, before=before.outcome.value, after=after.outcome.value)
        flips: list[Flip] = []
        shifts: tuple[Shift, ...] = ()
        if Outcome.NOT_COVERED not in (before.outcome, after.outcome):
            flips = _flips(tier, _results(self._base, before), _results(self._other, after))
            shifts = (outcome,) if before.outcome is not after.outcome else ()
        return _TierCompared(
            outcome=outcome,
            is_met=(before.outcome is Outcome.MET, after.outcome is Outcome.MET),
            flips=tuple(flips),
            shifts=shifts,
            flips_told=_members(flips),
        )


class _RoundComparer:
    """All tiers under both editions, with the round's own conditions or without."""

    def __init__(self, base: Sequence[Coder], other: Sequence[Coder]) -> None:
        self._tiers = [
            _TierComparer(one, another) for one, another in zip(base, other, strict=True)
        ]
        self._kept: dict[tuple[_TierCompared, ...], Compared] = {}

    def codes(self, bits: int) -> tuple[tuple[TierCodes, ...], tuple[TierCodes, ...]]:
        pairs = [tier.codes(bits) for tier in self._tiers]
        return tuple(before for before, _ in pairs), tuple(after for _, after in pairs)

    def compared(self, bits: int) -> Compared:
        tiers = tuple([tier.compared(bits) for tier in self._tiers])
        found = self._kept.get(tiers)
        if found is None:
            _make_room(self._kept)
            found = self._kept[tiers] = _compared(tiers)
        return found


def _compared(tiers: tuple[_TierCompared, ...]) -> Compared:
    flips = tuple(flip for one in tiers for flip in one.flips)
    shifts = tuple(shift for one in tiers for shift in one.shifts)
    told = None
    if flips or shifts:
        criteria = ",".join(one.flips_told for one in tiers if one.flips_told)
        told = f'{{"criteria":[{criteria}],"outcomes":[{_members(shifts)}]}}'
    return Compared(
        outcomes=tuple(one.outcome for one in tiers),
        highest=(_highest(tiers, 0), _highest(tiers, 1)),
        flips=flips,
        shifts=shifts,
        told=told,
    )


def _highest(tiers: Sequence[_TierCompared], side: int) -> str:
    met = [one.outcome.tier for one in tiers if one.is_met[side]]
    return met[-1] if met else NO_TIER


def _make_room(kept: MutableMapping[Any, Any]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()


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


def _members(found: Sequence[Flip | Shift]) -> str:
    # Plain names and codes alone: sorted keys without spaces are their canonical form.
    return ",".join(json.dumps(vars(one), sort_keys=True, separators=(",", ":")) for one in found)
