"""Every criterion of every edition, for every tier and round: each result that it can have, reached from the data.

The facts are worked out from what the criterion checks. Where a threshold was found by itself, it is the found one that
they just reach or just miss: an edition's own number proves nothing about itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from services.scoring.domain.checks import Check
from services.scoring.domain.edition import Criterion, Kind
from services.scoring.domain.verdict import CriterionVerdict
from tests.scoring.builders import EDITION_IDS, edition, evaluation_on, of
from tests.scoring.criteria_facts import gates
from tests.scoring.facts_that import Facts, facts_that, merged


@dataclass(frozen=True, kw_only=True)
class Stated:
    """One criterion where it is stated: in an edition or by a round, for one tier."""

    edition_id: str
    round_id: str | None
    tier: str
    criterion: Criterion

    def __str__(self) -> str:
        return f"{self.round_id or self.edition_id} {self.tier} {self.criterion.criterion_id}"

    @property
    def check(self) -> Check | None:
        """What decides it: as it was found, where it was found by itself."""
        gate = gates()[self.edition_id, self.tier].get(self.criterion.criterion_id)
        return self.criterion.check if gate is None else gate.check

    @property
    def condition(self) -> Facts:
        """The facts under which it applies."""
        when = self.criterion.only_when
        return {} if when is None else facts_that(when, self.edition_id, meet=True)

    def on(self, facts: Facts) -> CriterionVerdict:
        """What came out, the same wherever it is told."""
        evaluation = evaluation_on(
            facts, self.tier, round_id=self.round_id, edition_id=self.edition_id
        )
        [told] = [one for one in evaluation.tiers if one.tier == self.tier]
        assert told == evaluation.verdict
        return of(told, self.criterion.criterion_id)


def stated() -> Iterator[Stated]:
    for edition_id in (*EDITION_IDS, "cn-2026"):
        whole = edition(edition_id)
        for round_id in (None, *whole.conditions):
            found = whole.conditions[round_id].criteria if round_id else whole.criteria
            for criterion in found:
                for tier in criterion.tiers:
                    yield Stated(
                        edition_id=edition_id, round_id=round_id, tier=tier, criterion=criterion
                    )


ALL = tuple(stated())
DECIDED = [one for one in ALL if one.criterion.kind in (Kind.REQUIRED, Kind.IN_PRINCIPLE)]
JUDGED = [one for one in ALL if one.criterion.kind is Kind.JUDGED]
INFORMATIVE = [one for one in ALL if one.criterion.kind is Kind.INFORMATIVE]
CONDITIONAL = [one for one in ALL if one.criterion.only_when is not None]


def test_every_tier_of_every_edition_has_criteria_here() -> None:
    assert {(one.edition_id, one.tier) for one in ALL} == set(gates())
    assert len(DECIDED) + len(JUDGED) + len(INFORMATIVE) == len(ALL)


@pytest.mark.parametrize(("meet", "result"), [(True, "met"), (False, "not-met")])
@pytest.mark.parametrize("one", DECIDED, ids=str)
def test_the_machine_finds_it_met_or_not_met(one: Stated, *, meet: bool, result: str) -> None:
    assert one.check is not None
    facts = facts_that(one.check, one.edition_id, meet=meet)

    found = one.on(merged(one.condition, facts))

    assert found.result == result
    assert found.value is not None or not meet
    assert (found.gap is None) == meet


@pytest.mark.parametrize("one", DECIDED, ids=str)
def test_without_its_facts_it_is_unproven(one: Stated) -> None:
    found = one.on(one.condition)

    assert found.result == "unproven"
    assert found.reason.zh.startswith("尚缺：")
    assert found.gap is not None


@pytest.mark.parametrize("one", JUDGED, ids=str)
def test_a_person_judges_it_whatever_the_figures_say(one: Stated) -> None:
    figures = [{}] if one.check is None else [
        {},
        *(facts_that(one.check, one.edition_id, meet=meet) for meet in (True, False)),
    ]  # fmt: skip

    found = [one.on(merged(one.condition, facts)) for facts in figures]

    assert {each.result.value for each in found} == {"to-be-judged"}
    assert all(each.reason.zh.endswith("须由人员判断。") for each in found)
    # Figures that are missing or fall short are told to the applicant; those that reach are not.
    told = [each.gap is not None for each in found]
    assert told == ([False] if one.check is None else [True, False, True])


@pytest.mark.parametrize("one", INFORMATIVE, ids=str)
def test_what_informs_counts_for_nothing_whatever_it_says(one: Stated) -> None:
    assert one.check is not None
    figures = [{}, *(facts_that(one.check, one.edition_id, meet=meet) for meet in (True, False))]

    found = [one.on(facts) for facts in figures]

    assert {each.result.value for each in found} == {"informative"}
    assert len({each.reason for each in found}) == len(figures)
    assert not any(each.is_left_to_a_person or each.gap for each in found)


@pytest.mark.parametrize("one", CONDITIONAL, ids=str)
def test_a_criterion_that_does_not_apply_is_not_applicable_and_unproven_while_that_is_not_known(
    one: Stated,
) -> None:
    assert one.criterion.only_when is not None

    outside = one.on(facts_that(one.criterion.only_when, one.edition_id, meet=False))
    open_ = one.on({})

    assert (outside.result, outside.gap) == ("not-applicable", None)
    assert not outside.is_left_to_a_person
    assert open_.result == "unproven"
