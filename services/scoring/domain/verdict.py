"""Holds known facts against one tier of one edition; the same facts always give the same verdict.

It says which machine-checkable conditions are met and how many a person has still to judge. It never
recognises anything, and a fact that is missing leaves its criterion open instead of failing it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.checks import CompiledCheck, Known, compile_check
from services.scoring.domain.edition import Criterion, Edition, Finding, Kind
from services.scoring.domain.explanation import Value, explain, gap_message, value_used
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.logic import Truth
from services.scoring.domain.scenes import Derivation, derive
from shared.text import Text


class Result(StrEnum):
    """What is said of one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    TO_BE_JUDGED = "to-be-judged"
    INFORMATIVE = "informative"


class Outcome(StrEnum):
    """What the required criteria say together."""

    MET = "met"
    NOT_MET = "not-met"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, kw_only=True)
class CriterionVerdict:
    criterion: Criterion
    result: Result
    value: Value
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Gap:
    criterion_id: str
    message: Text


@dataclass(frozen=True, kw_only=True)
class Verdict:
    edition: Edition
    round_id: str | None
    tier: str
    outcome: Outcome
    left_to_a_person: int
    criteria: tuple[CriterionVerdict, ...]
    gaps: tuple[Gap, ...]
    #: None when the scenes are not known.
    scenes_built: int | None
    scenes_with_ai: int | None


@dataclass(frozen=True, kw_only=True)
class _Compiled:
    criterion: Criterion
    check: CompiledCheck | None
    only_when: CompiledCheck | None


class Judge:
    """The criteria of one tier, compiled once."""

    def __init__(self, edition: Edition, tier: str, round_id: str | None) -> None:
        self._edition = edition
        self._tier = tier
        self._round_id = round_id
        self._criteria = tuple(
            _Compiled(
                criterion=one,
                check=compile_check(one.check) if one.check else None,
                only_when=compile_check(one.only_when) if one.only_when else None,
            )
            for one in edition.criteria_of(tier, round_id)
        )

    def judge(self, facts: Mapping[str, FactValue]) -> Verdict:
        """Give the verdict on facts that were read by the edition's catalogue."""
        known = _with_derived(facts, self._edition)
        criteria = tuple(
            _verdict_on(
                one.criterion, one.check(known) if one.check else None, known, self._edition
            )
            for one in self._criteria
            if one.only_when is None or one.only_when(known) is True
        )
        return Verdict(
            edition=self._edition,
            round_id=self._round_id,
            tier=self._tier,
            outcome=_outcome(criteria),
            left_to_a_person=sum(map(_is_left_to_a_person, criteria)),
            criteria=criteria,
            gaps=tuple(_gap(one, self._edition) for one in criteria if _is_gap(one)),
            scenes_built=_count(known, self._edition, Derivation.SCENES_BUILT),
            scenes_with_ai=_count(known, self._edition, Derivation.SCENES_WITH_AI),
        )


def _with_derived(facts: Mapping[str, FactValue], edition: Edition) -> Known:
    derived = {
        one.name: derive(one.derivation, facts[one.from_fact], edition.scene_guide)
        for one in edition.derived.values()
        if one.from_fact in facts
    }
    return {**facts, **derived}


def _verdict_on(
    criterion: Criterion, truth: Truth, known: Known, edition: Edition
) -> CriterionVerdict:
    finding = _FINDINGS[truth]
    return CriterionVerdict(
        criterion=criterion,
        result=_result(criterion.kind, finding),
        value=value_used(criterion.check, known),
        reason=explain(criterion, finding, known, edition),
    )


#: What a check's truth is called.
_FINDINGS: Mapping[Truth, Finding] = {
    True: Finding.MET,
    False: Finding.NOT_MET,
    None: Finding.UNKNOWN,
}


def _result(kind: Kind, finding: Finding) -> Result:
    if kind is Kind.JUDGED:
        return Result.TO_BE_JUDGED
    if kind is Kind.INFORMATIVE:
        return Result.INFORMATIVE
    return Result(finding.value)


def _outcome(criteria: tuple[CriterionVerdict, ...]) -> Outcome:
    """One required criterion that is not met decides; otherwise one unknown leaves it open."""
    results = {one.result for one in criteria if one.criterion.kind is Kind.REQUIRED}
    if Result.NOT_MET in results:
        return Outcome.NOT_MET
    return Outcome.INCOMPLETE if Result.UNKNOWN in results else Outcome.MET


def _is_left_to_a_person(one: CriterionVerdict) -> bool:
    """Tell what only a person can settle: judged criteria, and what holds in principle but is not shown."""
    return one.result is Result.TO_BE_JUDGED or (
        one.criterion.kind is Kind.IN_PRINCIPLE and one.result is not Result.MET
    )


def _is_gap(one: CriterionVerdict) -> bool:
    return one.result in (Result.NOT_MET, Result.UNKNOWN)


def _gap(one: CriterionVerdict, edition: Edition) -> Gap:
    return Gap(
        criterion_id=one.criterion.criterion_id,
        message=gap_message(
            one.criterion, Finding(one.result.value), one.reason, edition.wording.gaps
        ),
    )


def _count(known: Known, edition: Edition, derivation: Derivation) -> int | None:
    for one in edition.derived.values():
        if one.derivation is derivation:
            value = known.get(one.name)
            return value if isinstance(value, int) else None
    return None
