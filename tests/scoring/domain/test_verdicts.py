"""Verdicts of the edition cn-2025: tier by tier, fact by fact."""

import re
from typing import Any

import pytest

from services.scoring.domain.edition import Kind
from services.scoring.domain.errors import EditionNotFound, EvaluationInvalid
from services.scoring.domain.library import Question
from services.scoring.domain.verdict_document import verdict_document
from shared.canonical import canonical_bytes
from tests.scoring.builders import (
    ALL_STAGES,
    DECLARATIONS,
    EDITION_ID,
    ROUND_ID,
    TIERS,
    evaluation_on,
    facts_of_a_factory,
    library,
    of,
    results,
    scenes_in,
    verdict_on,
)

ALL_FIVE: dict[str, Any] = {"scenes": scenes_in(*ALL_STAGES)}


@pytest.mark.parametrize(
    ("tier", "changes", "outcome"),
    [
        ("basic", {}, "met"),
        ("basic", {"scenes": scenes_in("生产作业")}, "met"),
        ("basic", {"scenes": scenes_in("生产管理")}, "not-met"),
        ("basic", {"scenes": []}, "not-met"),
        ("basic", {"maturity_level": 1}, "not-met"),
        ("basic", {"self_assessed_basic": False}, "met"),
        ("advanced", {}, "met"),
        ("advanced", {"maturity_level": 1}, "not-met"),
        ("advanced", {"self_assessed_basic": False}, "not-met"),
        ("advanced", {"scenes": scenes_in("生产作业", "生产管理")}, "not-met"),
        ("advanced", {"scenes": scenes_in("生产作业", "生产管理", "运营管理", "研发设计")}, "met"),
        ("excellent", {"maturity_level": 3}, "met"),
        ("excellent", {"maturity_level": 2}, "not-met"),
        ("excellent", {"maturity_level": 3, **ALL_FIVE}, "met"),
        ("leading", {"maturity_level": 4, **ALL_FIVE}, "met"),
        ("leading", {"maturity_level": 3, **ALL_FIVE}, "not-met"),
        ("leading", {"maturity_level": 4}, "not-met"),
        ("leading", {"maturity_level": 4, "factory_built": False, **ALL_FIVE}, "met"),
        *(
            ("advanced", {name: False}, "not-met")
            for name in DECLARATIONS
            if name != "legal_person"
        ),
        ("advanced", {"legal_person": False}, "not-met"),
        ("advanced", {"legal_person": False, "branch_exception_ground": "石油石化"}, "met"),
    ],
)
def test_the_outcome_follows_the_required_criteria(
    tier: str, changes: dict[str, Any], outcome: str
) -> None:
    verdict = verdict_on(facts_of_a_factory(**changes), tier)

    assert verdict.outcome == outcome


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("missing", ["maturity_level", "scenes", "operations_sound"])
def test_a_missing_fact_leaves_the_outcome_open(tier: str, missing: str) -> None:
    facts = facts_of_a_factory(without=(missing,), **{"maturity_level": 4, **ALL_FIVE})

    # For 卓越级 coverage holds in principle only: not knowing the scenes leaves it to a person.
    expected = "met" if (tier, missing) == ("excellent", "scenes") else "incomplete"
    assert verdict_on(facts, tier).outcome == expected


@pytest.mark.parametrize("tier", TIERS)
def test_no_facts_at_all_prove_nothing_and_refute_nothing(tier: str) -> None:
    evaluation = evaluation_on({}, tier)
    verdict = evaluation.verdict

    assert verdict.outcome == "incomplete"
    assert set(results(verdict).values()) == {"unproven", "to-be-judged", "informative"}
    assert (evaluation.scenes_built, evaluation.scenes_with_ai) == (None, None)
    assert all(one.criterion.check is None or one.value != 0 for one in verdict.criteria)


def test_one_criterion_not_met_weighs_more_than_another_unproven() -> None:
    facts = facts_of_a_factory(maturity_level=1, without=("scenes",))

    assert verdict_on(facts).outcome == "not-met"


def test_in_principle_warns_and_leaves_the_decision_to_a_person() -> None:
    shown = verdict_on(facts_of_a_factory(maturity_level=3, **ALL_FIVE), "excellent")
    not_shown = verdict_on(facts_of_a_factory(maturity_level=3), "excellent")

    assert of(shown, "stage-coverage").result == "met"
    assert of(not_shown, "stage-coverage").result == "not-met"
    assert not_shown.outcome == "met"
    assert not_shown.left_to_a_person == shown.left_to_a_person + 1
    [gap] = [one for one in not_shown.gaps if one.criterion_id == "stage-coverage"]
    assert "工厂建设、研发设计" in gap.message.zh
    assert "a person decides" in gap.message.en


@pytest.mark.parametrize(
    ("tier", "with_ai", "share", "phrase"),
    [
        ("excellent", 1, "1/5", "不低于 20%"),
        ("excellent", 0, "0", "低于 20%"),
        ("leading", 3, "3/5", "不低于 60%"),
        ("leading", 2, "2/5", "低于 60%"),
    ],
)
def test_the_share_of_scenes_using_ai_is_counted_but_never_decided(
    tier: str, with_ai: int, share: str, phrase: str
) -> None:
    facts = facts_of_a_factory(maturity_level=4, scenes=scenes_in(*ALL_STAGES, with_ai=with_ai))

    one = of(verdict_on(facts, tier), "ai-scene-share")

    assert one.result == "to-be-judged"
    assert one.value == {"scenes_with_ai": with_ai, "scenes_built": 5, "share": share}
    assert phrase in one.reason.zh
    assert one.reason.zh.endswith("须由人员判断。")


