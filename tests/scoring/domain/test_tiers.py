"""All tiers in one answer, and what is missing for the tier above."""

import re

import pytest

from services.scoring.domain.verdict_document import verdict_document
from shared.canonical import canonical_bytes
from tests.scoring.builders import (
    ALL_STAGES,
    EDITION_IDS,
    ROUND_OF,
    TIERS,
    evaluation_on,
    facts_of_a_factory,
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


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_comes_out_as_if_it_had_been_asked_for(tier: str) -> None:
    facts = facts_of_a_factory(without=("is_above_designated_size",), maturity_level=3)
    verdict = verdict_on(facts, tier)

    for asked in TIERS:
        [one] = [one for one in evaluation_on(facts, asked).tiers if one.tier == tier]
        assert (one.outcome, one.left_to_a_person) == (verdict.outcome, verdict.left_to_a_person)
        for named, result in (
            (one.not_met, "not-met"),
            (one.unknown, "unknown"),
            (one.to_be_judged, "to-be-judged"),
            (one.not_applicable, "not-applicable"),
        ):
            found = [each for each in verdict.criteria if each.result == result]
            assert list(named) == [each.criterion.criterion_id for each in found]


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


def test_there_is_no_tier_above_the_highest() -> None:
    assert evaluation_on(facts_of_a_factory(), "leading").next_tier is None


def test_nothing_is_missing_where_the_machine_found_everything() -> None:
    facts = facts_of_a_factory(maturity_level=4, scenes=scenes_in(*ALL_STAGES))

    next_tier = evaluation_on(facts, "excellent").next_tier

    assert next_tier is not None
    assert (next_tier.tier, next_tier.gaps) == ("leading", ())


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

    assert evaluation.verdict.scenes_with_ai == 0
    for one in evaluation.tiers:
        assert "ai-scene-share" not in (*one.not_met, *one.unknown, *one.to_be_judged)
