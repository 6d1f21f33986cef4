"""What must hold for all facts, not only for the ones we thought of."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.checks import AtLeast, Covers, ShareAtLeast, compile_check
from services.scoring.domain.decision import Result
from services.scoring.domain.edition import Criterion, Edition, Kind
from services.scoring.domain.evaluation import Evaluation, Evaluator
from services.scoring.domain.facts import read_facts
from services.scoring.domain.verdict import CriterionVerdict, TierVerdict
from services.scoring.domain.verdict_document import verdict_document
from shared.canonical import as_json_object, canonical_bytes
from shared.contracts.verdicts import Verdict
from tests.scoring.builders import (
    ALL_STAGES,
    DECLARATIONS,
    EDITION_IDS,
    ROUND_OF,
    TIERS,
    a_scene_in,
    edition,
    evaluation_on,
    results,
)

#: What one more fact may not change. A criterion to be judged stays one, too: it is known to apply.
DECIDED = (Result.MET, Result.NOT_MET, Result.NOT_APPLICABLE, Result.TO_BE_JUDGED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Facts, and the edition, round and tier that they are held against."""

    edition_id: str
    tier: str
    round_id: str | None
    facts: dict[str, Any]

    def evaluated(self, facts: dict[str, Any] | None = None) -> Evaluation:
        return evaluation_on(
            self.facts if facts is None else facts,
            self.tier,
            round_id=self.round_id,
            edition_id=self.edition_id,
        )


def facts_of(edition_id: str) -> st.SearchStrategy[dict[str, Any]]:
    scene = st.builds(
        lambda stage, uses_ai: a_scene_in(stage, uses_ai=uses_ai, edition_id=edition_id),
        st.sampled_from(ALL_STAGES),
        st.booleans(),
    )
    return st.fixed_dictionaries(
        {},
        optional={
            **{name: st.booleans() for name in DECLARATIONS},
            "maturity_level": st.integers(1, 5),
            "maturity_score": st.decimals(0, 5, places=2).map(str),
            "branch_exception_ground": st.none() | st.just("石油石化"),
            "scenes": st.lists(scene, max_size=8),
            "indicators": st.just({"output": {"after": "1.5"}}),
        },
    )


def asked_of(edition_id: str) -> st.SearchStrategy[Asked]:
    return st.builds(
        Asked,
        edition_id=st.just(edition_id),
        tier=st.sampled_from(TIERS),
        round_id=st.sampled_from((None, ROUND_OF[edition_id])),
        facts=facts_of(edition_id),
    )


questions = st.sampled_from(EDITION_IDS).flatmap(asked_of)


@given(questions, st.randoms(use_true_random=False))
def test_the_order_of_facts_and_scenes_never_matters(asked: Asked, random: Any) -> None:
    names = list(asked.facts)
    random.shuffle(names)
    other = {name: asked.facts[name] for name in names}
    if "scenes" in other:
        other["scenes"] = random.sample(other["scenes"], len(other["scenes"]))

    assert verdict_document(asked.evaluated(other)) == verdict_document(asked.evaluated())


@given(questions, st.data())
def test_more_facts_never_undo_what_was_decided(asked: Asked, data: st.DataObject) -> None:
    fewer = {
        name: value for name, value in asked.facts.items() if data.draw(st.booleans(), label=name)
    }

    before, after = asked.evaluated(fewer), asked.evaluated()

    for earlier, later in zip(before.tiers, after.tiers, strict=True):
        now = results(later)
        assert list(now) == list(results(earlier))
        for one in earlier.criteria:
            if one.result in DECIDED:
                assert now[one.criterion.criterion_id] == one.result
        if earlier.outcome != "incomplete":
            assert later.outcome == earlier.outcome


@given(questions)
def test_what_is_not_known_is_unproven_and_has_no_value(asked: Asked) -> None:
    for one in criteria_in(asked.evaluated()):
        if one.result is Result.UNPROVEN:
            assert one.reason.zh.startswith("尚缺：")
        if one.criterion.kind is Kind.REQUIRED and one.value is None:
            assert one.result is Result.UNPROVEN


@given(questions)
def test_what_is_written_down_is_of_the_contract_s_form_and_exact(asked: Asked) -> None:
    document = verdict_document(asked.evaluated())

    assert Verdict.model_validate(document).model_dump() == as_json_object(document)
    assert canonical_bytes(document)


@given(questions)
def test_a_person_s_decision_is_never_taken_by_the_machine(asked: Asked) -> None:
    for one in criteria_in(asked.evaluated()):
        if one.criterion.kind is Kind.JUDGED:
            assert one.result not in (Result.MET, Result.NOT_MET)
        else:
            assert one.result is not Result.TO_BE_JUDGED
        if one.criterion.only_when is None:
            assert one.result is not Result.NOT_APPLICABLE


