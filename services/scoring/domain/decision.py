"""What is decided of each criterion on known facts, before a word is said about it.

A criterion that does not apply is neither met nor missed; while it is not known whether it applies,
nothing is known of it. The same facts always give the same decisions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.checks import CompiledCheck, Known, compile_check
from services.scoring.domain.edition import Criterion, Finding, Kind
from services.scoring.domain.logic import Truth


class Result(StrEnum):
    """What is said of one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    UNPROVEN = "unproven"
    TO_BE_JUDGED = "to-be-judged"
    INFORMATIVE = "informative"
    NOT_APPLICABLE = "not-applicable"


class Outcome(StrEnum):
    """What the required criteria say together."""

    MET = "met"
    NOT_MET = "not-met"
    INCOMPLETE = "incomplete"
    #: The edition does not have the tier, so that nothing was held against anything.
    NOT_COVERED = "not-covered"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One criterion's result, and what its checks found on the way."""

    criterion: Criterion
    #: Whether the criterion applies at all.
    applies: Finding
    #: What its check found; unproven when a person judges unaided.
    finding: Finding
    result: Result

    @property
    def is_open(self) -> bool:
        """Tell whether the machine found it not met, or could not find out."""
        return self.criterion.kind in _DECIDED and self.result in (Result.NOT_MET, Result.UNPROVEN)

    @property
    def gap(self) -> Finding | None:
        """Say how it is a gap of the applicant's, if it is one.

        A judged criterion is one when the figures that are prepared for the person do not reach it: the
        applicant hears of them, and the person decides all the same.
        """
        if self.is_open:
            return Finding(self.result.value)
        prepared = self.result is Result.TO_BE_JUDGED and self.criterion.check is not None
        return self.finding if prepared and self.finding is not Finding.MET else None

    @property
    def is_left_to_a_person(self) -> bool:
        """Tell what only a person can settle: judged criteria, and what holds in principle but is not shown."""
        return self.result is Result.TO_BE_JUDGED or (
            self.criterion.kind is Kind.IN_PRINCIPLE and self.is_open
        )


#: The kinds that the machine finds met or not met.
_DECIDED = (Kind.REQUIRED, Kind.IN_PRINCIPLE)

#: What a check's truth is called.
_FINDINGS: Mapping[Truth, Finding] = {
    True: Finding.MET,
    False: Finding.NOT_MET,
    None: Finding.UNPROVEN,
}


@dataclass(frozen=True, kw_only=True)
class _Compiled:
    criterion: Criterion
    check: CompiledCheck | None
    only_when: CompiledCheck | None


class Decider:
    """Criteria, compiled once."""

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        self._criteria = tuple(
            _Compiled(
                criterion=one,
                check=compile_check(one.check) if one.check else None,
                only_when=compile_check(one.only_when) if one.only_when else None,
            )
            for one in criteria
        )

    def decide(self, known: Known) -> tuple[Decision, ...]:
        """Decide every criterion."""
        return tuple(_decision(one, known) for one in self._criteria)


def weight_of(decision: Decision) -> int:
    """Say how much a criterion weighs for its tier; ``weighed`` reads the sum over a tier."""
    left = int(decision.is_left_to_a_person)
    is_required = decision.criterion.kind is Kind.REQUIRED
    return left + (_WEIGHTS.get(decision.result, 0) if is_required else 0)


def weighed(total: int) -> tuple[Outcome, int]:
    """Read the outcome out of a tier's weights, and how many of its criteria are left to a person.

    One required criterion that is not met decides; otherwise one unproven leaves it open.
    """
    if total >= _NOT_MET:
        return Outcome.NOT_MET, total % _UNPROVEN
    return Outcome.INCOMPLETE if total >= _UNPROVEN else Outcome.MET, total % _UNPROVEN


#: Far apart, so that as many criteria as an edition can have never add up to the next one.
_UNPROVEN, _NOT_MET = 1 << 20, 1 << 40
_WEIGHTS = {Result.UNPROVEN: _UNPROVEN, Result.NOT_MET: _NOT_MET}


def _decision(one: _Compiled, known: Known) -> Decision:
    applies = _FINDINGS[one.only_when(known) if one.only_when else True]
    finding = _FINDINGS[one.check(known) if one.check else None]
    return Decision(
        criterion=one.criterion,
        applies=applies,
        finding=finding,
        result=result_of(one.criterion.kind, applies, finding),
    )


def result_of(kind: Kind, applies: Finding, finding: Finding) -> Result:
    """Say what comes of a criterion, by whether it applies and what its check found."""
    if applies is Finding.NOT_MET:
        return Result.NOT_APPLICABLE
    if applies is Finding.UNPROVEN:
        return Result.UNPROVEN
    if kind is Kind.JUDGED:
        return Result.TO_BE_JUDGED
    return Result.INFORMATIVE if kind is Kind.INFORMATIVE else Result(finding.value)
