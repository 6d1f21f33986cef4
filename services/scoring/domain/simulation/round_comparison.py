"""Two editions under one round's conditions, or none: outcomes of all tiers, and the criteria that flip.

Criteria that depend on the same bits are looked at together, under both editions at once, and what is found is
kept by those few bits. A filing is then a handful of looks, however much it differs from all others.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from services.scoring.domain.decision import Outcome, Result
from services.scoring.domain.edition import Criterion, Edition, Kind
from services.scoring.domain.simulation.atoms import Atoms
from services.scoring.domain.simulation.codes import TierCodes, coder_of, coders_of
from services.scoring.domain.tiers import TIERS

#: The result of a criterion in an edition that does not ask for it.
NOT_ASKED = "not-asked"

#: The highest tier of a filing for which the conditions are met under no tier.
NO_TIER = "none"

#: Kept comparisons; past them it begins anew.
MOST_KEPT = 50_000

#: What a criterion that only one edition asks for is found, where it makes a difference.
_FALLS_SHORT = frozenset({Result.NOT_MET.value, Result.UNPROVEN.value})

#: Two flags a tier and edition: something required is unproven; something required is not met.
_UNPROVEN, _NOT_MET, _BITS = 1, 2, 2


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


@dataclass(frozen=True, kw_only=True)
class RoundSide:
    """One of the editions, with the round's conditions that are held under it."""

    edition: Edition
    round_id: str | None
    atoms: Atoms

    def criteria_of(self, tier: str) -> dict[str, Criterion]:
        """List a tier's criteria by id; none of a tier that the edition does not have."""
        if tier not in self.edition.tiers:
            return {}
        found = self.edition.criteria_of(tier, self.round_id)
        return {one.criterion_id: one for one in found}


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """One criterion under one edition."""

    criterion: Criterion
    result_of: Callable[[int], Result]

    def flags(self, result: Result) -> int:
        if self.criterion.kind is not Kind.REQUIRED:
            return 0
        return {Result.UNPROVEN: _UNPROVEN, Result.NOT_MET: _NOT_MET}.get(result, 0)


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """One criterion of one tier under both editions; None where an edition does not ask for it."""

    #: Its place among all, for the order in which flips are told.
    place: int
    tier: str
    criterion_id: str
    asked: tuple[_Asked | None, _Asked | None]
    #: Whether both editions cover the tier: otherwise nothing flips.
    is_covered: bool

    def flip(self, before: str, after: str) -> Flip | None:
        is_asked_twice = None not in self.asked
        falls_short = not _FALLS_SHORT.isdisjoint((before, after))
        if before == after or not self.is_covered or not (is_asked_twice or falls_short):
            return None
        return Flip(tier=self.tier, criterion_id=self.criterion_id, before=before, after=after)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Found:
    """What one group comes to."""

    flags: int
    flips: tuple[tuple[int, Flip], ...]


class _Group:
    """The pairs that depend on the same bits."""

    def __init__(self, mask: int, pairs: Sequence[_Pair]) -> None:
        self.mask = mask
        self._pairs = tuple(pairs)
        self.kept: dict[int, _Found] = {}

    def found(self, bits: int) -> _Found:
        """Find what the group comes to, and keep it."""
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        flags = 0
        flips = []
        for pair in self._pairs:
            words = []
            for side, asked in enumerate(pair.asked):
                result = None if asked is None else asked.result_of(bits)
                words.append(NOT_ASKED if result is None else result.value)
                if asked is not None and result is not None:
                    flags |= asked.flags(result) << _shift_of(TIERS.index(pair.tier), side)
            flip = pair.flip(*words)
            if flip is not None:
                flips.append((pair.place, flip))
        found = self.kept[bits] = _Found(flags=flags, flips=tuple(flips))
        return found