@given(questions)
def test_every_tier_says_the_same_whichever_tier_is_asked_for(asked: Asked) -> None:
    answers = [replace(asked, tier=tier).evaluated() for tier in TIERS]

    for answer, tier in zip(answers, answers[0].tiers, strict=True):
        assert answer.tiers == answers[0].tiers
        assert answer.verdict == tier
    for answer, above in pairwise(answers):
        assert answer.next_tier == above.verdict
    assert answers[-1].next_tier is None


@given(questions)
def test_an_outcome_is_what_its_required_criteria_say(asked: Asked) -> None:
    for tier in asked.evaluated().tiers:
        required = {one.result for one in tier.criteria if one.criterion.kind is Kind.REQUIRED}

        expected = "incomplete" if Result.UNPROVEN in required else "met"
        assert tier.outcome == ("not-met" if Result.NOT_MET in required else expected)


@given(questions)
def test_a_gap_is_told_of_each_machine_checkable_condition_that_is_not_shown_and_of_no_other(
    asked: Asked,
) -> None:
    for one in criteria_in(asked.evaluated()):
        is_open = one.result in (Result.NOT_MET, Result.UNPROVEN)
        if one.criterion.kind in (Kind.REQUIRED, Kind.IN_PRINCIPLE):
            assert (one.gap is not None) == is_open
        elif one.gap is not None:
            # Only figures that are prepared for a person may be told to fall short.
            assert one.criterion.check is not None
            assert one.result is Result.TO_BE_JUDGED
            assert "须由人员判断" in one.gap.message.zh


def criteria_in(evaluation: Evaluation) -> list[CriterionVerdict]:
    return [one for tier in evaluation.tiers for one in tier.criteria]


@given(questions, st.data())
def test_a_raised_threshold_never_lets_more_pass_for_any_tier(
    asked: Asked, data: st.DataObject
) -> None:
    whole = edition(asked.edition_id)
    facts, _ = read_facts(asked.facts, whole.facts, pointer="")
    factor = data.draw(st.fractions(1, 3), label="factor")

    lower = Evaluator(whole, None).evaluate(facts, asked.tier)
    higher = Evaluator(raised(whole, factor), None).evaluate(facts, asked.tier)

    for before, after in zip(lower.tiers, higher.tiers, strict=True):
        assert shown(after) <= shown(before)
        if after.outcome == "met":
            assert before.outcome == "met"
        assert {one.criterion_id for one in before.gaps} <= {one.criterion_id for one in after.gaps}


def raised(whole: Edition, factor: Fraction) -> Edition:
    """The edition with every number that stands in it multiplied."""
    return replace(whole, criteria=tuple(_raised(one, factor) for one in whole.criteria))


def _raised(criterion: Criterion, factor: Fraction) -> Criterion:
    match criterion.check:
        case AtLeast(fact=fact, threshold=threshold):
            number = threshold * factor.numerator / factor.denominator
            return replace(criterion, check=AtLeast(fact=fact, threshold=number))
        case ShareAtLeast() as check:
            return replace(criterion, check=replace(check, threshold=check.threshold * factor))
        case _:
            return criterion


def shown(tier: TierVerdict) -> set[str]:
    return {one.criterion.criterion_id for one in tier.criteria if one.result is Result.MET}


@given(st.decimals(0, 5, places=3), st.decimals(0, 5, places=3), st.decimals(0, 5, places=3))
def test_a_raised_threshold_never_lets_more_pass(
    value: Decimal, one: Decimal, two: Decimal
) -> None:
    low, high = sorted((one, two))
    known = {"a": value}

    if compile_check(AtLeast(fact="a", threshold=high))(known):
        assert compile_check(AtLeast(fact="a", threshold=low))(known)


@given(st.integers(0, 50), st.integers(1, 50), st.fractions(0, 1), st.fractions(0, 1))
def test_a_raised_share_never_lets_more_pass(
    part: int, whole: int, one: Fraction, two: Fraction
) -> None:
    low, high = sorted((one, two))
    known = {"part": part, "whole": whole}

    def passes(threshold: Fraction) -> bool | None:
        return compile_check(ShareAtLeast(part="part", whole="whole", threshold=threshold))(known)

    assert passes(low) or not passes(high)


@given(st.sets(st.sampled_from(ALL_STAGES)), st.sets(st.sampled_from(ALL_STAGES), min_size=1))
def test_one_more_required_stage_never_lets_more_pass(held: set[str], required: set[str]) -> None:
    known = {"a": tuple(held)}
    whole = compile_check(Covers(fact="a", required=tuple(required)))(known)

    for stage in required:
        part = compile_check(Covers(fact="a", required=tuple(required - {stage})))(known)
        assert part or not whole