def test_the_share_of_no_scenes_is_not_zero() -> None:
    one = of(verdict_on(facts_of_a_factory(scenes=[]), "excellent"), "ai-scene-share")

    assert one.value == {"scenes_with_ai": 0, "scenes_built": 0, "share": None}


@pytest.mark.parametrize(("score", "word"), [("2.35", "agrees"), ("2.8", "does not agree")])
def test_a_score_outside_its_level_is_a_hint_and_no_more(score: str, word: str) -> None:
    verdict = verdict_on(facts_of_a_factory(maturity_score=score))

    one = of(verdict, "maturity-score-band")
    assert one.result == "informative"
    assert one.value == {"maturity_score": score, "maturity_level": 2}
    assert word in one.reason.en
    assert verdict.outcome == "met"


def test_a_stage_beyond_the_tier_is_judged_only_where_it_is_built() -> None:
    plain = verdict_on(facts_of_a_factory())
    designed = verdict_on(
        facts_of_a_factory(scenes=scenes_in("生产作业", "生产管理", "运营管理", "研发设计"))
    )

    one = of(plain, "construction-design")
    assert one.result == "not-applicable"
    assert one.reason.zh == "已建场景尚未覆盖：研发设计。"
    assert one.value == {
        "covered": ["生产作业", "生产管理", "运营管理"],
        "lacking": ["研发设计"],
    }
    assert results(designed)["construction-design"] == "to-be-judged"
    assert designed.left_to_a_person == plain.left_to_a_person + 1


def test_while_it_is_not_known_whether_a_criterion_applies_it_is_unproven() -> None:
    verdict = verdict_on(facts_of_a_factory(without=("scenes",)))

    one = of(verdict, "construction-design")
    assert (one.result, one.value) == ("unproven", None)
    assert one.reason.zh == "尚缺：已建成的智能制造场景。"
    assert "construction-design" not in {gap.criterion_id for gap in verdict.gaps}


def test_the_ground_of_a_branch_is_for_a_person_to_judge() -> None:
    facts = facts_of_a_factory(legal_person=False, branch_exception_ground="石油石化")

    verdict = verdict_on(facts)

    assert of(verdict, "legal-person").result == "met"
    assert of(verdict, "branch-ground").result == "to-be-judged"
    of_a_legal_person = of(verdict_on(facts_of_a_factory()), "branch-ground")
    assert of_a_legal_person.result == "not-applicable"
    assert "没有" in of_a_legal_person.reason.zh


def test_the_conditions_of_a_round_are_checked_only_when_it_is_named() -> None:
    facts = facts_of_a_factory(registered_locally=False)

    assert verdict_on(facts, round_id=ROUND_ID).outcome == "not-met"
    assert verdict_on(facts, round_id=None).outcome == "met"
    assert "registered-locally" not in results(verdict_on(facts, round_id=None))


def test_a_gap_names_the_missing_fact_for_the_applicant() -> None:
    verdict = verdict_on(facts_of_a_factory(without=("scenes",)))

    [gap] = verdict.gaps
    assert gap.criterion_id == "stage-coverage"
    assert gap.message.zh == "环节覆盖：尚缺：已建成的智能制造场景。"
    assert gap.message.en == (
        "Coverage of stages: Not known: Smart manufacturing scenes that are built."
    )


def test_what_a_person_has_to_judge_is_counted() -> None:
    verdict = verdict_on(facts_of_a_factory())

    judged = [one for one in verdict.criteria if one.criterion.kind is Kind.JUDGED]
    assert {one.result.value for one in judged} == {"to-be-judged", "not-applicable"}
    assert verdict.left_to_a_person == sum(one.result == "to-be-judged" for one in judged) > 0


def test_every_fault_of_a_question_is_named_at_once() -> None:
    with pytest.raises(EvaluationInvalid) as refused:
        library().evaluate(
            Question(edition_id=EDITION_ID, tier="gold", round_id="paris-1", facts={"x": 1})
        )

    assert {fault.pointer: fault.code for fault in refused.value.faults} == {
        "/tier": "tier-unknown",
        "/round_id": "round-unknown",
        "/facts/x": "fact-unknown",
    }


def test_an_unknown_edition_is_a_fault_of_the_question() -> None:
    with pytest.raises(EvaluationInvalid) as refused:
        library().evaluate(Question(edition_id="cn-1999", tier="advanced"))

    assert [fault.code for fault in refused.value.faults] == ["edition-unknown"]
    with pytest.raises(EditionNotFound):
        library().edition("cn-1999")


@pytest.mark.parametrize("tier", TIERS)
def test_a_verdict_has_an_exact_form_and_never_recognises_anything(tier: str) -> None:
    facts = facts_of_a_factory(maturity_level=4, scenes=scenes_in(*ALL_STAGES, with_ai=5))

    document = verdict_document(evaluation_on(facts, tier))

    text = canonical_bytes(document).decode()
    said = re.findall(r'"reason":\{"en":"(.*?)","zh":"(.*?)"\}', text)
    told = [verdict_on(facts, each) for each in (tier, *TIERS)]
    assert len(said) == sum(len(one.criteria) for one in told)
    for word in ("recognis", "qualif", "approve", "认定为", "通过认定", "合格", "获评"):
        assert not any(word in sentence for pair in said for sentence in pair)
