"""The simple checks of an edition as bits, each with its place: what codes are computed on.

Every check that is not made of others reads one or two facts. Its truth takes two bits, one for true and one
for false; neither says unknown. All checks together are one whole number, and Kleene's logic over it is
arithmetic. Which bits a value of a fact gives never depends on the other facts, so it is found once a value.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.scoring.domain.checks import (
    AllOf,
    AnyOf,
    AtLeastNOf,
    Check,
    CompiledCheck,
    compile_check,
    facts_read_by,
)
from services.scoring.domain.edition import Criterion
from services.scoring.domain.known import Known
from services.scoring.domain.logic import Truth, all_of, any_of, at_least_n_of

#: The truth of a compound or simple check, out of the bits of all atoms.
CheckOfBits = Callable[[int], Truth]

_BITS_AN_ATOM = 2


@dataclass(frozen=True, kw_only=True)
class Group:
    """The atoms that read the same facts; they are found together."""

    facts: tuple[str, ...]
    checks: tuple[tuple[int, CompiledCheck], ...]

    def bits_of(self, known: Known) -> int:
        """Find the bits of the group's atoms."""
        bits = 0
        for place, holds in self.checks:
            truth = holds(known)
            if truth is not None:
                bits |= 1 << (place if truth else place + 1)
        return bits


class Atoms:
    """All simple checks of some criteria, each once."""

    def __init__(self, criteria: Iterable[Criterion], *, first_bit: int = 0) -> None:
        self._places: dict[Check, int] = {}
        for one in criteria:
            for check in (one.only_when, one.check):
                for atom in _atoms_of(check):
                    self._places.setdefault(atom, first_bit + _BITS_AN_ATOM * len(self._places))
        self.next_bit = first_bit + _BITS_AN_ATOM * len(self._places)

    def groups(self) -> tuple[Group, ...]:
        """Gather the atoms by the facts that they read."""
        found: dict[tuple[str, ...], list[tuple[int, CompiledCheck]]] = {}
        for atom, place in self._places.items():
            found.setdefault(facts_read_by(atom), []).append((place, compile_check(atom)))
        return tuple(Group(facts=facts, checks=tuple(one)) for facts, one in found.items())

    def mask_of(self, criterion: Criterion) -> int:
        """Name the bits on which a criterion depends."""
        mask = 0
        for check in (criterion.only_when, criterion.check):
            for atom in _atoms_of(check):
                mask |= 0b11 << self._places[atom]
        return mask

    def compiled(self, check: Check) -> CheckOfBits:
        """Turn a check into a function of the bits."""
        match check:
            case AllOf(checks=parts):
                return _combined(all_of, tuple(map(self.compiled, parts)))
            case AnyOf(checks=parts):
                return _combined(any_of, tuple(map(self.compiled, parts)))
            case AtLeastNOf(checks=parts, threshold=least):
                return _combined(
                    lambda truths: at_least_n_of(least, truths), tuple(map(self.compiled, parts))
                )
            case _:
                place = self._places[check]
                return _simple(1 << place, 1 << (place + 1))


def _simple(true: int, false: int) -> CheckOfBits:
    return lambda bits: True if bits & true else (False if bits & false else None)


def _combined(
    combine: Callable[[Iterable[Truth]], Truth], parts: tuple[CheckOfBits, ...]
) -> CheckOfBits:
    return lambda bits: combine(part(bits) for part in parts)


def _atoms_of(check: Check | None) -> Iterable[Check]:
    match check:
        case None:
            return ()
        case AllOf(checks=parts) | AnyOf(checks=parts) | AtLeastNOf(checks=parts):
            return tuple(atom for part in parts for atom in _atoms_of(part))
        case _:
            return (check,)
