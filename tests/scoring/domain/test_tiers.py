"""All tiers in one answer, and what is missing for the tier above."""

import re
from dataclasses import replace

import pytest

from services.scoring.domain.decision import Outcome
from services.scoring.domain.evaluation import Evaluator
from services.scoring.domain.verdict import Standing
from services.scoring.domain.verdict_document import verdict_document
from shared.canonical import canonical_bytes
from tests.scoring.builders import (
    ALL_STAGES,
    EDITION_IDS,
    ROUND_OF,
    TIERS,
    edition,
    evaluation_on,
    facts_of_a_factory,
    of,
    results,
    scenes_in,
    verdict_on,
)


@pytest.mark.parametrize("edition_id", EDITION_IDS)
@pytest.mark.parametrize(
    ("level", "stages", "outcomes"),
    [
        (1, ALL_STAGES, ["not-met", "not-met", "not-met", "not-met"]),
        (2, ("生产作业",), ["met", "not-met", "not-met", "not-met"]),
        (2, ("生产作业", "生产管理", "运营管理"), ["met", "met", "not-met", "not-met"]),
        # 卓越级 asks for all five in principle only.
        (3, ("生产作业", "生产管理", "运营管理"), ["met", "met", "met", "not-met"]),
        (4, ("生产作业", "生产管理", "运营管理"), ["met", "met", "met", "not-met"]),
        (3, ALL_STAGES, ["met", "met", "met", "not-met"]),
        (4, ALL_STAGES, ["met", "met", "met", "met"]),
        (4, ("工厂建设", "研发设计"), ["not-met", "not-met", "met", "not-met"]),
    ],
)
def test_every_tier_has_its_outcome_from_the_lowest_up(
    edition_id: str, level: int, stages: tuple[str, ...], outcomes: list[str]
) -> None:
    facts = facts_of_a_factory(
        maturity_level=level, scenes=scenes_in(*stages, edition_id=edition_id)
    )

    evaluation = evaluation_on(facts, round_id=ROUND_OF[edition_id], edition_id=edition_id)

    assert [one.tier for one in evaluation.tiers] == list(TIERS)
    assert [one.outcome for one in evaluation.tiers] == outcomes


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_every_tier_is_told_in_full_with_all_its_criteria_in_their_order(edition_id: str) -> None:
    round_id = ROUND_OF[edition_id]

    evaluation = evaluation_on({}, round_id=round_id, edition_id=edition_id)

    for one in evaluation.tiers:
        stated = edition(edition_id).criteria_of(one.tier, round_id)
        assert tuple(each.criterion for each in one.criteria) == stated
        assert stated


def test_a_criterion_stated_for_several_tiers_says_the_same_in_each() -> None:
    evaluation = evaluation_on(facts_of_a_factory(no_bad_credit_record=False))

    found = [of(one, "br-2-credit") for one in evaluation.tiers]
    assert found == [found[0]] * len(TIERS)
    assert found[0].result == "not-met"


def test_a_tier_that_the_round_does_not_open_is_told_as_such_and_under_the_edition() -> None:
    facts = facts_of_a_factory(scenes=scenes_in("生产作业", edition_id="cn-2024"))

    in_round = evaluation_on(facts, round_id="tianjin-2025-1", edition_id="cn-2024")
    no_round = evaluation_on(facts, round_id=None, edition_id="cn-2024")

    assert [one.standing for one in in_round.tiers] == [
        "open",
        "open",
        "not-in-round",
        "not-in-round",
    ]
    assert {one.standing for one in no_round.tiers} == {"open"}
    opened = [
        one._replace(standing=Standing.OPEN, document={**one.document, "standing": "open"})
        for one in in_round.tiers
    ]
    assert opened == list(no_round.tiers)


@pytest.mark.parametrize("absent", TIERS[1:])
def test_a_tier_that_the_edition_does_not_have_is_told_as_such_and_nothing_else(
    absent: str,
) -> None:
    whole = edition()
    fewer = replace(whole, tiers={name: one for name, one in whole.tiers.items() if name != absent})
    evaluation = Evaluator(fewer, None).evaluate({"maturity_level": 3}, "basic")

    assert [one.tier for one in evaluation.tiers] == list(TIERS)
    [told] = [one for one in evaluation.tiers if one.tier == absent]
    assert (told.standing, told.outcome) == (Standing.NOT_IN_EDITION, Outcome.NOT_COVERED)
    assert told.criteria == ()
    assert (told.left_to_a_person, told.gaps) == (0, ())
    above = next(tier for tier in TIERS[1:] if tier != absent)
    assert evaluation.next_tier is not None
    assert evaluation.next_tier.tier == above


@pytest.mark.parametrize(
    ("tier", "above"), [("basic", "advanced"), ("advanced", "excellent"), ("excellent", "leading")]
)
def test_what_is_missing_for_the_tier_above_is_said_in_words(tier: str, above: str) -> None:
    facts = facts_of_a_factory(scenes=scenes_in("生产作业"), without=("factory_built",))

    next_tier = evaluation_on(facts, tier).next_tier

    assert next_tier is not None
    assert next_tier.tier == above
    assert next_tier.gaps == verdict_on(facts, above).gaps
    assert "stage-coverage" in {gap.criterion_id for gap in next_tier.gaps}


