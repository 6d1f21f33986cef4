"""What the edition of 2025 says, and what it must not say."""

from collections import Counter

import pytest

from services.scoring.domain.checks import AtLeast, Check, ShareAtLeast
from services.scoring.domain.edition import Kind
from services.scoring.domain.provenance import Certainty
from services.scoring.domain.scenes import DescriptionBasis
from tests.scoring.builders import (
    ALL_STAGES,
    ROUND_ID,
    TIERS,
    edition,
    facts_of_a_factory,
    of,
    verdict_on,
)


def test_no_number_stands_in_the_edition_that_no_text_sets() -> None:
    numbers = Counter(
        (type(one.check).__name__, _facts(one.check))
        for tier in TIERS
        for one in edition().criteria_of(tier, ROUND_ID)
        if isinstance(one.check, AtLeast | ShareAtLeast)
    )

    assert numbers == {
        ("AtLeast", "maturity_level"): 4,
        ("ShareAtLeast", "scenes_with_ai/scenes_built"): 2,
    }


def _facts(check: Check | None) -> str:
    assert isinstance(check, AtLeast | ShareAtLeast)
    return check.fact if isinstance(check, AtLeast) else f"{check.part}/{check.whole}"


def test_the_guide_has_forty_scenes_in_eight_stages() -> None:
    guide = edition().scene_guide

    assert guide.scenes is not None
    assert sorted(guide.scenes) == list(range(1, 41))
    assert Counter(scene.guide_stage for scene in guide.scenes.values()) == {
        "工厂建设": 3,
        "产品研发": 2,
        "工艺设计": 2,
        "生产管理": 12,
        "生产作业": 10,
        "运营管理": 4,
        "产品服务": 3,
        "供应链管理": 4,
    }
    assert {stage.element_stage for stage in guide.stages.values()} == set(ALL_STAGES)
    assert {stage.certainty for stage in guide.stages.values()} == {Certainty.INFERRED}


def test_no_description_of_a_scene_passes_for_official_wording() -> None:
    guide = edition().scene_guide

    assert guide.scenes is not None
    bases = {number: scene.description_basis for number, scene in guide.scenes.items()}
    assert {number for number, one in bases.items() if one is DescriptionBasis.PARAPHRASE} == set(
        range(1, 8)
    )
    assert not guide.official_read
    assert "不是官方原文" in guide.note.zh
    assert all(scene.certainty is not Certainty.OFFICIAL for scene in guide.scenes.values())


def test_the_prerequisites_are_official_text() -> None:
    for criterion_id, tier in (
        ("self-assessed-basic", "advanced"),
        ("already-advanced", "excellent"),
        ("already-excellent", "leading"),
    ):
        [one] = [
            one for one in edition().criteria_of(tier, ROUND_ID) if one.criterion_id == criterion_id
        ]
        assert one.certainty is Certainty.OFFICIAL


def test_the_conditions_of_the_round_cite_its_notice() -> None:
    for one in edition().conditions[ROUND_ID].criteria:
        assert one.certainty is Certainty.OFFICIAL
        assert one.source.title == "津工信数转〔2025〕4号"
        assert one.clause.zh.startswith("津工信数转〔2025〕4号")


@pytest.mark.parametrize(
    ("tier", "criterion_id", "fact"),
    [
        ("excellent", "published-advanced", "listed_as_advanced"),
        ("leading", "published-excellent", "listed_as_excellent"),
        ("excellent", "registered-in-china", "registered_in_china"),
        ("leading", "registered-in-china", "registered_in_china"),
    ],
)
def test_what_is_looked_up_is_required_and_never_said_to_be_declared(
    tier: str, criterion_id: str, fact: str
) -> None:
    results = {}
    for answer in (True, False, None):
        known = facts_of_a_factory(**{fact: answer}, without=() if answer is not None else (fact,))
        one = of(verdict_on(known, tier), criterion_id)
        assert one.criterion.kind is Kind.REQUIRED
        assert "声明" not in one.reason.zh
        assert "eclare" not in one.reason.en
        results[answer] = one.result.value

    assert (results[True], results[False]) == ("met", "not-met")
    assert results[None] not in {"met", "not-met"}