class RoundComparer:
    """Both editions, ready for filings of one round."""

    def __init__(self, base: RoundSide, other: RoundSide) -> None:
        self._sides = (base, other)
        self._coders = [coders_of(side.edition, side.round_id, side.atoms) for side in self._sides]
        groups: dict[int, list[_Pair]] = {}
        for mask, pair in _pairs(base, other):
            groups.setdefault(mask, []).append(pair)
        self._groups = [_Group(mask, pairs) for mask, pairs in groups.items()]
        self._kept: dict[tuple[object, ...], Compared] = {}

    def codes(self, bits: int) -> tuple[tuple[TierCodes, ...], tuple[TierCodes, ...]]:
        """Give what each edition finds, code by code."""
        base, other = self._coders
        return (
            tuple([coder.codes(bits) for coder in base]),
            tuple([coder.codes(bits) for coder in other]),
        )

    def compared(self, bits: int) -> Compared:
        """Compare both editions on the bits of one filing."""
        flags = 0
        flipping = []
        for group in self._groups:
            own = bits & group.mask
            found = group.kept.get(own)
            if found is None:
                found = group.found(own)
            flags |= found.flags
            if found.flips:
                flipping.append(found)
        key = (flags, *flipping)
        compared = self._kept.get(key)
        if compared is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            compared = self._kept[key] = self._compared(flags, flipping)
        return compared

    def _compared(self, flags: int, flipping: Sequence[_Found]) -> Compared:
        ordered = sorted((one for found in flipping for one in found.flips), key=lambda one: one[0])
        flips = tuple(flip for _, flip in ordered)
        outcomes = tuple(
            Shift(
                tier=tier,
                before=self._outcome(place, 0, flags).value,
                after=self._outcome(place, 1, flags).value,
            )
            for place, tier in enumerate(TIERS)
        )
        shifts = tuple(
            one
            for one in outcomes
            if one.before != one.after and Outcome.NOT_COVERED.value not in (one.before, one.after)
        )
        told = None
        if flips or shifts:
            told = f'{{"criteria":[{_members(flips)}],"outcomes":[{_members(shifts)}]}}'
        return Compared(
            outcomes=outcomes,
            highest=(
                _highest([(one.tier, one.before) for one in outcomes]),
                _highest([(one.tier, one.after) for one in outcomes]),
            ),
            flips=flips,
            shifts=shifts,
            told=told,
        )

    def _outcome(self, place: int, side: int, flags: int) -> Outcome:
        if TIERS[place] not in self._sides[side].edition.tiers:
            return Outcome.NOT_COVERED
        own = flags >> _shift_of(place, side)
        if own & _NOT_MET:
            return Outcome.NOT_MET
        return Outcome.INCOMPLETE if own & _UNPROVEN else Outcome.MET


def _pairs(base: RoundSide, other: RoundSide) -> Iterator[tuple[int, _Pair]]:
    """Pair the criteria of both editions, tier by tier; give each pair with the bits on which it depends."""
    place = 0
    for tier in TIERS:
        before, after = base.criteria_of(tier), other.criteria_of(tier)
        is_covered = tier in base.edition.tiers and tier in other.edition.tiers
        for criterion_id in dict.fromkeys((*before, *after)):
            mask = 0
            asked: list[_Asked | None] = []
            for side, criteria in ((base, before), (other, after)):
                one = criteria.get(criterion_id)
                if one is None:
                    asked.append(None)
                    continue
                mask |= side.atoms.mask_of(one)
                asked.append(_Asked(criterion=one, result_of=coder_of(one, side.atoms)))
            pair = _Pair(
                place=place,
                tier=tier,
                criterion_id=criterion_id,
                asked=(asked[0], asked[1]),
                is_covered=is_covered,
            )
            place += 1
            yield mask, pair


def _shift_of(place: int, side: int) -> int:
    return _BITS * (2 * place + side)


def _highest(outcomes: Sequence[tuple[str, str]]) -> str:
    met = [tier for tier, outcome in outcomes if outcome == Outcome.MET.value]
    return met[-1] if met else NO_TIER


def _members(found: Sequence[Flip | Shift]) -> str:
    # Plain names and codes alone: sorted keys without spaces are their canonical form.
    return ",".join(json.dumps(vars(one), sort_keys=True, separators=(",", ":")) for one in found)