def test_a_gap_to_the_tier_above_says_what_is_asked_there() -> None:
    next_tier = evaluation_on(facts_of_a_factory()).next_tier

    assert next_tier is not None
    messages = {gap.criterion_id: gap.message for gap in next_tier.gaps}
    assert list(messages) == ["br-5-maturity", "stage-coverage"]
    assert "未达到 3" in messages["br-5-maturity"].zh
    assert "level 3 or higher" in messages["br-5-maturity"].en
    assert "a person decides" in messages["stage-coverage"].en


@pytest.mark.parametrize("tier", TIERS[1:])
def test_a_tier_that_is_asked_for_and_not_covered_says_so_and_nothing_else(tier: str) -> None:
    told = evaluation_on({"maturity_level": 5}, tier, round_id=None, edition_id="cn-2026")
    document = verdict_document(told)

    assert document["outcome"] == "not-covered"
    assert document["standing"] == "not-in-edition"
    assert (document["criteria"], document["gaps"], document["left_to_a_person"]) == ([], [], 0)
    assert [one.outcome for one in told.tiers] == ["incomplete", *["not-covered"] * 3]


def test_the_tier_above_may_not_be_covered_either() -> None:
    next_tier = evaluation_on({}, "basic", round_id=None, edition_id="cn-2026").next_tier

    assert next_tier is not None
    assert (next_tier.tier, next_tier.standing, next_tier.gaps) == (
        "advanced",
        Standing.NOT_IN_EDITION,
        (),
    )


def test_there_is_no_tier_above_the_highest() -> None:
    assert evaluation_on(facts_of_a_factory(), "leading").next_tier is None


def test_nothing_is_missing_where_the_machine_found_everything() -> None:
    scenes = scenes_in(*ALL_STAGES, with_ai=len(ALL_STAGES))
    facts = facts_of_a_factory(maturity_level=4, scenes=scenes)

    next_tier = evaluation_on(facts, "excellent").next_tier

    assert next_tier is not None
    assert (next_tier.tier, next_tier.gaps) == ("leading", ())


@pytest.mark.parametrize(
    ("tier", "with_ai", "said"),
    [
        ("excellent", 0, "已建 5 个场景，其中 0 个应用人工智能，即 0；按此口径低于 20%。"),
        ("excellent", 1, None),
        ("leading", 1, "已建 5 个场景，其中 1 个应用人工智能，即 1/5；按此口径低于 60%。"),
        ("leading", 2, "已建 5 个场景，其中 2 个应用人工智能，即 2/5；按此口径低于 60%。"),
        ("leading", 3, None),
        ("basic", 0, None),
        ("advanced", 0, None),
    ],
)
def test_a_share_that_falls_short_is_a_gap_told_with_both_counts_that_a_person_decides(
    tier: str, with_ai: int, said: str | None
) -> None:
    facts = facts_of_a_factory(maturity_level=4, scenes=scenes_in(*ALL_STAGES, with_ai=with_ai))

    verdict = verdict_on(facts, tier)

    messages = {gap.criterion_id: gap.message for gap in verdict.gaps}
    told = messages.get("ai-scene-share")
    assert (None if told is None else told.zh) == (
        None
        if said is None
        else f"人工智能场景比例：{said}须由人员判断。要求：{of(verdict, 'ai-scene-share').criterion.requirement.zh}"
    )
    assert verdict.outcome == "met"


def test_a_share_of_no_scenes_says_that_scenes_are_missing() -> None:
    for facts in (facts_of_a_factory(scenes=[]), facts_of_a_factory(without=("scenes",))):
        one = of(verdict_on(facts, "leading"), "ai-scene-share")

        assert one.gap is not None
        assert one.gap.message.en == (
            "Share of scenes using AI: The share cannot be computed; not known: Smart manufacturing "
            "scenes that are built. A person has to judge this."
        )


@pytest.mark.parametrize("edition_id", EDITION_IDS)
@pytest.mark.parametrize("tier", TIERS)
def test_no_gap_reads_as_a_recognition(edition_id: str, tier: str) -> None:
    evaluation = evaluation_on({}, tier, round_id=ROUND_OF[edition_id], edition_id=edition_id)

    text = canonical_bytes(verdict_document(evaluation)).decode()
    said = re.findall(r'"message":\{"en":"(.*?)","zh":"(.*?)"\}', text)
    assert said
    for word in ("recognis", "qualif", "approve", "认定为", "通过认定", "合格", "获评"):
        assert not any(word in sentence for pair in said for sentence in pair)


def test_the_older_edition_sets_no_share_of_scenes_using_ai_for_any_tier() -> None:
    facts = facts_of_a_factory(
        maturity_level=4, scenes=scenes_in(*ALL_STAGES, edition_id="cn-2024")
    )

    evaluation = evaluation_on(facts, "leading", round_id=None, edition_id="cn-2024")

    assert evaluation.scenes_with_ai == 0
    for one in evaluation.tiers:
        assert "ai-scene-share" not in results(one)
