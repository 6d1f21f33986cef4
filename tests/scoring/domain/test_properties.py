"""What must hold for all facts, not only for the ones we thought of."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.checks import AtLeast, Covers, ShareAtLeast, compile_check
from services.scoring.domain.edition import Kind
from services.scoring.domain.verdict import Result
from services.scoring.domain.verdict_document import verdict_document
from tests.scoring.builders import ALL_STAGES, DECLARATIONS, SCENE_OF, TIERS, a_scene, verdict_on

DECIDED = (Result.MET, Result.NOT_MET)

scenes = st.lists(
    st.builds(
        lambda stage, uses_ai: a_scene(*SCENE_OF[stage], uses_ai=uses_ai),
        st.sampled_from(ALL_STAGES),
        st.booleans(),
    ),
    max_size=8,
)
all_facts = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in DECLARATIONS},
        "maturity_level": st.integers(1, 5),
        "maturity_score": st.decimals(0, 5, places=2).map(str),
        "branch_exception_ground": st.none() | st.just("石油石化"),
        "scenes": scenes,
        "indicators": st.just({"output": {"after": "1.5"}}),
    },
)
tiers = st.sampled_from(TIERS)


@given(all_facts, tiers, st.randoms(use_true_random=False))
def test_the_order_of_facts_and_scenes_never_matters(
    facts: dict[str, Any], tier: str, random: Any
) -> None:
    names = list(facts)
    random.shuffle(names)
    other = {name: facts[name] for name in names}
    if "scenes" in other:
        other["scenes"] = random.sample(other["scenes"], len(other["scenes"]))

    assert verdict_document(verdict_on(other, tier)) == verdict_document(verdict_on(facts, tier))


@given(all_facts, tiers, st.data())
def test_more_facts_never_undo_what_was_decided(
    facts: dict[str, Any], tier: str, data: st.DataObject
) -> None:
    fewer = {name: value for name, value in facts.items() if data.draw(st.booleans(), label=name)}

    before, after = verdict_on(fewer, tier), verdict_on(facts, tier)

    now = {one.criterion.criterion_id: one.result for one in after.criteria}
    for one in before.criteria:
        if one.result in DECIDED:
            assert now[one.criterion.criterion_id] == one.result
    if before.outcome != "incomplete":
        assert after.outcome == before.outcome


@given(all_facts, tiers)
def test_what_is_not_known_is_unknown_and_has_no_value(facts: dict[str, Any], tier: str) -> None:
    for one in verdict_on(facts, tier).criteria:
        if one.result is Result.UNKNOWN:
            assert one.reason.zh.startswith("尚缺：")
        if one.criterion.kind is Kind.REQUIRED and one.value is None:
            assert one.result is Result.UNKNOWN


@given(all_facts, tiers)
def test_a_person_s_decision_is_never_taken_by_the_machine(
    facts: dict[str, Any], tier: str
) -> None:
    for one in verdict_on(facts, tier).criteria:
        assert (one.result is Result.TO_BE_JUDGED) == (one.criterion.kind is Kind.JUDGED)


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
