"""Two editions on the same filing: what each finds for every tier, and what flips between them.

A round's own conditions are held only where both editions state them for the round, so that a flip is the
editions' and never comes of a condition that one of them merely lacks. A tier that one edition does not cover
flips nothing: nothing was held against anything.
"""

from collections.abc import Mapping

from services.scoring.domain.edition import Criterion, Edition
from services.scoring.domain.simulation.atoms import Atoms
from services.scoring.domain.simulation.codes import TierCodes
from services.scoring.domain.simulation.columns import Columns, LeftOut, Side
from services.scoring.domain.simulation.round_comparison import (
    Compared,
    RoundComparer,
    RoundSide,
)
from shared.text import Text


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
        self._of_round: dict[str | None, RoundComparer] = {}

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

    def _comparer_of(self, round_id: str | None) -> RoundComparer:
        shared = round_id if self.shares_conditions(round_id) else None
        found = self._of_round.get(shared)
        if found is None:
            sides = [
                RoundSide(edition=edition, round_id=shared, atoms=atoms)
                for edition, atoms in zip(self._editions, self._atoms, strict=True)
            ]
            found = self._of_round[shared] = RoundComparer(sides[0], sides[1])
        return found


def _all_criteria(edition: Edition) -> tuple[Criterion, ...]:
    of_rounds = [one for each in edition.conditions.values() for one in each.criteria]
    return (*edition.criteria, *of_rounds)
